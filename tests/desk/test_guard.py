"""What holds for every page: nobody unknown sees one, no other site can send a form, nothing is kept or loaded."""

import logging
import re

import pytest

from desk.addresses import local
from tests.desk.town import PASSWORD
from tests.desk.visitor import Visitor
from tests.hub.fakes import World
from tests.hub.liaison.office import refused

PAGES = ("/", "/failures", "/bulk", "/projects", "/companies", "/account", "/failures/1", "/corrections")


@pytest.mark.parametrize("address", [*PAGES, "/audit", "/people", "/reconcile", "/report"])
async def test_who_is_not_signed_in_is_shown_the_way_in_and_brought_back(city: World, address: str) -> None:
    answer = await Visitor(city.hub).client.get(address)
    assert answer.status_code == 303
    back = "" if address == "/" else "?back=" + address.replace("/", "%2F")
    assert answer.headers["location"] == f"/sign-in{back}"


@pytest.mark.parametrize("address", ["/", "/failures", "/sign-in", "/nowhere", "/static/desk.css"])
async def test_every_answer_keeps_its_page_to_itself(li: Visitor, address: str) -> None:
    headers = (await li.see(address)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    kept = "immutable" if address.startswith("/static") else "no-store"
    assert kept in headers["cache-control"]


@pytest.mark.parametrize("address", [*PAGES[:6], "/sign-in"])
async def test_no_page_has_a_script_or_a_style_within(li: Visitor, address: str) -> None:
    page = (await li.see(address)).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


async def test_a_form_without_the_token_of_its_page_is_refused(city: World, li: Visitor) -> None:
    (item,) = await refused(city, "1")
    answer = await li.client.post(f"/failures/{item}/retry", data={"version": "1"})
    assert answer.status_code == 403
    assert "失效" in answer.text


async def test_a_form_from_another_site_is_refused_even_with_the_token(city: World, li: Visitor) -> None:
    (item,) = await refused(city, "1")
    await li.see(f"/failures/{item}")
    answer = await li.send(f"/failures/{item}/retry", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403


async def test_the_token_of_somebody_else_is_worth_nothing(city: World, li: Visitor) -> None:
    other = Visitor(city.hub).let_in("wang")
    await other.see("/account")
    answer = await li.client.post("/sign-out", data={"csrf": other.token})
    assert answer.status_code == 403


async def test_cookies_are_for_this_site_and_no_script(city: World) -> None:
    visitor = Visitor(city.hub)
    await visitor.see("/sign-in")
    form = {"csrf": visitor.token, "login": "li", "password": PASSWORD}
    answer = await visitor.client.post("/sign-in", data=form)
    cookies = answer.headers.get_list("set-cookie")
    assert any(each.startswith("liandong_session=") for each in cookies)
    assert all("HttpOnly" in each and "SameSite=lax" in each for each in cookies)


async def test_over_tls_cookies_are_secure_and_the_browser_is_told_to_stay_there(city: World) -> None:
    visitor = Visitor(city.hub)
    answer = await visitor.client.get("https://desk.test/sign-in")
    assert all("Secure" in each for each in answer.headers.get_list("set-cookie"))
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_wrong_password_is_told_in_a_sentence_that_does_not_say_what_was_wrong(city: World) -> None:
    known, unknown = Visitor(city.hub), Visitor(city.hub)
    await known.sign_in("li", "wrong-password")
    await unknown.sign_in("nobody", "wrong-password")
    assert "没有登录成功" in known.text
    assert re.sub("value=.li.", "", known.text) == re.sub("value=.nobody.", "", unknown.text)


async def test_what_is_too_large_is_refused_before_it_is_read(li: Visitor) -> None:
    await li.see("/account")
    answer = await li.send("/failures/views", {"name": "x" * (2 << 20)})
    assert answer.status_code == 413
    assert "太大" in li.text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/failures?company=water-a", "/failures?company=water-a"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_to_another_site(asked: str, led: str) -> None:
    assert local(asked) == led


async def test_signing_out_ends_the_session_at_the_desk_too(city: World, li: Visitor) -> None:
    token = li.client.cookies["liandong_session"]
    await li.see("/")
    await li.send("/sign-out")
    again = Visitor(city.hub)
    again.client.cookies.set("liandong_session", token)
    assert (await again.client.get("/")).status_code == 303


async def test_the_log_names_the_route_and_not_what_was_searched_for(
    li: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "desk"):
        await li.see("/failures?search=13800000000")
    assert "GET /failures 200" in caplog.text
    assert "13800000000" not in caplog.text


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/failures/999", 404), ("/audit", 403)])
async def test_what_is_not_there_or_not_allowed_is_told_in_a_sentence(
    li: Visitor, address: str, status: int
) -> None:
    assert (await li.see(address)).status_code == status
    assert "«" not in li.text
    assert "Traceback" not in li.text


async def test_something_unforeseen_is_told_in_a_sentence_and_not_in_a_trace(
    li: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.liaison.bulk.jobs", lambda *_: 1 / 0)
    answer = await li.see("/bulk")
    assert answer.status_code == 500
    assert "联络台出错了" in li.text
    assert "ZeroDivision" not in answer.text


async def test_somebody_of_another_district_finds_nothing(city: World) -> None:
    (item,) = await refused(city, "1")
    chen = Visitor(city.hub).let_in("chen")
    assert (await chen.see(f"/failures/{item}")).status_code == 404
    assert (await chen.see("/projects/FA-1")).status_code == 404
    await chen.see("/failures")
    assert "FA-1" not in chen.page.text


async def test_a_viewer_sees_no_button_and_cannot_act_without_one(city: World) -> None:
    (item,) = await refused(city, "1")
    zhao = Visitor(city.hub).let_in("zhao")
    await zhao.see(f"/failures/{item}")
    assert f"/failures/{item}/retry" not in zhao.page.text
    assert (await zhao.send(f"/failures/{item}/retry", {"version": "1"})).status_code == 403

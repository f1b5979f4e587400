"""What is done at the desk's other pages: accounts, second factors, counterparts, mappings, corrections by two."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from hub.people.oidc import Begun
from hub.people.refusals import Refused
from hub.people.settings import DeskSettings
from hub.store import accounts, audit
from hub.store import desk as items
from models.messages import Message
from tests.desk.town import PASSWORD
from tests.desk.visitor import Visitor
from tests.hub.fakes import World, update
from tests.hub.liaison.office import refused

CHOSEN = "vier-zebras-am-fluss"


@pytest.fixture
def wang(city: World) -> Visitor:
    """A supervisor who has signed in."""
    return Visitor(city.hub).let_in("wang")


@pytest.fixture
def root(city: World) -> Visitor:
    """An administrator who has signed in."""
    with city.store.begin() as tx:
        accounts.add(tx, {"login": "root", "name": "管理员", "role": "administrator", "areas": []})
    return Visitor(city.hub).let_in("root")


def deeds(city: World) -> list[str]:
    with city.store.read() as tx:
        return [record.action for record in audit.records(tx, limit=1000)]


async def test_an_account_is_made_changes_its_password_first_and_sets_up_a_second_factor(
    city: World, root: Visitor
) -> None:
    await root.see("/people")
    given = {"login": "sun.li", "name": "孙丽", "role": "officer", "areas": "511702", "password": CHOSEN}
    await root.send("/people", given)
    assert "孙丽的账号已建立" in root.text
    new = Visitor(city.hub)
    await new.sign_in("sun.li", CHOSEN)
    assert new.page.url.path == "/account/password"
    assert (await new.see("/failures")).url.path == "/account/password"
    await new.see("/account/password")
    await new.send("/account/password", {"old": CHOSEN, "new": CHOSEN + "-2", "again": CHOSEN + "-2"})
    assert new.page.url.path == "/"
    await new.see("/account/second-factor")
    await new.send("/account/second-factor")
    secret = re.findall(r'<p class="mono">([A-Z2-7]+)</p>', new.page.text)[0]
    assert "<svg" in new.page.text
    with city.store.read() as tx:
        now = tx.now()
    await new.send("/account/second-factor/confirm", {"code": pyotp.TOTP(secret).at(now)})
    assert "动态口令已启用" in new.text
    again = Visitor(city.hub)
    await again.sign_in("sun.li", CHOSEN + "-2")
    assert again.page.url.path == "/sign-in/code"
    await again.send("/sign-in/code", {"code": "000000"})
    assert "动态口令不对" in again.text


async def test_what_is_wrong_with_a_new_account_stands_beside_what_was_typed(root: Visitor) -> None:
    await root.see("/people")
    await root.send("/people", {"login": "!", "name": "孙丽", "role": "officer", "password": "short"})
    assert "孙丽" in root.page.text
    assert "登录名应为" in root.text
    assert 'value="short"' not in root.page.text


async def test_an_account_is_given_a_role_reset_closed_and_opened(city: World, root: Visitor) -> None:
    await root.see("/people")
    for form in (
        {"what": "role", "role": "supervisor", "areas": "511702 511703"},
        {"what": "reset", "password": CHOSEN},
        {"what": "disable"},
        {"what": "enable"},
    ):
        await root.send("/people/li", form)
    assert deeds(city)[-4:] == ["account.role", "account.reset", "account.disable", "account.enable"]


async def test_somebody_signs_in_by_a_provider(city: World) -> None:
    visitor = Visitor(city.hub)
    signed = Visitor(city.hub).let_in("li")

    class Provider:
        name = "统一身份认证"

        async def begin(self, going_to: str, redirect_uri: str) -> Begun:
            assert going_to == "/failures"
            assert redirect_uri == "http://desk.test/sign-in/provider/back"
            return Begun("http://provider.test/authorize", "kept-state")

        async def finish(self, answer: Any, *, kept_state: str, **more: Any) -> Any:
            if answer.get("state") != kept_state:
                raise Refused(Message(id="oidc-stale", params={"company": self.name}))
            found = await asyncio.to_thread(_signed, city, signed.client.cookies["liandong_session"])
            return found, "/failures"

    visitor.app.state.house = replace(visitor.app.state.house, oidc=Provider())
    sent = await visitor.client.get("/sign-in/provider?back=/failures")
    assert sent.headers["location"] == "http://provider.test/authorize"
    stale = await visitor.see("/sign-in/provider/back?state=another&code=1")
    assert "不是在这个浏览器里开始的" in stale.text
    back = await visitor.client.get("/sign-in/provider/back?state=kept-state&code=1")
    assert back.headers["location"] == "/failures"
    assert (await visitor.client.get("/failures")).status_code == 200


def _signed(city: World, token: str) -> Any:
    from hub.people import sessions

    return sessions.find(city.store, token, city.hub.settings.people)


async def test_a_correction_waits_for_a_second_person_where_that_is_asked(city: World, wang: Visitor) -> None:
    settings = city.hub.settings.model_copy(
        update={"desk": DeskSettings(second_person=frozenset({"scheme"}))}
    )
    hub = replace(city.hub, settings=settings)
    (item,) = await refused(city, "1")
    li, wang = Visitor(hub).let_in("li"), Visitor(hub).let_in("wang")
    await li.see(f"/failures/{item}/correct")
    assert "须由另一人复核" in li.text
    await li.send(f"/failures/{item}/correct", {"version": "1", "field:demands.0.pipe_dn_mm": "100"})
    assert "等另一人复核" in li.text
    assert "/approve" not in li.page.text
    await wang.see("/corrections")
    action = re.findall(r'action="(/corrections/\d+/approve)"', wang.page.text)[0]
    await wang.send(action)
    assert "已同意" in wang.text
    await city.pump()
    assert any(scheme.version == 2 for scheme in city.water.taken.values())


async def test_a_correction_that_cannot_be_keeps_what_was_typed_beside_the_reason(
    city: World, li: Visitor
) -> None:
    (item,) = await refused(city, "1")
    await li.see(f"/failures/{item}/correct")
    await li.send(f"/failures/{item}/correct", {"version": "1", "field:demands.0.pipe_dn_mm": "-5"})
    assert li.page.status_code == 200
    assert 'value="-5"' in li.page.text
    assert "太小" in li.text


async def test_items_are_assigned_put_off_and_commented(city: World, li: Visitor) -> None:
    (item,) = await refused(city, "1")
    address = f"/failures/{item}"
    await li.see(address)
    await li.send(f"{address}/assign", {"version": "1", "to": "wang"})
    assert "已分派给王芳" in li.text
    await li.send(f"{address}/comment", {"text": "<b>等对方回电</b>"})
    assert "&lt;b&gt;等对方回电" in li.page.text
    with city.store.read() as tx:
        found = items.get(tx, item)
    assert found is not None
    await li.send(f"{address}/snooze", {"version": str(found.version), "until": "1d"})
    assert "稍后处理" in li.text
    await li.see("/failures")
    assert f'id="f{item}"' not in li.page.text
    await li.see("/failures?snoozed=only&owner=wang")
    assert f'id="f{item}"' in li.page.text


async def test_a_filter_is_saved_found_and_forgotten(li: Visitor) -> None:
    await li.see("/failures?company=water-a")
    await li.send("/failures/views", {"query": "company=water-a", "name": "水公司"})
    assert re.search(r'aria-current="true" href="/failures\?company=water-a">水公司', li.page.text)
    await li.send("/failures/views/remove", {"name": "水公司", "back": "/failures?company=water-a"})
    assert 'href="/failures?company=water-a">水公司' not in li.page.text


async def test_the_export_is_a_table_of_what_the_filter_shows(city: World, li: Visitor) -> None:
    await refused(city, "1", "2")
    rows = (await li.see("/failures/export.csv?search=1 号")).text.splitlines()
    assert len(rows) == 2
    assert (await li.see("/failures/export.xlsx")).content[:2] == b"PK"
    assert "failures.export" in deeds(city)


async def test_the_evidence_is_taken_away_as_a_file(city: World, li: Visitor) -> None:
    (item,) = await refused(city, "1")
    answer = await li.see(f"/failures/{item}/evidence.json")
    assert "attachment" in answer.headers["content-disposition"]
    assert [each["outcome"] for each in answer.json()["attempts"]] == ["parked"]


async def test_the_page_of_a_project_tells_of_its_way(city: World, li: Visitor) -> None:
    await refused(city, "7")
    await city.pump()
    city.hear(update(1, 4, scheme_id="FA-7"), update(3, 5, scheme_id="FA-7"))
    await li.see("/projects?search=7 号")
    assert "FA-7" in li.text
    await li.see("/projects/FA-7")
    assert "审查 受理" in li.text
    assert "13800000000" not in li.page.text


async def test_a_document_is_nobodys_who_may_not_see_the_scheme(city: World, li: Visitor) -> None:
    await refused(city, "7")
    answer = await li.see(f"/projects/FA-7/documents/{'0' * 64}")
    assert answer.status_code == 404
    assert (await li.see("/projects/FA-7/documents/..%2F..%2Fdesk.key")).status_code == 404


async def test_the_password_is_asked_for_again_after_too_many_wrong_ones(city: World) -> None:
    visitor = Visitor(city.hub)
    for _ in range(5):
        await visitor.sign_in("li", "wrong")
    await visitor.sign_in("li", PASSWORD)
    assert "没有登录成功" in visitor.text

"""The desk for programs: the same as the pages, in JSON, with problems in sentences and a document of all of it."""

import re
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from desk.api.app import api
from hub.liaison import bulk_steps
from hub.store import accounts
from tests.desk.town import PASSWORD
from tests.desk.visitor import Visitor
from tests.hub.fakes import World
from tests.hub.liaison.office import refused

BASE = "/api/v1"


@pytest.fixture
def program(city: World, li: Visitor) -> httpx.AsyncClient:
    """A program with the token of an officer."""
    token = li.client.cookies["liandong_session"]
    li.client.cookies.clear()
    li.client.headers["authorization"] = f"Bearer {token}"
    return li.client


def test_the_document_is_openapi_and_tells_of_every_part_of_the_desk() -> None:
    document = api().openapi()
    validate(document)
    wanted = {
        "session", "today", "failures", "jobs", "corrections", "projects", "companies", "audit", "people", "views",
        "report", "reconcile",
    }  # fmt: skip
    assert {path.split("/")[1] for path in document["paths"]} == wanted


async def test_the_document_is_there_for_everybody(city: World) -> None:
    answer = await Visitor(city.hub).client.get(f"{BASE}/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Liandong desk"


async def test_a_program_signs_in_acts_and_signs_out(city: World) -> None:
    (item,) = await refused(city, "1")
    client = Visitor(city.hub).client
    signed = await client.post(f"{BASE}/session", json={"login": "li", "password": PASSWORD})
    assert signed.status_code == 201
    client.headers["authorization"] = f"Bearer {signed.json()['token']}"
    shown = (await client.get(f"{BASE}/failures/{item}")).json()
    assert shown["failure"]["project_name"] == "1 号安置房"
    assert "«" not in shown["failure"]["sentence"]
    answer = await client.post(f"{BASE}/failures/{item}/retry", json={"version": shown["failure"]["version"]})
    assert answer.json()["resolution"] == "retried"
    assert (await client.delete(f"{BASE}/session")).status_code == 204
    assert (await client.get(f"{BASE}/failures")).status_code == 401


async def test_failures_are_listed_page_by_page(city: World, program: httpx.AsyncClient) -> None:
    ids = await refused(city, *"12345")
    first = (await program.get(f"{BASE}/failures?size=3&company=water-a")).json()
    assert [each["id"] for each in first["failures"]] == ids[:3]
    assert (first["total"], first["has_more"]) == (5, True)
    second = (await program.get(f"{BASE}/failures?size=3&company=water-a&after={ids[2]}")).json()
    assert [each["id"] for each in second["failures"]] == ids[3:]


async def test_a_misspelt_filter_is_refused_and_not_taken_for_everything(
    city: World, program: httpx.AsyncClient
) -> None:
    await refused(city, "1")
    for call in (
        program.get(f"{BASE}/failures?compny=water-a"),
        program.post(f"{BASE}/jobs", json={"filter": {"compny": "water-a"}}),
    ):
        answer = await call
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"][0]["code"] == "invalid-extra-forbidden"


async def test_a_job_over_the_api_is_the_same_job(city: World, program: httpx.AsyncClient) -> None:
    await refused(city, *"12345")
    asked = {"filter": {"company": "water-a"}}
    preview = (await program.post(f"{BASE}/jobs/preview", json=asked)).json()
    assert (preview["total"], preview["sent"]) == (5, 5)
    job = (await program.post(f"{BASE}/jobs", json=asked | {"trial": 3})).json()
    assert job["state"] == "trying"
    bulk_steps.run_due(city.store)
    await city.pump()
    report = (await program.get(f"{BASE}/jobs/{job['id']}")).json()
    assert report["trial"]["delivered"] == 3
    assert (await program.post(f"{BASE}/jobs/{job['id']}/proceed")).json()["state"] == "running"


async def test_who_was_first_is_told_as_a_conflict(city: World, program: httpx.AsyncClient) -> None:
    (item,) = await refused(city, "1")
    await program.post(f"{BASE}/failures/{item}/assign", json={"to": "wang"})
    answer = await program.post(
        f"{BASE}/failures/{item}/resolve", json={"version": 1, "reason": "agreed", "note": ""}
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:liandong:problem:failure-changed"


async def test_a_scheme_is_corrected_over_the_api(city: World, program: httpx.AsyncClient) -> None:
    (item,) = await refused(city, "1")
    form = (await program.get(f"{BASE}/failures/{item}/correction")).json()
    (wrong,) = [field for field in form["fields"] if field["faults"]]
    assert wrong["path"] == "demands.0.pipe_dn_mm"
    assert all(field["value"] is None for field in form["fields"] if "contact" in field["path"])
    given = {"version": form["version"], "changes": {wrong["path"]: "100"}}
    assert (await program.post(f"{BASE}/failures/{item}/correction", json=given)).json()["state"] == "applied"
    await city.pump()
    assert any(scheme.version == 2 for scheme in city.water.taken.values())


async def test_a_cookie_reads_but_changes_nothing(city: World, li: Visitor) -> None:
    (item,) = await refused(city, "1")
    assert (await li.client.get(f"{BASE}/failures")).status_code == 200
    assert (await li.client.post(f"{BASE}/failures/{item}/retry", json={})).status_code == 401


@pytest.mark.parametrize(
    "address",
    ["/today", "/projects", "/projects/FA-1", "/companies", "/jobs", "/corrections", "/views", "/reconcile",
     "/report?first=2026-03-01&last=2026-03-31"],
)  # fmt: skip
async def test_every_part_is_read(city: World, program: httpx.AsyncClient, address: str) -> None:
    await refused(city, "1")
    answer = await program.get(BASE + address)
    assert answer.status_code == 200
    assert "13800000000" not in answer.text
    assert "李明" not in re.sub(r'"(?:name|paused_by)": ?"李明"', "", answer.text)


@pytest.mark.parametrize("address", ["/audit", "/people"])
async def test_what_a_role_may_not_is_forbidden_in_the_callers_language(
    city: World, program: httpx.AsyncClient, address: str
) -> None:
    answer = await program.get(BASE + address, headers={"accept-language": "en"})
    assert answer.status_code == 403
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == "urn:liandong:problem:person-may-not"
    assert "Your role" in problem["detail"]


async def test_an_account_that_still_has_something_to_do_is_not_in_yet(city: World) -> None:
    with city.store.begin() as tx:
        row = accounts.by_login(tx, "li")
        assert row is not None
        accounts.change(tx, row.id, must_change=True)
    client = Visitor(city.hub).client
    signed = (await client.post(f"{BASE}/session", json={"login": "li", "password": PASSWORD})).json()
    assert signed["awaits"] == "password"
    client.headers["authorization"] = f"Bearer {signed['token']}"
    assert (await client.get(f"{BASE}/today")).status_code == 401

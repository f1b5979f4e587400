"""The control port, and a run's being the same each time."""

from typing import Any

import httpx
import pytest

import sandbox
from tests.sandbox.clients import DRAWING, Company, Control, Gateway, row, submission
from tests.sandbox.conftest import city
from tests.sandbox.test_submissions import problem


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "advance", {"days": 0}, 422),
        ("POST", "advance", {"weeks": 1}, 422),
        ("POST", "faults", {"counterpart": "water", "kind": "earthquake"}, 422),
        ("POST", "faults", {"counterpart": "steam", "kind": "slow"}, 404),
        ("POST", "mend", {"id": "nothing"}, 404),
        ("POST", "changes", {"scheme_no": "FA-1", "change": "revise"}, 404),
        ("POST", "callbacks", {"counterpart": "province", "url": None}, 404),
    ],
)
async def test_a_wrong_request_is_refused_with_a_reason(
    method: str, path: str, body: dict[str, Any], status: int, control: Control
) -> None:
    response = await control.ask(method, path, **body)
    assert response.status_code == status
    assert response.json()["error"]


async def test_an_unknown_kind_of_fault_is_told_which_there_are(control: Control) -> None:
    response = await control.ask("POST", "faults", counterpart="water", kind="earthquake")
    assert "timeout_after" in response.json()["error"]


async def test_the_addresses_can_be_asked_for(control: Control, announced: dict[str, Any]) -> None:
    assert (await control.ask("GET", "addresses")).json() == announced["counterparts"]


async def test_the_ledger_can_be_read_for_one_counterpart(
    water: Company, province: Gateway, control: Control
) -> None:
    await water.submit(submission())
    await province.write("SPGL_XMJBXXB", row("project"))
    whole, part = await control.ledger(), await control.ledger("province")
    assert {entry["counterpart"] for entry in whole["entries"]} == {"water", "province"}
    assert part["entries"] == [entry for entry in whole["entries"] if entry["counterpart"] == "province"]
    assert [entry["seq"] for entry in whole["entries"]] == list(range(1, len(whole["entries"]) + 1))
    assert part["requests"] == {"province": {"SPGL_XMJBXXB": 1}}


async def test_the_ledger_holds_no_personal_data(water: Company, province: Gateway, control: Control) -> None:
    await water.submit(submission())
    await province.write("SPGL_XMJBXXB", row("project"))
    await province.write("SPGL_XMSPSXBLXXB", row("case"))
    text = (await control.ask("GET", "ledger")).text
    contact = submission()["project"]["contact"]
    assert contact["phone"] not in text
    assert contact["name"] not in text


@pytest.mark.parametrize("configuration", [city(projects=2)])
async def test_the_joint_review_revises_and_recalls_when_asked(province: Gateway, control: Control) -> None:
    await control.advance(6)
    scheme_no = (await province.schemes())["schemes"][0]["schemeNo"]
    for change in ("revise", "recall"):
        assert (await control.ask("POST", "changes", scheme_no=scheme_no, change=change)).status_code == 204
    states = [
        (each["version"], each["state"])
        for each in (await province.schemes())["schemes"]
        if each["schemeNo"] == scheme_no
    ]
    assert states == [(1, "ACTIVE"), (2, "ACTIVE"), (2, "WITHDRAWN")]
    again = await control.ask("POST", "changes", scheme_no=scheme_no, change="revise")
    assert (again.status_code, "withdrawn" in again.json()["error"]) == (422, True)


REFUSED = city(projects=8, failures={"refused_schemes": 1, "unserved": 1}, push_days=1)


@pytest.mark.parametrize("configuration", [REFUSED])
async def test_a_scheme_is_refused_by_one_company_until_mended(
    http: httpx.AsyncClient, announced: dict[str, Any], control: Control
) -> None:
    await control.advance(3)
    wrongs = {each["kind"]: each for each in (await control.ask("GET", "state")).json()["deliberate"]}
    wrong = wrongs["refused_schemes"]
    company = Company(http, announced["counterparts"][wrong["counterpart"]])
    body = submission(wrong["counterpart"], scheme_id=wrong["subject"])
    refused = await company.submit(body)
    assert problem(refused) == (422, "validation-failed")
    assert refused.json()["errors"][0]["allowed"]
    assert (await company.submit(submission(wrong["counterpart"]), key="another")).status_code == 201
    unmendable = await control.ask("POST", "mend", id=wrongs["unserved"]["id"])
    assert unmendable.status_code == 422
    assert (await control.ask("POST", "mend")).json() == {"mended": [wrong["id"]]}
    assert (await company.submit(body)).status_code == 201


async def test_days_pass_by_themselves_when_asked_to(http: httpx.AsyncClient) -> None:
    async with sandbox.running(city(seconds_per_day=0.01)) as announcement:
        control = Control(http, announcement["control"])
        start = (await control.ask("GET", "state")).json()["now"]
        while (await control.ask("GET", "state")).json()["now"] == start:
            pass


async def a_run(http: httpx.AsyncClient) -> dict[str, Any]:
    """Some calls, and the ledger they leave."""
    async with sandbox.running(city(projects=5)) as announcement:
        control = Control(http, announcement["control"])
        water = Company(http, announcement["counterparts"]["water"])
        references = []
        for number in range(3):
            body = submission(scheme_id=f"FA-{number}", documents=(DRAWING,))
            references.append((await water.submit(body, key=f"k{number}")).json()["reference"])
            await water.patch(references[-1], DRAWING)
        await control.advance(3)
        await water.withdraw(references[0])
        await control.advance(12)
        return await control.ledger()


async def test_the_same_calls_leave_the_same_ledger(http: httpx.AsyncClient) -> None:
    first, second = await a_run(http), await a_run(http)
    assert len(first["entries"]) > 30
    assert first == second

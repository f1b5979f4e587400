"""Faults strike as they say, as often as they say, and leave the effect they say."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.sandbox.clients import DRAWING, Company, Control, Gateway, row, submission
from tests.sandbox.test_submissions import problem

PROJECT = "SPGL_XMJBXXB"


async def taken(control: Control) -> int:
    """Schemes the water company has taken."""
    return len(await control.effects("water", "scheme_taken"))


async def raw(company: Company, **more: Any) -> httpx.Response:
    """A submission whose answer is not checked against the wire."""
    headers = {**company.auth, "Idempotency-Key": "key-1"}
    return await company.http.post(f"{company.base}/schemes", json=submission(), headers=headers, **more)


async def test_a_closed_port_refuses_until_the_faults_are_cleared(water: Company, control: Control) -> None:
    await water.submit(submission())
    await control.fault("water", "refuse_connection")
    with pytest.raises(httpx.ConnectError):
        await raw(water)
    with pytest.raises(httpx.ConnectError):
        await raw(water)
    await control.clear()
    assert (await raw(water)).headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("status", "name"), [(429, "too-many-requests"), (500, "internal-error"), (503, "unavailable")]
)
async def test_a_status_is_worded_as_the_contract_has_it(
    status: int, name: str, water: Company, control: Control
) -> None:
    await control.fault("water", "status", status=status, retry_after="7", times=1)
    refused = await water.submit(submission())
    assert problem(refused) == (status, name)
    assert refused.headers["Retry-After"] == "7"
    assert await taken(control) == 0
    assert (await water.submit(submission())).status_code == 201
    assert (await control.ledger("water"))["faults"] == {"water": {"status": 1}}


async def test_a_status_may_come_after_the_effect(water: Company, control: Control) -> None:
    await control.fault("water", "status", status=500, effect=True, times=1)
    assert (await water.submit(submission())).status_code == 500
    assert await taken(control) == 1
    assert (await water.find("key-1")).status_code == 200


@pytest.mark.parametrize("effect", [False, True])
@pytest.mark.parametrize(
    ("kind", "status", "media_type"),
    [
        ("login_page", 200, "text/html"),
        ("wrong_shape", 200, "application/json"),
        ("proxy_status", 502, "text/html"),
        ("unauthorized", 401, "application/problem+json"),
    ],
)
async def test_an_answer_of_something_else_is_given(
    kind: str, status: int, media_type: str, effect: bool, water: Company, control: Control
) -> None:
    await control.fault("water", kind, effect=effect, status=502)
    answer = await raw(water)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (status, media_type)
    assert await taken(control) == effect


@pytest.mark.parametrize(("kind", "effects"), [("timeout_before", 0), ("timeout_after", 1)])
async def test_no_answer_comes(kind: str, effects: int, water: Company, control: Control) -> None:
    await control.fault("water", kind, times=1)
    call = asyncio.create_task(raw(water, timeout=0.3))
    with pytest.raises(httpx.ReadTimeout):
        await call
    assert await taken(control) == effects
    assert (await water.find("key-1")).status_code == (200 if effects else 404)


async def test_the_sandbox_stops_while_a_call_gets_no_answer(water: Company, control: Control) -> None:
    await control.fault("water", "timeout_before")
    call = asyncio.create_task(raw(water))
    while not (await control.ledger("water"))["faults"]:
        pass
    assert not call.done()
    call.add_done_callback(lambda task: task.exception())


async def test_a_cut_reply_loses_the_answer_and_not_the_effect(water: Company, control: Control) -> None:
    await control.fault("water", "cut_reply", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await raw(water)
    assert await taken(control) == 1
    assert (await water.submit(submission())).headers["Idempotency-Replayed"] == "true"


async def test_a_cut_reply_without_a_body_comes_to_no_answer_at_all(water: Company, control: Control) -> None:
    receipt = await water.submit(submission(documents=(DRAWING,)))
    reference = receipt.json()["reference"]
    await control.fault("water", "cut_reply", operation="uploadDocument", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await water.patch(reference, DRAWING)
    assert (await water.head(reference)).headers["Upload-Complete"] == "?1"


@pytest.mark.parametrize("configuration", [{"projects": 1, "failures": {}, "revised": 0, "withdrawn": 0}])
async def test_a_download_is_cut_after_some_bytes(
    configuration: dict[str, Any], http: httpx.AsyncClient, announced: dict[str, Any], control: Control
) -> None:
    province = Gateway(http, announced["counterparts"]["province"])
    (scheme,) = (await province.schemes())["schemes"]
    document = scheme["documents"][0]["sha256"]
    await control.fault("province", "cut_reply", operation="fetchDocument", after_bytes=100, times=1)
    received = b""

    async def read() -> None:
        nonlocal received
        url = f"{province.base}/documents/{document}"
        async with http.stream("GET", url, headers=province.signed()) as response:
            async for chunk in response.aiter_bytes():
                received += chunk

    with pytest.raises(httpx.RemoteProtocolError):
        await read()
    rest = (await province.document(document, Range="bytes=100-")).content
    assert (len(received), received + rest) == (100, (await province.document(document)).content)


async def test_a_slow_answer_is_in_flight_meanwhile_and_comes_in_the_end(
    water: Company, control: Control
) -> None:
    await control.fault("water", "slow", operation="submitScheme", seconds=0.3, times=1)
    call = asyncio.create_task(water.submit(submission()))
    seen = set()
    while not call.done():
        seen.add((await water.find("key-1")).status_code)
    assert 409 in seen
    assert call.result().status_code == 201


async def test_a_question_can_be_answered_slowly_too(water: Company, control: Control) -> None:
    await control.fault("water", "slow", operation="listEvents", seconds=0.3, times=1)
    slow = asyncio.create_task(water.events())
    while not (await control.ledger("water"))["faults"]:
        pass
    assert not slow.done()
    assert (await slow)["events"] == []


async def test_events_come_twice_backwards_or_with_a_status_nobody_knows(
    water: Company, control: Control
) -> None:
    await water.submit(submission())
    await control.advance(3)
    right = (await water.events())["events"]
    await control.fault("water", "duplicate_events", times=1)
    assert (await water.events())["events"] == right + right
    await control.fault("water", "out_of_order_events", times=1)
    assert (await water.events())["events"] == right[::-1]
    await control.fault("water", "unknown_status", times=1)
    odd = (await water.http.get(f"{water.base}/events", headers=water.auth)).json()["events"]
    assert {each["handling_status"] for each in odd} == {99}
    assert (await water.events())["events"] == right


async def test_a_rewriting_fault_leaves_a_refusal_as_it_is(water: Company, control: Control) -> None:
    await control.fault("water", "duplicate_events")
    water.auth = {"Authorization": "Bearer nobody"}
    response = await water.http.get(f"{water.base}/events", headers=water.auth)
    assert problem(response) == (401, "invalid-token")


async def test_a_fault_strikes_one_operation_after_letting_some_pass(
    water: Company, control: Control
) -> None:
    await control.fault("water", "status", operation="submitScheme", skip=1, times=1)
    statuses = [
        (await water.submit(submission(scheme_id=f"FA-{n}"), key=f"k{n}")).status_code for n in range(3)
    ]
    assert statuses == [201, 503, 201]
    assert (await control.ask("GET", "faults")).json()[0]["left"] == 0


async def test_faults_of_one_counterpart_leave_the_others_alone(
    http: httpx.AsyncClient, announced: dict[str, Any], control: Control
) -> None:
    gas = Company(http, announced["counterparts"]["gas"])
    await control.fault("water", "status")
    assert (await gas.submit(submission("gas"))).status_code == 201


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("unauthorized", {}, "40101"),
        ("status", {"status": 503, "retry_after": "9"}, "50001"),
        ("status", {"status": 429}, "42901"),
        ("status", {"status": 403}, "40301"),
    ],
)
async def test_the_province_refuses_in_its_own_way(
    kind: str, more: dict[str, Any], code: str, province: Gateway, control: Control
) -> None:
    await control.fault("province", kind, operation=PROJECT, times=1, **more)
    reply = await province.write(PROJECT, row("project"))
    assert reply["code"] == code
    assert reply.get("retryAfter") == (9 if "retry_after" in more else None)
    assert (await province.write(PROJECT, row("project")))["code"] == "0"


async def test_a_status_the_province_has_no_code_for_comes_from_in_between(
    province: Gateway, control: Control
) -> None:
    await control.fault("province", "status", status=502, times=1)
    body = b"{}"
    assert (
        await province.http.post(province.base, content=body, headers=province.signed(body))
    ).status_code == 502


async def test_rows_taken_behind_a_cut_reply_are_found_again(province: Gateway, control: Control) -> None:
    await control.fault("province", "cut_reply", operation=PROJECT, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await province.write(PROJECT, row("project"))
    key = row("project")["DFSJZJ"]
    (held,) = (await province.call("QUERY_ROWS", table=PROJECT, keys=[key]))["rows"]
    again = await province.write(PROJECT, row("project"))
    assert again["taken"] == [{"DFSJZJ": key, "LSH": held["LSH"]}]
    assert (await control.ledger())["twice"] == []

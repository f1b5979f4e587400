"""Submitting to a utility: keys, versions, refusals, withdrawal."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.sandbox.clients import DRAWING, DRAWING_SHA256, Company, Control, submission
from tests.sandbox.wire import UGA


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and last segment of the problem's type."""
    return response.status_code, response.json()["type"].rsplit("/", 1)[1]


@pytest.mark.parametrize("kind", ["water", "power", "gas", "telecom"])
async def test_a_scheme_of_any_kind_is_taken(
    kind: str, http: httpx.AsyncClient, announced: dict[str, Any]
) -> None:
    company = Company(http, announced["counterparts"][kind])
    receipt = await company.submit(submission(kind, documents=(DRAWING,)))
    assert receipt.status_code == 201
    assert receipt.json()["documents"] == [
        {"sha256": DRAWING_SHA256, "state": "missing", "received_bytes": 0}
    ]


async def test_the_same_key_and_body_get_the_same_answer_and_one_effect(
    water: Company, control: Control
) -> None:
    first = await water.submit(submission())
    reordered = dict(reversed(submission().items()))
    again = await water.submit(reordered)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    ledger = await control.ledger("water")
    assert len(await control.effects("water", "scheme_taken")) == 1
    assert ledger["replays"] == {"water": {"submit": 1}}
    assert ledger["twice"] == []


async def test_a_key_reused_with_another_body_is_refused(water: Company, control: Control) -> None:
    await water.submit(submission())
    refused = await water.submit(submission(version=2))
    assert problem(refused) == (422, "idempotency-key-reused")
    assert len(await control.effects("water", "scheme_taken")) == 1


async def test_a_key_reused_for_another_operation_is_refused(water: Company) -> None:
    references = [
        (await water.submit(submission(scheme_id=f"FA-{n}"), key=f"submit-{n}")).json()["reference"]
        for n in range(2)
    ]
    assert problem(await water.withdraw(references[0], key="submit-0")) == (422, "idempotency-key-reused")
    assert (await water.withdraw(references[0], key="withdraw")).status_code == 200
    # The same body too: what tells them apart is the scheme in the address.
    assert problem(await water.withdraw(references[1], key="withdraw")) == (422, "idempotency-key-reused")


async def test_a_refusal_binds_no_key(water: Company) -> None:
    body = submission()
    demand = {**body["demand"], "pipe_dn_mm": 175}
    assert (await water.submit({**body, "demand": demand})).status_code == 422
    assert problem(await water.find("key-1")) == (404, "unknown-key")
    assert (await water.submit(body)).status_code == 201


async def test_a_key_in_flight_is_refused_with_a_time_to_come_back(water: Company) -> None:
    started, go_on = asyncio.Event(), asyncio.Event()
    text = json.dumps(submission()).encode()

    async def slowly() -> AsyncIterator[bytes]:
        yield text[:10]
        started.set()
        await go_on.wait()
        yield text[10:]

    headers = {**water.auth, "Idempotency-Key": "key-1", "Content-Type": "application/json"}
    first = asyncio.create_task(water.http.post(f"{water.base}/schemes", content=slowly(), headers=headers))
    await started.wait()
    while problem(in_flight := await water.find("key-1")) == (404, "unknown-key"):
        pass  # the first call's head has left us, and may not have arrived yet
    second = await water.submit(submission())
    go_on.set()
    assert problem(in_flight) == (409, "request-in-flight")
    assert problem(second) == (409, "request-in-flight")
    assert second.headers["Retry-After"] == "1"
    assert (await first).status_code == 201
    assert (await water.find("key-1")).content == (await first).content


@pytest.mark.parametrize("key", ["push:water/FA-1/1", "a%2Fb", "~!*()'", "x" * 200])
async def test_a_lost_answer_is_found_by_its_key(key: str, water: Company) -> None:
    receipt = await water.submit(submission(), key=key)
    assert (await water.find(key)).json() == receipt.json()


@pytest.mark.parametrize("key", ["", "x" * 201, "two words"])
async def test_a_malformed_key_is_refused(key: str, water: Company) -> None:
    assert problem(await water.submit(submission(), key=key)) == (400, "bad-request")


async def test_a_newer_version_keeps_the_reference_and_an_older_one_is_refused(water: Company) -> None:
    first = await water.submit(submission(), key="v1")
    third = await water.submit(submission(version=3), key="v3")
    assert third.json()["reference"] == first.json()["reference"]
    assert problem(await water.submit(submission(version=2), key="v2")) == (409, "version-superseded")
    assert (await water.scheme(first.json()["reference"])).json()["version"] == 3


async def test_the_same_version_under_two_keys_shows_in_the_ledger_as_an_effect_twice(
    water: Company, control: Control
) -> None:
    await water.submit(submission(), key="one")
    await water.submit(submission(), key="two")
    scheme = f"{submission()['scheme_id']}/v1"
    assert (await control.ledger())["twice"] == [
        {"counterpart": "water", "effect": "scheme_taken", "business_key": scheme, "times": 2}
    ]


def changed(path: str, value: object) -> dict[str, Any]:
    """A submission with one value put in (or, when it is None, taken out)."""
    body = submission(documents=(DRAWING,))
    *parents, name = path.strip("/").split("/")
    node: Any = body
    for part in parents:
        node = node[int(part)] if part.isdecimal() else node[part]
    if value is None:
        del node[name]
    else:
        node[name] = value
    return body


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/demand/pipe_dn_mm", 175, "not_allowed"),
        ("/demand/pipe_dn_mm", "200", "type"),
        ("/demand/pipe_dn_mm", 5, "range"),
        ("/demand/use_class", "swimming", "not_allowed"),
        ("/demand/kind", "steam", "not_allowed"),
        ("/demand/kind", None, "required"),
        ("/project/area_code", "511725", "unknown_area"),
        ("/project/contact/phone", "12345", "format"),
        ("/project/developer/credit_code", None, "required"),
        ("/project/name", "", "range"),
        ("/documents/0/size_bytes", 0, "range"),
        ("/site/geometry/coordinates", [31.2], "required"),
        ("/opinion_due", "2026-03-09T18:00:00", "format"),
        ("/version", 0, "range"),
    ],
)
async def test_a_wrong_value_is_refused_by_its_field(
    pointer: str, value: object, code: str, water: Company, control: Control
) -> None:
    refused = await water.submit(changed(pointer, value))
    assert problem(refused) == (422, "validation-failed")
    error = refused.json()["errors"][0]
    assert (error["pointer"].startswith(pointer), error["code"]) == (True, code)
    assert ("allowed" in error) == (code in ("not_allowed", "unknown_area"))
    assert await control.effects("water", "scheme_taken") == []


async def test_a_demand_for_another_utility_is_refused(water: Company) -> None:
    refused = await water.submit(submission("gas"))
    assert refused.json()["errors"][0]["pointer"] == "/demand/kind"
    assert refused.json()["errors"][0]["allowed"] == ["water"]


async def test_a_document_announced_twice_is_refused(water: Company) -> None:
    refused = await water.submit(submission(documents=(DRAWING, DRAWING)))
    assert refused.json()["errors"][0]["pointer"] == "/documents/1/sha256"
    assert refused.json()["errors"][0]["code"] == "duplicate"


@pytest.mark.parametrize("content", [b"{", b"\xff"])
async def test_what_is_not_json_is_refused(content: bytes, water: Company) -> None:
    headers = {**water.auth, "Idempotency-Key": "k", "Content-Type": "application/json"}
    response = await water.http.post(f"{water.base}/schemes", content=content, headers=headers)
    assert problem(UGA.check("submitScheme", response)) == (400, "bad-request")


async def test_another_media_type_and_a_huge_body_are_refused(water: Company) -> None:
    headers = {**water.auth, "Idempotency-Key": "k", "Content-Type": "text/plain"}
    response = await water.http.post(f"{water.base}/schemes", content=b"{}", headers=headers)
    assert problem(UGA.check("submitScheme", response)) == (415, "unsupported-media-type")
    assert problem(await water.submit(submission(padding="x" * (1 << 20)))) == (413, "too-large")


async def test_an_unknown_token_is_refused(water: Company, control: Control) -> None:
    water.auth = {"Authorization": "Bearer nobody"}
    assert problem(await water.submit(submission())) == (401, "invalid-token")
    assert (await control.ledger("water"))["refusals"] == {"water": {"invalid-token": 1}}


async def test_a_scheme_is_withdrawn_once_and_takes_nothing_more(water: Company, control: Control) -> None:
    reference = (await water.submit(submission())).json()["reference"]
    first = await water.withdraw(reference, key="w1")
    assert first.status_code == 200
    assert (await water.withdraw(reference, key="w1")).headers["Idempotency-Replayed"] == "true"
    assert (await water.withdraw(reference, key="w2")).json() == first.json()
    assert (await water.find("w1")).json() == first.json()
    assert len(await control.effects("water", "scheme_withdrawn")) == 1
    assert problem(await water.submit(submission(version=2), key="v2")) == (409, "scheme-withdrawn")
    assert (await water.scheme(reference)).json()["state"] == "withdrawn"
    assert await water.story() == [("review", 1), ("review", 14)]


async def test_an_unknown_reference_is_not_found(water: Company) -> None:
    assert problem(await water.withdraw("NO-1")) == (404, "unknown-scheme")
    assert problem(await water.scheme("NO-1")) == (404, "unknown-scheme")


async def test_a_withdrawal_without_a_reason_is_refused(water: Company) -> None:
    reference = (await water.submit(submission())).json()["reference"]
    url = f"{water.base}/schemes/{reference}/withdrawal"
    response = await water.http.post(url, json={}, headers={**water.auth, "Idempotency-Key": "k"})
    assert UGA.check("withdrawScheme", response).json()["errors"][0]["pointer"] == "/reason"

"""Pushing, asking and withdrawing over the Utility Gateway API, against what its wire document says."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from models.scheme import Withdrawal
from models.stage import UtilityKind
from tests.adapters.gateway import KEY, RECEIPT, WITHDRAWN, Company
from tests.adapters.support import NOON, problem
from tests.adapters.wires import UTILITY, unlike
from tests.models.builders import POWER, a_scheme, contact_body, project_body

RING = [[31.21, 107.49], [31.22, 107.49], [31.22, 107.5], [31.21, 107.49]]


@pytest.fixture
def water() -> Company:
    return Company()


@pytest.mark.parametrize("kind", list(UtilityKind))
@pytest.mark.parametrize(
    "geometry",
    [{"type": "Point", "coordinates": RING[0]}, {"type": "Polygon", "coordinates": RING}],
    ids=["point", "polygon"],
)
async def test_a_submission_is_as_the_wire_document_says(kind: UtilityKind, geometry: dict[str, Any]) -> None:
    gateway = Company(kind)
    gateway.answers("POST", "/schemes", 201, RECEIPT)
    scheme = a_scheme(site={"crs": "EPSG:4490", "geometry": geometry})
    receipt = await gateway.adapter.push_scheme(scheme, key=KEY)
    body = json.loads(gateway.sent().content)
    assert unlike(UTILITY, "SchemeSubmission", body) == []
    assert body["demand"]["kind"] == kind
    assert body["project"]["contact"] == {"name": "李明", "phone": "13800000000"}
    assert datetime.fromisoformat(body["submitted_at"]) == scheme.pushed_at
    assert gateway.sent().headers["idempotency-key"] == KEY
    assert gateway.sent().headers["authorization"] == "Bearer geheim"
    assert receipt.remote_ref == RECEIPT["reference"]
    assert receipt.received_at == datetime(2026, 3, 2, 1, 12, 44, tzinfo=UTC)


async def test_a_resend_has_the_very_same_body(water: Company) -> None:
    route = water.answers("POST", "/schemes", 201, RECEIPT)
    stored = a_scheme().to_store()
    for scheme in (a_scheme(), type(a_scheme()).from_store(stored)):
        await water.adapter.push_scheme(scheme, key=KEY)
    first, second = route.calls
    assert first.request.content == second.request.content


async def test_a_receipt_for_another_scheme_is_no_receipt(water: Company) -> None:
    water.answers("POST", "/schemes", 201, RECEIPT | {"version": 2})
    with pytest.raises(ContractError):
        await water.adapter.push_scheme(a_scheme(), key=KEY)


@pytest.mark.parametrize("field", ["reference", "received_at", "operation", "scheme_id"])
async def test_a_receipt_without_what_it_must_hold_is_a_contract_error(water: Company, field: str) -> None:
    water.answers("POST", "/schemes", 201, {name: value for name, value in RECEIPT.items() if name != field})
    with pytest.raises(ContractError) as raised:
        await water.adapter.push_scheme(a_scheme(), key=KEY)
    assert raised.value.message.params["place"] == f"/{field}"


@pytest.mark.parametrize(
    ("status", "kind", "error", "message"),
    [
        (400, "bad-request", RejectedError, "counterpart-refused"),
        (401, "invalid-token", AuthError, "counterpart-credentials"),
        (403, "forbidden", AuthError, "counterpart-credentials"),
        (409, "request-in-flight", UnknownOutcome, "gateway-in-flight"),
        (409, "version-superseded", RejectedError, "gateway-version-superseded"),
        (409, "scheme-withdrawn", RejectedError, "gateway-scheme-withdrawn"),
        (413, "too-large", RejectedError, "counterpart-refused"),
        (415, "unsupported-media-type", RejectedError, "counterpart-refused"),
        (422, "validation-failed", RejectedError, "gateway-scheme-refused"),
        (422, "idempotency-key-reused", RejectedError, "gateway-key-reused"),
        (429, "too-many-requests", TransientError, "counterpart-throttles"),
        (500, "internal-error", UnknownOutcome, "counterpart-failed"),
        (500, "version-superseded", UnknownOutcome, "counterpart-failed"),
        (503, "unavailable", TransientError, "counterpart-busy"),
    ],
)
async def test_a_problem_is_judged_by_the_end_of_its_type(
    water: Company, status: int, kind: str, error: type[CounterpartError], message: str
) -> None:
    water.answers("POST", "/schemes", problem(status, kind, detail="请致电 13912345678"))
    with pytest.raises(error) as raised:
        await water.adapter.push_scheme(a_scheme(), key=KEY)
    assert raised.value.message.id == message
    assert "13912345678" not in str(raised.value)


@pytest.mark.parametrize(
    ("kind", "pointer", "field"),
    [
        (UtilityKind.WATER, "/demand/pipe_dn_mm", "demands.0.pipe_dn_mm"),
        (UtilityKind.GAS, "/demand/pressure", "demands.2.pressure"),
        (UtilityKind.TELECOM, "/demand", "demands.3"),
        (UtilityKind.WATER, "/project/developer/credit_code", "project.developer.credit_code"),
        (UtilityKind.WATER, "/site/geometry/coordinates/0/2", "site.geometry.coordinates.2"),
        (UtilityKind.WATER, "/submitted_at", "pushed_at"),
        (UtilityKind.WATER, "/documents/0/media_type", "documents.0.media_type"),
        (UtilityKind.WATER, "", "-"),
        (UtilityKind.WATER, "/odd~1name~0", "odd/name~"),
    ],
)
async def test_their_reasons_are_told_at_our_fields(kind: UtilityKind, pointer: str, field: str) -> None:
    gateway = Company(kind)
    error = {"pointer": pointer, "code": "not_allowed", "detail": "DN 175 不敷设", "allowed": [100, "150"]}
    gateway.answers("POST", "/schemes", problem(422, "validation-failed", errors=[error]))
    with pytest.raises(RejectedError) as raised:
        await gateway.adapter.push_scheme(
            a_scheme(site={"crs": "EPSG:4490", "geometry": {"type": "Polygon", "coordinates": RING}}), key=KEY
        )
    (fault,) = raised.value.faults
    assert (fault.field, fault.allowed) == (field, ("100", "150"))
    assert fault.message.id == "gateway-fault-not-allowed"
    assert fault.message.params == {"words": "DN 175 不敷设"}


async def test_their_words_repeat_no_personal_data(water: Company) -> None:
    scheme = a_scheme(project=project_body(contact=contact_body(name="欧阳建国", phone="0818-2345678")))
    error = {
        "pointer": "/project/contact",
        "code": "format",
        "detail": "联系人欧阳建国的电话 0818-2345678 不通",
    }
    water.answers("POST", "/schemes", problem(422, "validation-failed", detail="欧阳建国", errors=[error]))
    with pytest.raises(RejectedError) as raised:
        await water.adapter.push_scheme(scheme, key=KEY)
    told = f"{raised.value} {raised.value.faults}"
    assert "欧阳建国" not in told
    assert "2345678" not in told


async def test_a_scheme_without_a_date_for_the_opinion_is_not_sent(water: Company) -> None:
    with pytest.raises(RejectedError) as raised:
        await water.adapter.push_scheme(a_scheme(opinion_due=None), key=KEY)
    assert [fault.field for fault in raised.value.faults] == ["opinion_due"]
    assert not water.routes.calls


async def test_a_scheme_that_asks_nothing_of_the_company_is_not_sent(water: Company) -> None:
    with pytest.raises(RejectedError) as raised:
        await water.adapter.push_scheme(a_scheme(demands=[POWER]), key=KEY)
    assert [fault.field for fault in raised.value.faults] == ["demands"]
    assert not water.routes.calls


async def test_a_key_is_asked_for_as_it_is(water: Company) -> None:
    water.answers("GET", "/submissions/.*", 200, RECEIPT)
    found = await water.adapter.find_by_key(KEY)
    assert water.sent().url.raw_path == b"/uga/v1/submissions/water-tc%2FFA-511702-2026-0007%2F1"
    assert found is not None
    assert found.remote_ref == RECEIPT["reference"]


async def test_a_withdrawal_is_found_by_its_key_as_well(water: Company) -> None:
    water.answers("GET", "/submissions/.*", 200, WITHDRAWN)
    found = await water.adapter.find_by_key(KEY)
    assert found is not None
    assert found.received_at == datetime(2026, 3, 5, 3, 30, tzinfo=UTC)


async def test_a_key_that_they_do_not_know_is_nothing_found(water: Company) -> None:
    water.answers("GET", "/submissions/.*", problem(404, "unknown-key"))
    assert await water.adapter.find_by_key(KEY) is None


@pytest.mark.parametrize(
    "other", [problem(404, "unknown-scheme"), httpx.Response(404, html="<html>nginx"), httpx.Response(404)]
)
async def test_a_404_that_does_not_speak_of_the_key_says_nothing_of_it(
    water: Company, other: httpx.Response
) -> None:
    water.answers("GET", "/submissions/.*", other)
    with pytest.raises(ContractError):
        await water.adapter.find_by_key(KEY)


async def test_a_key_still_in_flight_is_asked_for_later(water: Company) -> None:
    water.answers("GET", "/submissions/.*", problem(409, "request-in-flight", headers={"retry-after": "5"}))
    with pytest.raises(TransientError) as raised:
        await water.adapter.find_by_key(KEY)
    assert raised.value.retry_after == 5


@pytest.mark.parametrize(("reason", "said"), [("方案调整", "方案调整"), ("", "联合审查已撤回该方案")])
async def test_a_withdrawal_is_told_with_a_reason(water: Company, reason: str, said: str) -> None:
    withdrawal = Withdrawal(scheme_id="FA-511702-2026-0007", reason=reason, withdrawn_at=NOON)
    water.answers("POST", "/schemes/TCSW-2026-000041/withdrawal", 200, WITHDRAWN)
    receipt = await water.adapter.withdraw_scheme(withdrawal, "TCSW-2026-000041", key=f"{KEY}/w")
    body = json.loads(water.sent().content)
    assert body == {"reason": said}
    assert unlike(UTILITY, "Withdrawal", body) == []
    assert receipt.received_at == datetime(2026, 3, 5, 3, 30, tzinfo=UTC)

"""The power adapter against a stand-in company over real connections, well behaved and otherwise."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import DocumentFile
from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import recording
from adapters.power.adapter import PowerAdapter
from adapters.status_maps import shipped
from models.documents import DocumentRef
from models.stage import Opinion, Stage
from models.status import HandlingStatus
from tests.adapters.power.sides import KEY, TAKEN_BACK, Side, scheme, side

DRAWING = b"%PDF-1.7\n" + bytes(range(256)) * 1000
REF = DocumentRef(
    sha256=hashlib.sha256(DRAWING).hexdigest(),
    name="总平面图.pdf",
    media_type="application/pdf",
    size_bytes=len(DRAWING),
)
DOCUMENTS = [REF.model_dump()]


@pytest.fixture
async def both() -> AsyncIterator[Side]:
    async with side() as ready:
        yield ready


@pytest.fixture
def drawing(tmp_path: Path) -> DocumentFile:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(DRAWING)
    return DocumentFile(ref=REF, path=path)


async def test_a_scheme_goes_the_whole_way(both: Side, drawing: DocumentFile) -> None:
    receipt = await both.pushed(documents=DOCUMENTS)
    await both.adapter.send_document(receipt.remote_ref, drawing)
    await both.adapter.send_document(receipt.remote_ref, drawing)
    for _ in range(60):
        await both.control.advance()
    page = await both.all_updates()
    assert page.unreadable == ()
    assert {update.remote_ref for update in page.updates} == {receipt.remote_ref}
    assert {update.stage for update in page.updates} == set(Stage)
    national = shipped(PowerAdapter)
    passed = [
        update
        for update in page.updates
        if national.find(update.status_code, update.stage) is HandlingStatus.PASSED
    ]
    assert [update.opinion for update in passed if update.stage is Stage.REVIEW] == [Opinion.AGREE]
    assert [update.status_code for update in passed if update.stage is Stage.HOOKUP] == ["YSD"]
    assert all(update.handler for update in page.updates)
    assert any(update.documents for update in page.updates)
    assert len(await both.control.effects("power", "scheme_taken")) == 1


async def test_a_resend_under_its_message_id_is_one_submission(both: Side) -> None:
    first, again = await both.pushed(), await both.pushed()
    assert first == again == await both.adapter.find_by_key(KEY)
    assert len(await both.control.effects("power", "scheme_taken")) == 1


async def test_a_newer_version_changes_what_they_hold_and_an_older_one_is_refused(both: Side) -> None:
    first = await both.pushed()
    newer = await both.pushed(f"{KEY}/2", version=2)
    assert newer.remote_ref == first.remote_ref
    requests = (await both.control.ledger("power"))["requests"]["power"]
    assert (requests["createSupplyScheme"], requests["changeSupplyScheme"]) == (1, 1)
    with pytest.raises(RejectedError) as raised:
        await both.pushed("another")
    assert raised.value.message.id == "iec-version-superseded"


async def test_a_version_whose_first_was_never_sent_is_taken_as_a_change(both: Side) -> None:
    assert (await both.pushed(f"{KEY}/2", version=2)).remote_ref


async def test_a_message_id_reused_with_another_scheme_is_refused(both: Side) -> None:
    await both.pushed()
    with pytest.raises(RejectedError) as raised:
        await both.pushed(project=scheme().to_store()["project"] | {"name": "另一个项目"})
    assert raised.value.message.id == "iec-message-id-reused"


async def test_a_district_they_do_not_serve_is_told_at_its_field_with_those_they_do(both: Side) -> None:
    with pytest.raises(RejectedError) as raised:
        await both.pushed(project=scheme().to_store()["project"] | {"area_code": "511723"})
    (fault,) = raised.value.faults
    assert (fault.field, fault.allowed) == ("project.area_code", ("511702",))
    assert raised.value.message.id == "iec-scheme-refused"
    assert await both.adapter.find_by_key(KEY) is None


async def test_a_withdrawal_cancels_is_found_and_final(both: Side) -> None:
    receipt = await both.pushed()
    told = await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}/w")
    assert told.remote_ref == receipt.remote_ref
    assert await both.adapter.find_by_key(f"{KEY}/w") == told
    with pytest.raises(RejectedError) as raised:
        await both.pushed(f"{KEY}/2", version=2)
    assert raised.value.message.id == "iec-scheme-withdrawn"
    withdrawn = [update.status_code for update in (await both.all_updates()).updates]
    assert withdrawn[-1] == "YCH"


async def test_another_secret_is_refused_and_says_so(both: Side) -> None:
    stranger = both.connected(secret="not the secret that was agreed on")
    with pytest.raises(AuthError) as raised:
        await stranger.ping()
    assert raised.value.message.id == "iec-credentials"
    await stranger.aclose()


FAULTS: list[tuple[str, dict[str, Any], type[CounterpartError]]] = [
    ("status", {"status": 503, "retry_after": "9"}, TransientError),
    ("status", {"status": 429}, TransientError),
    ("status", {"status": 500, "effect": True}, UnknownOutcome),
    ("proxy_status", {"status": 502}, UnknownOutcome),
    ("proxy_status", {"status": 503}, TransientError),
    ("unauthorized", {}, AuthError),
    ("login_page", {}, ContractError),
    ("wrong_shape", {"effect": True}, ContractError),
    ("hostile_xml", {}, ContractError),
    ("partial_reply", {}, ContractError),
    ("timeout_before", {}, UnknownOutcome),
    ("timeout_after", {}, UnknownOutcome),
    ("cut_reply", {"effect": True}, UnknownOutcome),
    ("refuse_connection", {}, TransientError),
]


@pytest.mark.parametrize(
    ("kind", "more", "error"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
async def test_a_misbehaving_company_is_met_with_the_right_error_and_asked_by_key(
    kind: str, more: dict[str, Any], error: type[CounterpartError]
) -> None:
    async with side(judged=False, read_s=0.3) as both:
        await both.control.fault("power", kind, **more)
        with pytest.raises(error):
            await both.pushed()
        await both.control.clear()
        carried_out = len(await both.control.effects("power", "scheme_taken"))
        found = await both.adapter.find_by_key(KEY)
        assert (found is not None) == bool(carried_out)
        assert await both.pushed() == (found or await both.adapter.find_by_key(KEY))
        assert len(await both.control.effects("power", "scheme_taken")) == 1


async def test_a_busy_company_says_in_a_reply_of_http_200_when_to_come_again() -> None:
    async with side(judged=False) as both:
        await both.control.fault("power", "status", status=503, retry_after="9")
        with pytest.raises(TransientError) as raised:
            await both.pushed()
        assert (raised.value.message.id, raised.value.retry_after) == ("iec-busy", 9.0)
        assert not raised.value.throttled


@pytest.mark.parametrize("kind", ["hostile_xml", "login_page", "wrong_shape"])
async def test_a_page_of_events_that_is_not_the_wires_is_refused(kind: str) -> None:
    async with side(judged=False) as both:
        await both.control.fault("power", kind)
        with pytest.raises(ContractError):
            await both.adapter.fetch_updates(None)


async def test_a_window_that_is_only_partly_answered_is_asked_for_again() -> None:
    async with side(judged=False) as both:
        await both.pushed()
        await both.control.fault("power", "partial_reply", times=1)
        with pytest.raises(TransientError) as raised:
            await both.adapter.fetch_updates(None)
        assert raised.value.message.id == "iec-partial-reading"
        assert (await both.all_updates()).updates


async def test_an_event_recorded_late_is_found_by_the_overlap(both: Side) -> None:
    await both.pushed()
    await both.control.advance(3)
    await both.control.fault("power", "late_events")
    early = await both.all_updates()
    await both.control.clear()
    found = await both.all_updates(early.cursor)
    narrow = both.connected(overlap_hours=0)
    missed = await narrow.fetch_updates(early.cursor)
    await narrow.aclose()
    late = {update.event_id for update in found.updates} - {update.event_id for update in early.updates}
    assert late
    assert late.isdisjoint(update.event_id for update in missed.updates)


async def test_repeated_and_disordered_events_are_the_same_events(both: Side) -> None:
    await both.pushed()
    await both.control.advance(4)
    right = await both.all_updates()
    await both.control.fault("power", "duplicate_events", operation="getHandlingEvents")
    twice = await both.all_updates()
    await both.control.clear()
    await both.control.fault("power", "out_of_order_events", operation="getHandlingEvents")
    backwards = await both.all_updates()
    assert len(twice.updates) == 2 * len(right.updates) > 0
    for other in (twice, backwards):
        assert {update.event_id: update for update in other.updates} == {
            update.event_id: update for update in right.updates
        }


async def test_a_code_that_nobody_mapped_keeps_the_event_without_a_national_status(both: Side) -> None:
    await both.pushed()
    await both.control.fault("power", "unknown_status")
    (update,) = (await both.all_updates()).updates
    assert (update.status, update.status_code) == (None, "WZDM99")
    assert shipped(PowerAdapter).find("WZDM99", update.stage) is None
    assert update.status_text


async def test_an_upload_that_is_cut_again_and_again_arrives_whole(drawing: DocumentFile) -> None:
    async with side(judged=False) as both:
        receipt = await both.pushed(documents=DOCUMENTS)
        await both.control.fault(
            "power", "cut_upload", operation="uploadDocument", after_bytes=50_000, times=3
        )
        for _ in range(3):
            with pytest.raises(UnknownOutcome):
                await both.adapter.send_document(receipt.remote_ref, drawing)
        await both.adapter.send_document(receipt.remote_ref, drawing)
        (completed,) = await both.control.effects("power", "document_completed")
        assert completed["facts"]["size_bytes"] == len(DRAWING)


async def test_a_document_that_was_never_announced_is_refused(both: Side, drawing: DocumentFile) -> None:
    receipt = await both.pushed()
    with pytest.raises(RejectedError):
        await both.adapter.send_document(receipt.remote_ref, drawing)


async def test_no_record_of_an_exchange_shows_a_person_or_a_secret(both: Side) -> None:
    with recording() as exchanges:
        await both.pushed()
        with pytest.raises(RejectedError):
            await both.pushed("another", project=scheme().to_store()["project"] | {"area_code": "511723"})
        await both.all_updates()
    kept = "".join(exchange.model_dump_json() for exchange in exchanges)
    handler = (await both.all_updates()).updates[0].handler
    assert handler is not None
    assert len(exchanges) >= 3
    for hidden in (
        "李明",
        "13800000000",
        both.address["token"],
        handler.get_secret_value(),
    ):
        assert hidden not in kept
    assert "朝阳片区安置房一期" in kept

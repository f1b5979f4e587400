"""The gateway adapter against a stand-in company over real connections, well behaved and otherwise."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

import sandbox
from adapters.contract import DocumentFile, Page, Receipt, Unreadable
from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import SeamLimits, Wiring
from adapters.water.adapter import WaterAdapter
from models.application import LinkedApplication
from models.documents import DocumentRef
from models.events import Update
from models.scheme import Scheme, Withdrawal
from models.stage import Opinion, Stage
from models.status import HandlingStatus
from tests.adapters.support import NOON, Request, answer, company, raw_server
from tests.models.builders import WATER, a_scheme
from tests.sandbox.clients import Control

DRAWING = b"%PDF-1.7\n" + bytes(range(256)) * 1000
DIGEST = hashlib.sha256(DRAWING).hexdigest()
REF = DocumentRef(sha256=DIGEST, name="总平面图.pdf", media_type="application/pdf", size_bytes=len(DRAWING))
CITY: dict[str, Any] = {
    "projects": 0,
    "revised": 0,
    "withdrawn": 0,
    "failures": {},
    "counterparts": [{"id": "water", "role": "utility", "kind": "water", "districts": ["511702"]}],
}
KEY = "water-tc/FA-511702-2026-0007/1"


class Side:
    """Both ends: the adapter, and the stand-in's control port."""

    def __init__(self, http: httpx.AsyncClient, announced: dict[str, Any], **limits: Any) -> None:
        self.control = Control(http, announced["control"])
        address = announced["counterparts"]["water"]
        settings = {
            "base_url": address["base_url"],
            "token": address["token"],
            "webhook_secrets": [address["webhook_secret"]],
            "part_bytes": 64 << 10,
            "page_size": 3,
        }
        self.adapter = WaterAdapter.connect(company(), settings, Wiring(SeamLimits(**limits)))

    async def pushed(self, **changes: Any) -> Receipt:
        return await self.adapter.push_scheme(scheme(**changes), key=KEY)

    async def all_updates(self) -> Page:
        """Every page, as one."""
        updates: list[Update] = []
        unreadable: list[Unreadable] = []
        page = Page(updates=(), cursor=None, more=True)
        while page.more:
            page = await self.adapter.fetch_updates(page.cursor)
            updates += page.updates
            unreadable += page.unreadable
        return Page(updates=tuple(updates), unreadable=tuple(unreadable), cursor=page.cursor)


def scheme(**changes: Any) -> Scheme:
    documents = changes.pop("documents", [REF.model_dump()])
    return a_scheme(demands=[WATER], documents=documents, **changes)


@asynccontextmanager
async def side(**limits: Any) -> AsyncIterator[Side]:
    async with sandbox.running(CITY) as announced, httpx.AsyncClient(trust_env=False) as http:
        both = Side(http, announced, **limits)
        try:
            yield both
        finally:
            await both.adapter.aclose()


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
    receipt = await both.pushed()
    await both.adapter.send_document(receipt.remote_ref, drawing)
    await both.adapter.send_document(receipt.remote_ref, drawing)
    for _ in range(60):
        await both.control.advance()
    page = await both.all_updates()
    assert page.unreadable == ()
    assert {update.remote_ref for update in page.updates} == {receipt.remote_ref}
    assert {update.stage for update in page.updates} == set(Stage)
    concluded = [update for update in page.updates if update.status is HandlingStatus.PASSED]
    assert [update.opinion for update in concluded if update.stage is Stage.REVIEW] == [Opinion.AGREE]
    assert all(update.handler for update in page.updates)
    assert len(await both.control.effects("water", "scheme_taken")) == 1


async def test_a_resend_is_one_submission_and_another_version_another(both: Side) -> None:
    first, again = await both.pushed(), await both.pushed()
    assert first == again
    newer = await both.adapter.push_scheme(scheme(version=2), key=f"{KEY}/2")
    assert newer.remote_ref == first.remote_ref
    with pytest.raises(RejectedError) as raised:
        await both.adapter.push_scheme(scheme(version=2, documents=[]), key=f"{KEY}/2")
    assert raised.value.message.id == "gateway-key-reused"
    with pytest.raises(RejectedError) as raised:
        await both.adapter.push_scheme(scheme(), key="other")
    assert raised.value.message.id == "gateway-version-superseded"


async def test_a_diameter_they_do_not_lay_is_told_with_those_they_do(both: Side) -> None:
    with pytest.raises(RejectedError) as raised:
        await both.adapter.push_scheme(a_scheme(demands=[WATER | {"pipe_dn_mm": 175}]), key=KEY)
    (fault,) = raised.value.faults
    assert fault.field == "demands.0.pipe_dn_mm"
    assert "200" in fault.allowed


async def test_a_withdrawal_is_told_found_and_final(both: Side) -> None:
    receipt = await both.pushed()
    withdrawal = Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=NOON)
    told = await both.adapter.withdraw_scheme(withdrawal, receipt.remote_ref, key=f"{KEY}/w")
    assert await both.adapter.find_by_key(f"{KEY}/w") == told
    with pytest.raises(RejectedError) as raised:
        await both.adapter.push_scheme(scheme(version=2), key=f"{KEY}/2")
    assert raised.value.message.id == "gateway-scheme-withdrawn"


async def test_an_unknown_key_and_a_known_one_are_told_apart(both: Side) -> None:
    assert await both.adapter.find_by_key(KEY) is None
    assert await both.pushed() == await both.adapter.find_by_key(KEY)


FAULTS: list[tuple[str, dict[str, Any], type[CounterpartError]]] = [
    ("status", {"status": 503, "retry_after": "9"}, TransientError),
    ("status", {"status": 429}, TransientError),
    ("status", {"status": 500, "effect": True}, UnknownOutcome),
    ("proxy_status", {"status": 502}, UnknownOutcome),
    ("proxy_status", {"status": 504, "effect": True}, UnknownOutcome),
    ("unauthorized", {}, AuthError),
    ("login_page", {}, ContractError),
    ("wrong_shape", {"effect": True}, ContractError),
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
    async with side(read_s=0.3) as both:
        await both.control.fault("water", kind, **more)
        with pytest.raises(CounterpartError) as raised:
            await both.pushed()
        assert type(raised.value) is error or (
            kind == "refuse_connection" and isinstance(raised.value, error)
        )
        await both.control.clear()
        carried_out = len(await both.control.effects("water", "scheme_taken"))
        found = await both.adapter.find_by_key(KEY)
        assert (found is not None) == bool(carried_out)
        assert await both.pushed() == (found or await both.adapter.find_by_key(KEY))
        assert len(await both.control.effects("water", "scheme_taken")) == 1


async def test_an_upload_that_is_cut_again_and_again_arrives_whole(both: Side, drawing: DocumentFile) -> None:
    receipt = await both.pushed()
    await both.control.fault("water", "cut_upload", operation="uploadDocument", after_bytes=50_000, times=3)
    for _ in range(3):
        with pytest.raises(UnknownOutcome):
            await both.adapter.send_document(receipt.remote_ref, drawing)
    await both.adapter.send_document(receipt.remote_ref, drawing)
    assert len(await both.control.effects("water", "document_completed")) == 1


async def test_bytes_that_are_not_those_announced_are_refused(both: Side, drawing: DocumentFile) -> None:
    receipt = await both.pushed()
    drawing.path.write_bytes(b"%PDF-9.9" + DRAWING[8:])
    with pytest.raises(RejectedError) as raised:
        await both.adapter.send_document(receipt.remote_ref, drawing)
    assert raised.value.message.id == "gateway-digest-mismatch"


async def test_repeated_and_unheard_of_events_are_told_by_id_and_kept_apart(both: Side) -> None:
    await both.pushed(documents=[])
    await both.control.advance(3)
    plain = await both.all_updates()
    await both.control.fault("water", "duplicate_events", times=1)
    doubled = await both.adapter.fetch_updates(None)
    assert len(doubled.updates) == 2 * len({update.event_id for update in doubled.updates})
    await both.control.clear()
    await both.control.fault("water", "unknown_status", times=1)
    odd = await both.adapter.fetch_updates(None)
    assert odd.updates == ()
    assert [item.event_id for item in odd.unreadable] == [update.event_id for update in plain.updates[:3]]


async def test_a_callback_that_they_signed_is_an_event_of_their_feed(both: Side) -> None:
    messages: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def take(request: Request, writer: asyncio.StreamWriter) -> None:
        body = await request.read(int(request.headers["content-length"]))
        messages.put_nowait((dict(request.headers), body))
        writer.write(answer(204))

    async with raw_server(take) as door:
        assert (
            await both.control.ask("POST", "callbacks", counterpart="water", url=f"{door.url}/in")
        ).is_success
        await both.pushed(documents=[])
        await both.control.advance(1)
        headers, body = await messages.get()
        page = both.adapter.read_callback(headers, body)
        assert page.updates[0] in (await both.all_updates()).updates
        with pytest.raises(AuthError):
            both.adapter.read_callback(headers, body + b" ")
        assert (await both.control.ask("POST", "callbacks", counterpart="water", url=None)).is_success


async def test_a_scheme_is_read_back_by_its_reference_where_its_key_is_forgotten(both: Side) -> None:
    receipt = await both.pushed()
    reference, number = receipt.remote_ref, scheme().scheme_id

    async def read_back(version: int, ref: str | None = reference, *, withdrawn: bool = False) -> bool:
        found = await both.adapter.find_scheme(number, version, remote_ref=ref, withdrawn=withdrawn)
        return found is not None

    assert await read_back(1)
    assert not await read_back(2)
    assert not await read_back(1, withdrawn=True)
    with pytest.raises(UnknownOutcome):
        await read_back(1, None)
    with pytest.raises(CounterpartError):
        await read_back(1, "TCSW-2026-999999")
    withdrawal = Withdrawal(scheme_id=number, reason="", withdrawn_at=NOON)
    await both.adapter.withdraw_scheme(withdrawal, reference, key=f"{KEY}:withdrawal")
    assert await read_back(1, withdrawn=True)


async def test_an_application_is_taken_once_and_found_by_its_key(both: Side) -> None:
    receipt = await both.adapter.push_scheme(scheme(documents=[]), key=KEY)
    form = LinkedApplication.model_validate(
        {
            "scheme_id": scheme().scheme_id,
            "applicant": "朝阳建设开发公司",
            "contact_name": "李明",
            "contact_phone": "13800000000",
            "wanted_on": "2026-09-01",
            "submitted_at": NOON,
        }
    )
    taken = await both.adapter.submit_application(form, receipt.remote_ref, key="apply-1")
    assert taken.remote_ref == receipt.remote_ref
    assert await both.adapter.submit_application(form, receipt.remote_ref, key="apply-1") == taken
    assert (await both.adapter.find_by_key("apply-1")) == taken
    assert len(await both.control.effects("water", "application_taken")) == 1
    with pytest.raises(RejectedError):
        await both.adapter.submit_application(form, "nobody", key="apply-2")

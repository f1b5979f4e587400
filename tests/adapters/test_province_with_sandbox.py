"""The province's adapter against a stand-in province over real connections."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx
import pytest

import sandbox
from adapters.contract import Authority
from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import SeamLimits, Wiring
from adapters.provincial.gateway import ProvinceGateway
from models.records import EventRecord, MatterRecord, ProjectRecord
from models.scheme import Scheme, SchemeChange
from tests.adapters.province import NAME, SETTINGS, event_record, matter_record, project_record
from tests.sandbox.clients import Control

CITY: dict[str, Any] = {
    "projects": 6,
    "revised": 1,
    "withdrawn": 1,
    "push_days": 1,
    "failures": {},
    "counterparts": [{"id": "province", "role": "province"}],
}
PROJECT, MATTER, EVENT = "511702202603020001", "511702-2026-0007-GS-SC", "dz-e-1"


class Side:
    """Both ends: the adapter, and the stand-in's control port."""

    def __init__(self, http: httpx.AsyncClient, announced: dict[str, Any], **limits: Any) -> None:
        self.control = Control(http, announced["control"])
        address = announced["counterparts"]["province"]
        settings = (
            SETTINGS | {name: address[name] for name in ("base_url", "paasid", "token")} | {"page_size": 4}
        )
        self.adapter = ProvinceGateway.connect(
            Authority(id="province", name=NAME), settings, Wiring(SeamLimits(**limits))
        )

    async def all_changes(self) -> list[SchemeChange]:
        changes: list[SchemeChange] = []
        cursor, more = None, True
        while more:
            page = await self.adapter.fetch_schemes(cursor)
            assert page.unreadable == ()
            changes += page.changes
            cursor, more = page.cursor, page.more
        return changes

    async def document(self, sha256: str, offset: int = 0) -> bytes:
        async with aclosing(self.adapter.fetch_document(sha256, offset=offset)) as chunks:  # type: ignore[type-var]
            return b"".join([chunk async for chunk in chunks])


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


def project(key: str = "dz-p-1", **changes: Any) -> ProjectRecord:
    return project_record(key, **changes)


def matter(key: str = "dz-c-1", **changes: Any) -> MatterRecord:
    return matter_record(key, engineering_code=PROJECT, **changes)


def event(key: str = EVENT, **changes: Any) -> EventRecord:
    return event_record(key, engineering_code=PROJECT, **changes)


async def test_every_scheme_of_the_joint_review_is_read_page_by_page(both: Side) -> None:
    await both.control.advance(30)
    changes = await both.all_changes()
    schemes = [change for change in changes if isinstance(change, Scheme)]
    assert len({scheme.scheme_id for scheme in schemes}) == 6
    assert max(scheme.version for scheme in schemes) == 2
    assert len(changes) - len(schemes) == 1
    assert await both.all_changes() == changes


async def test_a_document_is_fetched_whole_and_from_a_cut(both: Side) -> None:
    await both.control.advance(1)
    ref = next(c for c in await both.all_changes() if isinstance(c, Scheme) and c.documents).documents[0]
    whole = await both.document(ref.sha256)
    assert hashlib.sha256(whole).hexdigest() == ref.sha256
    assert await both.document(ref.sha256, 100) == whole[100:]
    with pytest.raises(RejectedError):
        await both.document("0" * 64)


async def test_a_document_whose_stream_is_cut_is_fetched_on(both: Side) -> None:
    await both.control.advance(1)
    ref = next(c for c in await both.all_changes() if isinstance(c, Scheme) and c.documents).documents[0]
    await both.control.fault("province", "cut_reply", after_bytes=300, times=1)
    got = b""
    with pytest.raises(TransientError):  # noqa: PT012 - the cut comes while the chunks are taken
        async for chunk in both.adapter.fetch_document(ref.sha256):
            got += chunk
    assert 0 < len(got) < ref.size_bytes
    got += await both.document(ref.sha256, len(got))
    assert hashlib.sha256(got).hexdigest() == ref.sha256


async def test_parents_then_children_are_taken_with_their_serial_numbers(both: Side) -> None:
    for record in (project(), matter(), event()):
        (answer,) = await both.adapter.record([record])
        assert (answer.key, answer.taken, answer.message) == (record.key, True, None)
        assert answer.serial
        assert await both.adapter.find(record.record, [record.key, "unknown"]) == (answer,)
        assert await both.adapter.record([record]) == (answer,)
    assert len(await both.control.effects("province", "row_taken")) == 3


async def test_a_child_before_its_parent_is_refused_and_its_neighbour_taken(both: Side) -> None:
    await both.adapter.record([project()])
    orphan, child = await both.adapter.record(
        [matter_record("dz-c-9", engineering_code="GC-NONE", matter="M-9"), matter()]
    )
    assert (orphan.taken, child.taken) == (False, True)
    assert [fault.message.id for fault in orphan.faults] == ["province-fault-unknown-parent"]


async def test_a_correction_is_an_invalid_copy_and_a_fresh_row(both: Side) -> None:
    await both.adapter.record([project()])
    (refused,) = await both.adapter.record([project("dz-p-2", area_code="511703")])
    assert [fault.message.id for fault in refused.faults] == ["province-fault-already-held"]
    copy, fresh = await both.adapter.record(
        [
            project("dz-p-1-x", valid=False, invalid_reason="区划有误"),
            project("dz-p-2", area_code="511703"),
        ]
    )
    assert (copy.taken, fresh.taken) == (True, True)


async def test_a_key_with_other_content_is_refused(both: Side) -> None:
    await both.adapter.record([project()])
    (refused,) = await both.adapter.record([project(area_code="511703")])
    assert [fault.message.id for fault in refused.faults] == ["province-fault-key-reused"]


async def test_a_telephone_number_they_refuse_is_told_by_field_and_not_by_number(both: Side) -> None:
    await both.adapter.record([project()])
    (refused,) = await both.adapter.record([matter(contact_phone="8188234567")])
    assert [fault.field for fault in refused.faults] == ["contact_phone"]
    assert "8188234567" not in refused.model_dump_json()


@pytest.mark.parametrize(
    ("kind", "more", "error"),
    [
        ("status", {"status": 503}, TransientError),
        ("status", {"status": 429}, TransientError),
        ("unauthorized", {}, AuthError),
        ("proxy_status", {"status": 502, "effect": True}, UnknownOutcome),
        ("proxy_status", {"status": 503}, UnknownOutcome),
        ("login_page", {}, ContractError),
        ("wrong_shape", {"effect": True}, ContractError),
        ("timeout_before", {}, UnknownOutcome),
        ("timeout_after", {}, UnknownOutcome),
        ("cut_reply", {"effect": True}, UnknownOutcome),
        ("refuse_connection", {}, TransientError),
    ],
)
async def test_a_misbehaving_province_is_met_with_the_right_error_and_asked_by_key(
    kind: str, more: dict[str, Any], error: type[CounterpartError]
) -> None:
    async with side(read_s=0.3) as both:
        await both.control.fault("province", kind, **more)
        with pytest.raises(error):
            await both.adapter.record([project()])
        await both.control.clear()
        carried_out = len(await both.control.effects("province", "row_taken"))
        assert len(await both.adapter.find("project", ["dz-p-1"])) == carried_out
        (answer,) = await both.adapter.record([project()])
        assert answer.taken
        assert len(await both.control.effects("province", "row_taken")) == 1


async def test_wrong_credentials_pause_and_do_not_retry() -> None:
    async with sandbox.running(CITY) as announced:
        settings = SETTINGS | {"base_url": announced["counterparts"]["province"]["base_url"]}
        adapter = ProvinceGateway.connect(Authority(id="province", name=NAME), settings, Wiring())
        with pytest.raises(AuthError):
            await adapter.ping()
        await adapter.aclose()

"""What was recorded at the province is read back as the adapter would write it, over either wire."""

from datetime import UTC, datetime

import pytest

from adapters.contract import MirrorAdapter
from adapters.holdings import Holding
from models.records import EventRecord, Record, RecordType
from tests.adapters.province import project_record
from tests.adapters.provincial_exchange.support import exchange_of, happening, matter
from tests.adapters.test_province_with_sandbox import event, project, side
from tests.adapters.test_province_with_sandbox import matter as a_matter

TYPES: tuple[RecordType, ...] = ("project", "matter", "event")


async def held(
    adapter: MirrorAdapter, record_type: RecordType, since: datetime | None = None
) -> list[Holding]:
    found: list[Holding] = []
    cursor, more = None, True
    while more:
        page = await adapter.holdings(record_type, cursor, since=since)
        found += page.holdings
        cursor, more = page.cursor, page.more
    return found


async def test_the_gateway_gives_back_what_was_written() -> None:
    async with side() as both:
        records: list[Record] = [project(), a_matter(), event()]
        for record in records:
            await both.adapter.record([record])
        for record in records:
            (holding,) = await held(both.adapter, record.record)
            assert holding.content == both.adapter.content_of(record)
            assert (holding.key, holding.standing, holding.pending) == (record.key, True, False)
            assert holding.at is not None


async def test_the_gateway_gives_back_only_what_changed_since() -> None:
    async with side() as both:
        await both.adapter.record([project()])
        assert await held(both.adapter, "project", datetime(2026, 1, 1, tzinfo=UTC))
        assert await held(both.adapter, "project", datetime(2036, 1, 1, tzinfo=UTC)) == []


async def test_a_retired_row_does_not_stand_and_neither_does_the_copy_that_retired_it() -> None:
    async with side() as both:
        for record in (project(), a_matter(), event()):
            await both.adapter.record([record])
        copy = event("dz-e-1-copy", valid=False, invalid_reason="更正")
        await both.adapter.record([copy])
        await both.adapter.record([event("dz-e-2", opinion_text="同意")])
        standing = {holding.key: holding.standing for holding in await held(both.adapter, "event")}
        assert standing == {event().key: False, "dz-e-1-copy": False, "dz-e-2": True}


async def test_an_event_read_back_is_enough_to_take_it_back() -> None:
    async with side() as both:
        for record in (project(), a_matter(), event()):
            await both.adapter.record([record])
        (holding,) = await held(both.adapter, "event")
        assert isinstance(holding.record, EventRecord)
        copy = holding.record.model_copy(update={"key": "x", "valid": False, "invalid_reason": "重复"})
        (answer,) = await both.adapter.record([copy])
        assert answer.taken
        assert not any(each.standing for each in await held(both.adapter, "event"))


@pytest.mark.parametrize("gate", ["accepted", "checked"])
async def test_the_exchange_database_gives_back_what_was_written(tmp_path: object, gate: str) -> None:
    both = await exchange_of(f"sqlite:///{tmp_path}/exchange.db", gate=gate)
    try:
        for record in (project_record(), matter(), happening()):
            await both.adapter.record([record])
            (new,) = await held(both.adapter, record.record)
            assert (new.pending, new.standing) == (True, True)
            await both.accept()
            (holding,) = await held(both.adapter, record.record)
            assert holding.content == both.adapter.content_of(record)
            assert (holding.key, holding.pending, holding.standing) == (record.key, False, True)
        await both.adapter.record([happening("dz-e-1-copy", valid=False, invalid_reason="更正")])
        await both.accept()
        assert [each.standing for each in await held(both.adapter, "event")] == [False, False]
    finally:
        await both.aclose()


async def test_a_row_written_anew_after_a_failed_check_is_one_record(tmp_path: object) -> None:
    both = await exchange_of(f"sqlite:///{tmp_path}/exchange.db")
    try:
        await both.adapter.record([matter()])
        await both.job.run()
        await both.adapter.record([project_record()])
        await both.accept()
        await both.adapter.record([matter()])
        await both.accept()
        states = [(each.key, each.standing, each.pending) for each in await held(both.adapter, "matter")]
        assert states == [("dz-c-1", False, False), ("dz-c-1", True, False)]
    finally:
        await both.aclose()

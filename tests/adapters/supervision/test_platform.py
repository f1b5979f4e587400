"""What is peculiar to the supervision platform's wire."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

import sandbox
from adapters.contract import Authority
from adapters.errors import AuthError
from adapters.http import Wiring, without_waiting
from adapters.kit import records, samples
from adapters.registry import connect_authority
from adapters.supervision.adapter import SupervisionPlatform
from models.records import Record
from tests.adapters.supervision.test_kit import platform
from tests.adapters.wires import unlike
from tests.sandbox.clients import Control

WIRE = "supervision"
SHAPES = {"matter": "MatterRow", "event": "EventRow", "colour": "ColourRow"}
CITY = {"projects": 0, "failures": {}, "counterparts": [{"id": WIRE, "role": "supervision"}]}
NAME = "达州市项目信息化监管平台"


@dataclass
class Side:
    adapter: SupervisionPlatform
    control: Control
    settings: dict[str, Any]

    async def send(self, *wanted: Record) -> list[tuple[bool, str | None]]:
        return [(each.taken, each.serial) for each in await self.adapter.record(wanted)]


@pytest.fixture
async def side() -> AsyncIterator[Side]:
    async with running() as ready:
        yield ready


@asynccontextmanager
async def running() -> AsyncIterator[Side]:
    async with sandbox.running(CITY) as announced, httpx.AsyncClient(trust_env=False) as http:
        settings = platform(announced["counterparts"][WIRE])
        adapter = connect_authority(WIRE, Authority(id=WIRE, name=NAME), settings)
        assert isinstance(adapter, SupervisionPlatform)
        with without_waiting():
            yield Side(adapter, Control(http, announced["control"]), settings)
        await adapter.aclose()


class Platform:
    """Answers every call with `answer`, and keeps what it was asked."""

    def __init__(self, answer: Any) -> None:
        self.asked: list[httpx.Request] = []
        self.answer = answer
        settings = {
            "base_url": "http://s.test/supervision/v1",
            "key_id": "city",
            "secret": "0123456789abcdef",
        }
        wiring = Wiring(transport=httpx.MockTransport(self._answer))
        self.adapter = SupervisionPlatform.connect(Authority(id=WIRE, name=NAME), settings, wiring)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(200, json=self.answer)


def colour(key: str, hours: int) -> Record:
    (record,) = (each for each in records.one_of_each({"colour"}))
    return record.model_copy(update={"key": key, "as_of": record.as_of + timedelta(hours=hours)})  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "record", records.one_of_each(SupervisionPlatform.takes), ids=lambda each: each.record
)
async def test_what_is_sent_is_as_the_wire_document_says_and_names_nobody(record: Record) -> None:
    there = Platform({"results": []})
    assert await there.adapter.record([record]) == ()
    sent = json.loads(there.asked[0].content)
    assert sent["kind"] == record.record
    assert unlike(WIRE, SHAPES[record.record], sent["rows"][0]) == []
    text = there.asked[0].content.decode()
    assert not any(name in text for name in (samples.CONTACT_NAME, samples.CONTACT_PHONE, records.HANDLER))


async def test_a_row_that_is_named_twice_or_not_at_all_is_of_unknown_outcome() -> None:
    twice = [{"key": "e-kit-1", "outcome": "created", "sequence": number} for number in (1, 2)]
    there = Platform({"results": [*twice, {"key": "somebody-elses", "outcome": "created", "sequence": 3}]})
    assert await there.adapter.record([records.event(1), records.event(2)]) == ()


async def test_a_row_left_out_of_a_partial_reply_is_found_by_its_key(side: Side) -> None:
    await side.send(records.matter())
    await side.control.fault(WIRE, "partial_reply", operation="upsert")
    (first,) = await side.adapter.record([records.event(1), records.event(2)])
    assert first.key == "e-kit-1"
    (found,) = await side.adapter.find("event", ["e-kit-2"])
    assert (found.taken, found.serial) == (True, "3")


async def test_a_colour_takes_the_place_of_an_older_one_and_one_that_comes_late_changes_nothing(
    side: Side,
) -> None:
    await side.send(records.matter())
    assert await side.send(colour("c-1", 1)) == [(True, "2")]
    assert await side.send(colour("c-3", 3)) == [(True, "3")]
    assert await side.send(colour("c-2", 2)) == [(True, None)]
    page = await side.adapter.holdings("colour", None, since=None)
    assert [(each.key, each.standing) for each in page.holdings] == [("c-1", False), ("c-3", True)]


async def test_what_is_held_reads_back_as_what_was_sent(side: Side) -> None:
    cursor = None
    for record in records.one_of_each(side.adapter.takes):
        await side.send(record)
        page = await side.adapter.holdings(record.record, None, since=None)
        (held,) = page.holdings
        assert (held.key, held.content, held.standing) == (
            record.key,
            side.adapter.content_of(record),
            True,
        )
        cursor = page.cursor
    last = await side.adapter.holdings("event", cursor, since=None)
    assert (last.holdings, last.more) == ((), False)


async def test_only_what_changed_since_is_read_when_asked_so(side: Side) -> None:
    await side.send(records.matter())
    (matter,) = (await side.adapter.holdings("matter", None, since=None)).holdings
    assert matter.at is not None
    later = matter.at + timedelta(seconds=1)
    assert (await side.adapter.holdings("matter", None, since=later)).holdings == ()
    assert len((await side.adapter.holdings("matter", None, since=matter.at)).holdings) == 1


async def test_a_conclusion_before_its_beginning_is_refused_with_the_field(side: Side) -> None:
    await side.send(records.matter())
    early = records.event(1).model_copy(update={"status": 11})
    (refused,) = await side.adapter.record([early])
    assert [(fault.field, fault.message.id) for fault in refused.faults] == [
        ("status", "supervision-fault-order")
    ]


async def test_another_secret_is_refused(side: Side) -> None:
    settings = side.settings | {"secret": "x" * 16}
    other = SupervisionPlatform.connect(Authority(id=WIRE, name=NAME), settings, Wiring())
    with pytest.raises(AuthError):
        await other.ping()
    await other.aclose()

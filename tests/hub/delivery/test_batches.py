"""Records to a mirror: in batches, answered and settled row by row."""

from pathlib import Path

import pytest

from adapters.contract import RecordAnswer
from adapters.errors import UnknownOutcome
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.messages import Message
from models.records import EventRecord, ProjectRecord, Record
from tests.hub.delivery.test_pump import WORDS, raising, scheme
from tests.hub.fakes import World, update, world
from tests.models.builders import a_scheme


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


async def test_records_leave_in_batches_and_are_settled_row_by_row(city: World) -> None:
    no = Message(id="record-refused")
    refused = "FA-511702-2026-0003"
    city.province.answer = lambda record: (
        RecordAnswer(key=record.key, taken=False, message=no)
        if isinstance(record, ProjectRecord) and record.project.engineering_code == refused
        else None
    )
    for number in range(1, 31):
        code = f"FA-511702-2026-{number:04}"
        body = a_scheme().project.to_store() | {"engineering_code": code}
        city.take(scheme(number, project=body))
    report = await city.pump()
    assert max(city.province.batches) > 1
    assert report.counts["province", "delivered"] == 29
    assert report.counts["province", "parked"] == 1


async def test_rows_that_a_cut_batch_left_unknown_are_asked_for_and_not_written_twice(
    city: World, clock: SettableClock
) -> None:
    city.province.after = raising(UnknownOutcome(WORDS))
    for number in range(1, 6):
        city.take(scheme(number, project=a_scheme().project.to_store() | {"engineering_code": f"GC{number}"}))
    await city.pump()
    written = list(city.province.order)
    clock.advance(34)
    await city.pump()
    assert city.province.order == written
    assert sum(city.province.batches) == 5


async def test_a_record_that_the_answer_does_not_name_is_asked_for(city: World, clock: SettableClock) -> None:
    class Silent:
        told = False

        def __call__(self, record: Record) -> RecordAnswer | None:
            if isinstance(record, EventRecord) and not self.told:
                self.told = True
                return RecordAnswer(key="somebody-else", taken=True)
            return None

    city.province.answer = Silent()
    city.take(scheme())
    await city.pump()
    city.hear(update(1, 1))
    await city.pump()
    assert not any(isinstance(record, EventRecord) for record in city.province.order)
    clock.advance(34)
    await city.pump()
    assert len([record for record in city.province.order if isinstance(record, EventRecord)]) == 1

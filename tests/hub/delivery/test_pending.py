"""A record that the mirror holds and has not judged: asked for again, never sent again, no failure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.contract import RecordAnswer
from adapters.errors import TransientError
from hub.delivery.outcomes import Judge, StillPending
from hub.settings import DeliverySettings
from hub.store import destinations, outbox
from hub.store.claims import Parked, Retry
from hub.store.clock import SettableClock
from hub.store.desk import open_items
from hub.store.engine import Store
from hub.store.outbox import Row, State
from models.messages import Message
from models.records import MatterRecord, ProjectRecord, Record, RecordType
from tests.hub.delivery.test_outcomes import NOW, WORDS, NoChance, claimed
from tests.hub.delivery.test_pump import scheme
from tests.hub.fakes import FakeMirror, World, update, world
from tests.models.builders import a_scheme

LANE = f"province/{a_scheme().project.engineering_code}"


class SlowMirror(FakeMirror):
    """Takes every row and judges none before it is told to."""

    pending_again_s = 30.0

    def __init__(self) -> None:
        super().__init__()
        self.verdicts: dict[str, RecordAnswer] = {}
        self.finds = 0
        self.answer = self._hold

    def _hold(self, record: Record) -> RecordAnswer:
        assert record.key not in self.rows, "sent twice"
        self._take(record)
        return RecordAnswer(key=record.key, taken=False, pending=True)

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        self.finds += 1
        self.before()
        return tuple(
            self.verdicts.get(key, RecordAnswer(key=key, taken=False, pending=True))
            for key in keys
            if key in self.rows
        )

    def accept_all(self) -> None:
        """Everything held is good."""
        self.verdicts = {key: RecordAnswer(key=key, taken=True, serial=f"L{key}") for key in self.rows}


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("tests.hub.fakes.FakeMirror", SlowMirror)
    return world(store, tmp_path)


@pytest.fixture
def mirror(city: World) -> SlowMirror:
    assert isinstance(city.province, SlowMirror)
    return city.province


def only_row(city: World, kind: str) -> Row:
    with city.store.read() as tx:
        found = outbox.latest_in_lane(tx, LANE, kind)
    assert found is not None
    return found


async def test_a_pending_record_is_neither_delivered_nor_failed_and_is_not_sent_twice(
    city: World, mirror: SlowMirror, clock: SettableClock
) -> None:
    city.take(scheme())
    report = await city.pump()
    assert report.counts["province", "retry"] == 1
    for _ in range(10):
        clock.advance(3600)
        await city.pump()
    assert len(mirror.order) == 1
    assert mirror.finds == 10
    with city.store.read() as tx:
        assert open_items(tx) == ()
        row = destinations.get(tx)["province"]
        assert (row.failures, row.opened_until) == ((), None)
    mirror.accept_all()
    clock.advance(7200)
    report = await city.pump()
    assert report.counts["province", "delivered"] == 1
    assert only_row(city, "record.project").serial == f"L{mirror.order[0].key}"


async def test_children_wait_until_their_parent_is_accepted(
    city: World, mirror: SlowMirror, clock: SettableClock
) -> None:
    city.take(scheme())
    await city.pump()
    city.hear(update(1, 1))
    clock.advance(40)
    await city.pump()
    assert [type(record) for record in mirror.order] == [ProjectRecord]
    mirror.accept_all()
    clock.advance(40)
    await city.pump()
    assert [type(record) for record in mirror.order] == [ProjectRecord, MatterRecord]


async def test_a_record_that_fails_its_check_later_becomes_a_desk_item(
    city: World, mirror: SlowMirror, clock: SettableClock
) -> None:
    city.take(scheme())
    await city.pump()
    no = Message(id="province-check-failed", params={"company": "省工改系统", "words": "GCHYFL 不在字典内"})
    mirror.verdicts = {key: RecordAnswer(key=key, taken=False, message=no) for key in mirror.rows}
    clock.advance(40)
    await city.pump()
    with city.store.read() as tx:
        (item,) = open_items(tx)
    assert item.message == no
    assert only_row(city, "record.project").state == State.ATTENTION


async def test_a_pending_answer_closes_a_breaker_that_was_probing(
    city: World, mirror: SlowMirror, clock: SettableClock
) -> None:
    with city.store.begin() as tx:
        destinations.save_breaker(tx, "province", failures=(), openings=1, opened_until=tx.now())
    clock.advance(1)
    city.take(scheme())
    await city.pump()
    with city.store.read() as tx:
        assert destinations.get(tx)["province"].openings == 0


@pytest.fixture
def judge() -> Judge:
    return Judge(DeliverySettings(), NoChance())


@pytest.mark.parametrize(("hours", "seconds"), [(0, 30), (0.05, 30), (1, 360), (10, 3600), (240, 3600)])
def test_the_longer_it_takes_the_less_often_it_is_asked_for(
    judge: Judge, hours: float, seconds: float
) -> None:
    verdict = judge.judge(StillPending(30), claimed(since=timedelta(hours=hours)), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.outcome.delay == timedelta(seconds=seconds)
    assert verdict.outcome.unsure
    assert (verdict.answered, verdict.counts_against) == (True, False)


def test_after_two_weeks_a_person_asks_and_a_retry_still_looks_first(judge: Judge) -> None:
    late = claimed(since=timedelta(days=15))
    verdict = judge.judge(StillPending(30), late, now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Parked)
    assert verdict.outcome.error.id == "record-pending-too-long"
    assert verdict.outcome.unsure


def test_a_blip_while_asking_does_not_end_the_wait(judge: Judge) -> None:
    waiting = replace(claimed(since=timedelta(days=4)), error_kind="pending")
    verdict = judge.judge(TransientError(WORDS), waiting, now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.outcome.kind == "pending"
    never_held = claimed(since=timedelta(days=4))
    assert isinstance(judge.judge(TransientError(WORDS), never_held, now=NOW, can_ask=True).outcome, Parked)

"""Order: whatever the order in which things arrive, the case ends right and its history is whole."""

import itertools
import random
from pathlib import Path

import pytest

from adapters.errors import UnknownOutcome
from hub.casework.names import document_key
from hub.liaison import retrying
from hub.people.person import operator
from hub.store import cases, desk, documents, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import State
from models.messages import Message
from models.records import EventRecord
from models.scheme import Withdrawal
from tests.hub.fakes import World, update, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import WATER as WATER_EAST
from tests.store.support import Worker, enqueue, message, parked

CASE = "FA-511702-2026-0007-water-a"
STORY = [update(1, 1.0), update(3, 2.0), update(8, 3.0), update(11, 4.0)]
"""Received, accepted, handling starts, concluded."""


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


async def told(city: World, order: tuple[int, ...]) -> None:
    city.take(a_scheme(demands=[WATER], documents=[]))
    await city.pump()
    for index in order:
        city.hear(STORY[index])
    await city.pump()


def recorded(city: World) -> list[int]:
    """The statuses at the province, in the order of what they say of when they happened."""
    events = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert [event.step for event in events] == list(range(1, len(events) + 1))
    return [int(event.status) for event in sorted(events, key=lambda each: each.occurred_at)]


async def test_accepted_before_received_ends_accepted_with_the_whole_history(city: World) -> None:
    await told(city, (1, 0))
    with city.store.read() as tx:
        case, history = cases.get(tx, CASE), cases.events(tx, CASE)
        assert desk.open_items(tx) == ()
    assert case is not None
    assert (case.stage, case.status) == ("review", 3)
    assert [(event.status, event.legal) for event in history] == [(3, True), (1, True)]
    assert recorded(city) == [1, 3]


ORDERS = [
    pytest.param(order, marks=() if number % 5 == 3 else pytest.mark.long)
    for number, order in enumerate(itertools.permutations(range(4)))
]


@pytest.mark.parametrize("order", ORDERS)
async def test_in_whatever_order_a_story_is_told_it_ends_the_same(
    sqlite_url: str, tmp_path: Path, order: tuple[int, ...]
) -> None:
    store = Store.open(sqlite_url)
    try:
        city = world(store, tmp_path)
        await told(city, order)
        with store.read() as tx:
            case = cases.get(tx, CASE)
            assert desk.open_items(tx) == ()
        assert case is not None
        assert (case.status, len(recorded(city))) == (11, 4)
        assert recorded(city) == [1, 3, 8, 11]
    finally:
        store.close()


def test_a_thousand_failures_tried_again_leave_in_the_order_they_came_without_what_is_superseded(
    store: Store, clock: SettableClock
) -> None:
    worker, numbers = Worker(store), list(range(1000))
    made = [
        message(f"water-east:FA-{number:04}:v1", scheme_id=f"FA-{number:04}", version=1) for number in numbers
    ]
    for start in range(0, 1000, 100):
        enqueue(store, *made[start : start + 100])
        clock.advance(60)
    chance = random.Random(4)
    while claimed := worker.claim():
        chance.shuffle(claimed)  # their failures come back in any order
        worker.settle(*((each, parked()) for each in claimed))
        clock.advance(1)
    superseded = set(chance.sample(numbers, 100))
    with store.begin() as tx:
        for number in superseded:
            outbox.supersede(
                tx,
                destination=WATER_EAST,
                scheme_id=f"FA-{number:04}",
                below_version=2,
                kinds=["scheme.push"],
                because=Message(id="delivery-superseded", params={"version": 2}),
            )
        items = [item.id for item in desk.open_items(tx, limit=2000)]
    assert len(items) == 900
    chance.shuffle(items)
    for start in range(0, len(items), 300):
        clock.advance(5)
        with store.begin() as tx:
            assert len(retrying.retry(tx, operator("wang"), items[start : start + 300]).retried) == 300
    leaving: list[str] = []
    while claimed := worker.claim():
        leaving += [each.key for each in claimed]
        worker.deliver(*claimed)
    assert leaving == [
        each.key for each, number in zip(made, numbers, strict=True) if number not in superseded
    ]


async def test_a_document_of_unknown_outcome_is_not_sent_for_a_scheme_that_was_taken_back(
    city: World, clock: SettableClock
) -> None:
    made = a_scheme(demands=[WATER])
    sha256 = made.documents[0].sha256
    with city.store.begin() as tx:
        documents.want(tx, made.documents, "joint-review")
        documents.mark_present(tx, sha256)
    city.take(made)

    def cut(what: str) -> None:
        if what == sha256:
            raise UnknownOutcome(Message(id="counterpart-no-answer"))

    city.water.before = cut
    await city.pump()
    city.take(Withdrawal(scheme_id=made.scheme_id, reason="", withdrawn_at=made.pushed_at))
    city.water.before = lambda what: None
    clock.advance(100)
    await city.pump()
    assert city.water.documents == {}
    assert city.water.withdrawn != []
    with city.store.read() as tx:
        row = outbox.by_key(tx, document_key("water-a", made.scheme_id, 1, sha256))
    assert row is not None
    assert row.state is State.SUPERSEDED

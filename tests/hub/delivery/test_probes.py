"""Several workers at one destination: who probes, and what a worker that was stopped may still do."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import AuthError
from hub import cycle
from hub.delivery.destinations import Destinations, note
from hub.delivery.outcomes import Sign
from hub.settings import DeliverySettings
from hub.store import destinations, outbox
from hub.store.claims import Claimed
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import State
from models.messages import Message
from tests.hub.fakes import World, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore

WORDS = Message(id="counterpart-busy")
SETTINGS = DeliverySettings()


def scheme(number: int) -> Any:
    return a_scheme(scheme_id=f"FA-511702-2026-{number:04}", demands=[WATER], documents=[])


@pytest.fixture
def city(sqlite_url: str, clock: SettableClock, tmp_path: Path, open_store: OpenStore) -> World:
    return world(open_store(sqlite_url, clock), tmp_path)


def open_breaker(store: Store, clock: SettableClock) -> None:
    with store.begin() as tx:
        note(tx, {"water-a": [Sign(counts_against=True)] * 5}, SETTINGS)
    clock.advance(31)


def destinations_of(city: World) -> Destinations:
    """As another process would have them."""
    return city.hub.pump(["water-a"])._destinations


def test_of_several_processes_one_probes(
    store: Store, clock: SettableClock, tmp_path: Path, open_store: OpenStore, store_url: str
) -> None:
    city = world(store, tmp_path)
    for number in range(1, 9):
        city.take(scheme(number))
    open_breaker(store, clock)
    stores = [open_store(store_url, clock) for _ in range(4)]
    ready = threading.Barrier(len(stores))
    claimed: list[Claimed] = []

    def claim(own: Store) -> None:
        mine = destinations_of(city)
        ready.wait()
        with own.begin() as tx:
            claimed.extend(mine.claim(tx, ["water-a"], f"worker {id(own)}", 256).claimed)

    threads = [threading.Thread(target=claim, args=[each]) for each in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 1
    with store.read() as tx:
        waiting = [row for row in (outbox.get(tx, each) for each in range(1, 30)) if row]
    pushes = [row for row in waiting if row.destination == "water-a"]
    assert [row.state for row in pushes].count(State.SENDING) == 1
    assert {row.attempts for row in pushes if row.state is State.WAITING} == {0}


def test_a_probe_that_never_comes_back_leaves_room_for_another(
    store: Store, clock: SettableClock, tmp_path: Path
) -> None:
    city = world(store, tmp_path)
    for number in range(1, 4):
        city.take(scheme(number))
    open_breaker(store, clock)
    for expected, after in ((1, 44), (0, 2), (1, 0)):
        with store.begin() as tx:
            assert len(destinations_of(city).claim(tx, ["water-a"], "killed", 256).claimed) == expected
        clock.advance(after)


async def test_what_comes_too_late_says_nothing_of_its_destination(city: World, clock: SettableClock) -> None:
    city.take(scheme(1))
    push = city.water.push_scheme

    async def overtaken(*args: Any, **kwargs: Any) -> Any:
        clock.advance(46)
        city.water.push_scheme = push  # type: ignore[method-assign]
        await asyncio.shield(asyncio.ensure_future(cycle.push(city.hub)))
        raise AuthError(WORDS)

    city.water.push_scheme = overtaken  # type: ignore[method-assign]
    report = await cycle.push(city.hub)
    assert report.counts["water-a", "late"] == 1
    with city.store.read() as tx:
        assert not destinations.get(tx)["water-a"].paused
        assert outbox.by_key(tx, "water-a:FA-511702-2026-0001:v1").state is State.DELIVERED  # type: ignore[union-attr]


async def test_a_worker_that_was_stopped_past_its_lease_sends_nothing_when_it_wakes(
    city: World, clock: SettableClock
) -> None:
    city.take(scheme(1))
    city.take(scheme(2))
    pump = city.hub.pump(["water-a"])
    still = pump._claim

    def stopped() -> Any:
        claim = still()
        if claim.claimed and not taken:
            clock.advance(46)  # others see its lease run out
            with city.store.begin() as tx:
                others = destinations_of(city).claim(tx, ["water-a"], "another", 1).claimed
                taken.extend(each.key for each in others)
            pump._clock = lambda: 10_000.0
        return claim

    taken: list[str] = []
    pump._clock = lambda: 0.0
    pump._claim = stopped  # type: ignore[method-assign]
    await asyncio.wait_for(pump.run(), 20)
    assert len(taken) == 1
    assert not set(taken) & set(city.water.pushes)


def test_a_lease_is_short_enough_for_what_a_killed_worker_left() -> None:
    assert SETTINGS.lease <= timedelta(seconds=60)
    with pytest.raises(ValueError, match="lease"):
        DeliverySettings(lease=timedelta(seconds=61))

"""Outages over hours and days: how little a failing counterpart is asked, and how what waited goes on afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import CounterpartError, TransientError, UnknownOutcome
from hub import cycle
from hub.delivery import gate
from hub.delivery.destinations import note
from hub.delivery.outcomes import Sign
from hub.settings import DeliverySettings, Limits
from hub.store import destinations, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.messages import Message
from tests.hub.fakes import World, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore

WORDS = Message(id="counterpart-busy")
SETTINGS = DeliverySettings()
EVERY = 300.0
"""Seconds between two cycles, as they are scheduled."""


def scheme(number: int) -> Any:
    return a_scheme(scheme_id=f"FA-511702-2026-{number:04}", demands=[WATER], documents=[])


@pytest.fixture
def city(sqlite_url: str, clock: SettableClock, tmp_path: Path, open_store: OpenStore) -> World:
    made = world(open_store(sqlite_url, clock), tmp_path)
    made.water.updates = []
    return made


def open_breaker(store: Store, clock: SettableClock) -> None:
    with store.begin() as tx:
        note(tx, {"water-a": [Sign(counts_against=True)] * 5}, SETTINGS)
    clock.advance(31)


class Calls:
    """Everything that is asked of the company, counted at its side; `trouble` is raised before anything is done."""

    def __init__(self, city: World) -> None:
        self.count = 0
        self.trouble: Callable[[], CounterpartError] | None = None
        for verb in ("push_scheme", "find_by_key", "fetch_updates"):
            setattr(city.water, verb, self._counted(getattr(city.water, verb)))

    def _counted(self, real: Any) -> Any:
        async def counted(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.trouble is not None:
                raise self.trouble()
            return await real(*args, **kwargs)

        return counted


async def hours(city: World, clock: SettableClock, count: float, *, first: int, each: int) -> int:
    """So many hours of cycles, with `each` new schemes before every one; the number of the next scheme."""
    number = first
    for _ in range(round(count * 3600 / EVERY)):
        for _ in range(each):
            city.take(scheme(number))
            number += 1
        await cycle.push(city.hub)
        await cycle.pull(city.hub, "water-a")
        clock.advance(EVERY)
    return number


TROUBLES: dict[str, Callable[[], CounterpartError]] = {
    "refuses": lambda: TransientError(WORDS),
    "does not answer": lambda: UnknownOutcome(WORDS),
    "throttles": lambda: TransientError(WORDS, throttled=True),
    "wishes a second": lambda: TransientError(WORDS, retry_after=1, throttled=True),
    "is busy for a second": lambda: TransientError(WORDS, retry_after=1),
    "is busy till the past": lambda: TransientError(WORDS, retry_after=-60),
}


LOADS = [
    pytest.param(trouble, each, marks=() if (number + each) % 3 == 0 else pytest.mark.long)
    for number, trouble in enumerate(TROUBLES)
    for each in (0, 2)
]
"""At night and by day; a third of it in every run of the suite."""


@pytest.mark.parametrize(("trouble", "each"), LOADS)
async def test_a_failing_company_is_called_no_more_than_a_tenth_above_the_normal(
    city: World, clock: SettableClock, trouble: str, each: int
) -> None:
    calls = Calls(city)
    first = await hours(city, clock, 0.25, first=1, each=2)
    calls.count = 0
    first = await hours(city, clock, 2, first=first, each=each)
    normal, calls.count = calls.count, 0
    calls.trouble = TROUBLES[trouble]
    first = await hours(city, clock, 2, first=first, each=each)
    assert 0 < calls.count <= 1.1 * normal
    calls.trouble = None
    await hours(city, clock, 0.5, first=first, each=0)
    assert len(city.water.taken) == first - 1


async def test_the_backlog_of_two_days_drains_in_order_within_the_rate(
    city: World, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = 20.0
    limits = Limits(concurrency=4, rate_per_second=rate)
    city.hub.counterparts.utilities["water-a"] = replace(  # type: ignore[index]
        city.hub.counterparts.utilities["water-a"], limits=limits
    )
    calls = Calls(city)
    calls.trouble = TROUBLES["refuses"]
    sleeping, passed = asyncio.sleep, 0.0

    async def sleep(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        await sleeping(0)

    monkeypatch.setattr(gate, "pace", lambda: lambda: passed)
    monkeypatch.setattr("hub.delivery.destinations.pace", lambda: lambda: passed)
    number = 1
    for _ in range(48):
        for _ in range(5):
            city.take(scheme(number))
            number += 1
        clock.advance(1)
        await cycle.push(city.hub)
        clock.advance(3599)
    calls.trouble = None
    started: list[float] = []
    city.water.before = lambda key: started.append(passed)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    await cycle.push(city.hub)
    monkeypatch.undo()
    assert len(city.water.taken) == number - 1
    with city.store.read() as tx:
        rows = [
            (outbox.attempts_of(tx, row.id)[-1].id, row.key)
            for row in (outbox.by_key(tx, key) for key in city.water.taken)
            if row is not None
        ]
    # The probe goes first; all the others in the order in which they were taken in.
    begun = [key for _, key in sorted(rows)]
    assert begun[1:] == sorted(begun[1:])
    for index, at in enumerate(started):
        within = [each for each in started[index:] if each < at + 1.0]
        assert len(within) <= 2 * rate
    assert len(started) <= rate * (started[-1] - started[0] + 1) + 1


async def test_the_feed_is_the_probe_where_nothing_waits_to_be_sent(
    city: World, clock: SettableClock
) -> None:
    calls = Calls(city)
    open_breaker(city.store, clock)
    report = await cycle.pull(city.hub, "water-a")
    assert not report.failed
    assert calls.count == 1
    with city.store.read() as tx:
        row = destinations.get(tx)["water-a"]
    assert (row.openings, row.opened_until, row.probe_until) == (0, None, None)


async def test_the_feed_of_a_company_in_trouble_is_left_alone(city: World, clock: SettableClock) -> None:
    calls = Calls(city)
    open_breaker(city.store, clock)
    clock.advance(-20)
    assert (await cycle.pull(city.hub, "water-a")).failed
    assert calls.count == 0


async def test_a_wish_to_wait_that_the_feed_meets_holds_deliveries_back_at_most_for_the_cap(
    city: World, clock: SettableClock
) -> None:
    calls = Calls(city)
    calls.trouble = lambda: TransientError(WORDS, retry_after=10_000_000, throttled=True)
    await cycle.pull(city.hub, "water-a")
    calls.trouble = None
    city.take(scheme(1))
    clock.advance(3599)
    await cycle.push(city.hub)
    assert city.water.pushes == []
    clock.advance(2)
    await cycle.push(city.hub)
    assert len(city.water.taken) == 1


async def test_what_failed_in_an_outage_goes_on_when_it_is_over_and_not_a_day_later(
    city: World, clock: SettableClock
) -> None:
    calls = Calls(city)
    calls.trouble = TROUBLES["refuses"]
    for number in range(1, 7):
        city.take(scheme(number))
    for _ in range(60):
        await cycle.push(city.hub)
        clock.advance(600)
    calls.trouble = None
    await cycle.push(city.hub)
    assert len(city.water.taken) == 6

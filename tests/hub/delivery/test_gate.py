"""Rate and concurrency of one destination, on a clock that the test moves."""

import asyncio
from contextlib import AsyncExitStack

from hub.delivery.breaker import Passage
from hub.delivery.gate import Gate
from hub.settings import Limits


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_no_more_calls_are_under_way_than_the_limit_allows() -> None:
    gate = Gate(Limits(concurrency=2, rate_per_second=100), clock=Clock())
    async with gate.call():
        assert gate.room(Passage.CLOSED) == 1
        async with gate.call():
            assert gate.room(Passage.CLOSED) == 0
            assert gate.seconds_to_room() is None
    assert gate.room(Passage.CLOSED) == 2


async def test_a_third_call_waits_until_one_of_two_has_ended() -> None:
    gate = Gate(Limits(concurrency=2, rate_per_second=100), clock=Clock())
    entered = asyncio.Event()

    async def third() -> None:
        async with gate.call():
            entered.set()

    async with gate.call():
        async with gate.call():
            waiting = asyncio.create_task(third())
            await asyncio.sleep(0)
            assert not entered.is_set()
        await waiting
    assert entered.is_set()


async def test_the_rate_lets_one_second_of_calls_through_and_then_one_at_a_time() -> None:
    clock = Clock()
    gate = Gate(Limits(concurrency=50, rate_per_second=4), clock=clock)
    async with AsyncExitStack() as calls:
        for _ in range(4):
            await calls.enter_async_context(gate.call())
        assert gate.room(Passage.CLOSED) == 0
        assert gate.seconds_to_room() == 0.25
        clock.seconds += 0.25
        assert gate.room(Passage.CLOSED) == 1


async def test_a_long_rest_does_not_earn_a_flood() -> None:
    clock = Clock()
    gate = Gate(Limits(concurrency=50, rate_per_second=4), clock=clock)
    clock.seconds += 3600
    assert gate.room(Passage.CLOSED) == 4


async def test_an_open_breaker_leaves_no_room_and_a_probe_is_one_item_whatever_the_batch() -> None:
    gate = Gate(Limits(concurrency=2, rate_per_second=100), batch=200, clock=Clock())
    assert gate.room(Passage.CLOSED) == 400
    assert gate.room(Passage.OPEN) == 0
    assert gate.room(Passage.PROBE) == 1
    async with gate.call():
        assert gate.room(Passage.PROBE) == 0


async def test_a_rate_below_one_a_second_still_lets_a_call_through() -> None:
    clock = Clock()
    gate = Gate(Limits(rate_per_second=0.1), clock=clock)
    assert gate.room(Passage.CLOSED) == 1
    async with gate.call():
        assert gate.seconds_to_room() == 10

"""Rate and concurrency of one destination, on a clock that the test moves."""

from hub.delivery.breaker import Passage
from hub.delivery.gate import Gate
from hub.settings import Limits


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_call_takes_up_room_until_it_is_settled() -> None:
    gate = Gate(Limits(concurrency=2, rate_per_second=100), clock=Clock())
    gate.begin()
    assert gate.room(Passage.CLOSED) == 1
    gate.begin()
    assert gate.room(Passage.CLOSED) == 0
    assert gate.seconds_to_room() is None
    gate.end()
    assert gate.room(Passage.CLOSED) == 1


def test_the_rate_lets_one_second_of_calls_through_and_then_one_at_a_time() -> None:
    clock = Clock()
    gate = Gate(Limits(concurrency=50, rate_per_second=4), clock=clock)
    for _ in range(4):
        gate.begin()
    assert gate.room(Passage.CLOSED) == 0
    assert gate.seconds_to_room() == 0.25
    clock.seconds += 0.25
    assert gate.room(Passage.CLOSED) == 1


def test_a_long_rest_does_not_earn_a_flood() -> None:
    clock = Clock()
    gate = Gate(Limits(concurrency=50, rate_per_second=4), clock=clock)
    clock.seconds += 3600
    assert gate.room(Passage.CLOSED) == 4


def test_an_open_breaker_leaves_no_room_and_a_probe_is_one_item_whatever_the_batch() -> None:
    gate = Gate(Limits(concurrency=2, rate_per_second=100), batch=200, clock=Clock())
    assert gate.room(Passage.CLOSED) == 400
    assert gate.room(Passage.OPEN) == 0
    assert gate.room(Passage.PROBE) == 1
    gate.begin()
    assert gate.room(Passage.PROBE) == 0


def test_a_rate_below_one_a_second_still_lets_a_call_through() -> None:
    clock = Clock()
    gate = Gate(Limits(rate_per_second=0.1), clock=clock)
    assert gate.room(Passage.CLOSED) == 1
    gate.begin()
    assert gate.seconds_to_room() == 10

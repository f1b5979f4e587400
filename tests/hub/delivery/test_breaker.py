"""The breaker: opens after several failures in a short time, lets one probe through, closes on a success."""

from datetime import UTC, datetime, timedelta

from hub.delivery.breaker import Breaker, Passage
from hub.settings import DeliverySettings

SETTINGS = DeliverySettings()
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def failing(times: int, *, every: float = 1.0, breaker: Breaker | None = None) -> tuple[Breaker, datetime]:
    breaker, now = breaker or Breaker(), START
    for _ in range(times):
        breaker = breaker.after_failure(now, SETTINGS)
        now += timedelta(seconds=every)
    return breaker, now


def test_four_failures_in_a_minute_leave_it_closed_and_the_fifth_opens_it() -> None:
    four, now = failing(4)
    assert four.passage(now) is Passage.CLOSED
    five, now = failing(5)
    assert five.passage(now) is Passage.OPEN


def test_failures_spread_over_more_than_the_window_do_not_open_it() -> None:
    breaker, now = failing(20, every=16)
    assert breaker.passage(now) is Passage.CLOSED


def test_after_the_pause_one_probe_passes_and_its_success_closes_it() -> None:
    breaker, _ = failing(5)
    assert breaker.opened_until is not None
    assert breaker.passage(breaker.opened_until) is Passage.PROBE
    assert breaker.after_success(breaker.opened_until).passage(breaker.opened_until) is Passage.CLOSED


def test_each_failed_probe_doubles_the_pause_up_to_the_longest() -> None:
    breaker, _ = failing(5)
    pauses = []
    for _ in range(8):
        probed_at = breaker.opened_until
        assert probed_at is not None
        breaker = breaker.after_failure(probed_at, SETTINGS)
        assert breaker.opened_until is not None
        pauses.append((breaker.opened_until - probed_at).total_seconds())
    assert pauses == [60, 120, 240, 480, 600, 600, 600, 600]


def test_calls_that_began_before_it_opened_count_as_one_outage() -> None:
    breaker, now = failing(5)
    assert breaker.after_failure(now, SETTINGS) == breaker


def test_a_pause_asked_for_holds_everything_back_and_counts_no_failure() -> None:
    breaker = Breaker().held_until(START + timedelta(seconds=30))
    assert breaker.passage(START + timedelta(seconds=29)) is Passage.OPEN
    assert breaker.passage(START + timedelta(seconds=30)) is Passage.PROBE
    assert breaker.failures == ()


def test_a_success_of_a_call_under_way_does_not_end_a_pause_that_was_asked_for() -> None:
    held = Breaker().held_until(START + timedelta(seconds=30))
    assert held.after_success(START).passage(START) is Passage.OPEN


def test_a_shorter_pause_does_not_shorten_a_longer_one() -> None:
    held = Breaker().held_until(START + timedelta(seconds=30)).held_until(START + timedelta(seconds=5))
    assert held.passage(START + timedelta(seconds=29)) is Passage.OPEN

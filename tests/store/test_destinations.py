"""What every worker knows of a destination."""

from datetime import timedelta

from hub.store import destinations
from hub.store.clock import SettableClock
from hub.store.destinations import DestinationRow
from hub.store.engine import Store
from models.messages import Message

WATER = "water-east"
REASON = Message(id="destination-paused-credentials")


def known(store: Store) -> dict[str, DestinationRow]:
    with store.read() as tx:
        return dict(destinations.get(tx))


def test_a_destination_begins_with_nothing_against_it(store: Store) -> None:
    with store.begin() as tx:
        destinations.ensure(tx, [WATER, "gas"])
        destinations.ensure(tx, [])
    assert known(store) == {"gas": DestinationRow("gas"), WATER: DestinationRow(WATER)}


def test_making_sure_of_a_destination_leaves_what_is_known_of_it(store: Store) -> None:
    with store.begin() as tx:
        destinations.pause(tx, WATER, by="li", reason=REASON)
        destinations.ensure(tx, [WATER, "gas"])
    assert {id: row.paused for id, row in known(store).items()} == {WATER: True, "gas": False}


def test_a_pause_says_who_when_and_why_and_the_first_stands(store: Store, clock: SettableClock) -> None:
    began = clock.now
    with store.begin() as tx:
        assert destinations.pause(tx, WATER, by="liandong", reason=REASON)
    clock.advance(60)
    with store.begin() as tx:
        assert not destinations.pause(tx, WATER, by="li", reason=Message(id="destination-paused-by-person"))
    assert known(store)[WATER] == DestinationRow(
        WATER, paused=True, switched_by="liandong", paused_at=began, reason=REASON
    )


def test_resuming_clears_the_pause_and_the_breaker(store: Store, clock: SettableClock) -> None:
    with store.begin() as tx:
        destinations.pause(tx, WATER, by="liandong", reason=REASON)
        destinations.save_breaker(tx, WATER, failures=[clock.now], openings=2, opened_until=clock.now)
        assert destinations.resume(tx, WATER, "li")
        assert not destinations.resume(tx, WATER, "li")
        assert not destinations.resume(tx, "gas", "li")
    assert known(store)[WATER] == DestinationRow(WATER, switched_by="li")


def test_a_breaker_is_kept_without_touching_the_pause(store: Store, clock: SettableClock) -> None:
    failures = (clock.now - timedelta(seconds=20), clock.now)
    until = clock.now + timedelta(seconds=30)
    with store.begin() as tx:
        destinations.pause(tx, WATER, by="liandong", reason=REASON)
        destinations.save_breaker(tx, WATER, failures=failures, openings=1, opened_until=until)
    row = known(store)[WATER]
    assert (row.failures, row.openings, row.opened_until, row.paused) == (failures, 1, until, True)
    assert row.last_ok_at is None


def test_signs_of_life_are_kept(store: Store, clock: SettableClock) -> None:
    with store.begin() as tx:
        destinations.save_breaker(tx, WATER, failures=[], openings=0, opened_until=None, ok_at=clock.now)
    ok = clock.now
    clock.advance(60)
    with store.begin() as tx:
        destinations.heard(tx, WATER)
        destinations.heard(tx, "joint-review")
        destinations.save_breaker(tx, WATER, failures=[], openings=0, opened_until=None)
    rows = known(store)
    assert (rows[WATER].last_ok_at, rows[WATER].last_heard_at) == (ok, clock.now)
    assert (rows["joint-review"].last_ok_at, rows["joint-review"].last_heard_at) == (None, clock.now)

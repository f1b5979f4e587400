"""The daily upkeep: what it forgets, what it tells, and that once a day is enough."""

from hub.store import audit, desk, inbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.inbox import InboxState, NewUpdate
from hub.upkeep import daily

DAY = 86_400


def kept(store: Store) -> int:
    with store.read() as tx:
        return sum(inbox.counts(tx).values())


def test_event_ids_are_forgotten_after_four_hundred_days_by_themselves(
    store: Store, clock: SettableClock
) -> None:
    with store.begin() as tx:
        inbox.receive(tx, "water-a", [NewUpdate("W-1", {})])
        inbox.mark_event(tx, "water-a", "W-1", InboxState.FOLDED)
    assert daily(store)
    clock.advance(399 * DAY)
    assert daily(store)
    assert kept(store) == 1
    clock.advance(2 * DAY)
    assert daily(store)
    assert kept(store) == 0


def test_once_a_day_is_enough_and_the_day_is_china_s(store: Store, clock: SettableClock) -> None:
    assert [daily(store), daily(store)] == [True, False]
    clock.advance(14.9 * 3600)  # the clock starts at nine in the morning there
    assert not daily(store)
    clock.advance(600)
    assert daily(store)


def test_a_trail_that_was_tampered_with_is_put_on_the_desk(store: Store, clock: SettableClock) -> None:
    with store.begin() as tx:
        for number in range(3):
            audit.append(tx, "wang", "failure.retry", str(number), {})
    assert daily(store)
    with store.begin() as tx:
        assert desk.open_items(tx) == ()
        tx.connection.exec_driver_sql("UPDATE audit SET actor = 'li' WHERE subject = '1'")
    clock.advance(DAY)
    assert daily(store)
    with store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.message.id, item.subject) == ("audit-trail-broken", "2")

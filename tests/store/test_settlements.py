"""What became of a claim is written once, and only by who still holds it."""

from datetime import timedelta

import pytest

from hub.store import desk, outbox, schemes
from hub.store.claims import Delivered, Outcome, Parked
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import Attempt, State
from models.messages import FieldFault, Message
from tests.models.builders import a_scheme
from tests.store.support import (
    LEASE,
    REFUSED,
    Worker,
    again,
    delivered,
    enqueue,
    message,
    parked,
    row,
)

OVER = LEASE.total_seconds() + 1


def attempts(store: Store, row_id: int = 1) -> tuple[Attempt, ...]:
    with store.read() as tx:
        return outbox.attempts_of(tx, row_id)


def test_a_delivered_row_keeps_what_the_destination_called_it(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    (claimed,) = worker.claim()
    clock.advance(2)
    assert worker.settle((claimed, Delivered("W-17", "000042"))) == (claimed.id,)
    done = row(store, "a")
    assert (done.state, done.remote_ref, done.serial) == (State.DELIVERED, "W-17", "000042")
    assert (done.unsure, done.delivered_at, done.worker, done.lease_until) == (False, clock.now, None, None)


def test_an_attempt_tells_who_made_it_when_and_what_went_over_the_wire(
    store: Store, clock: SettableClock
) -> None:
    worker = Worker(store, "host:17")
    enqueue(store, message("a"))
    began = clock.now
    (claimed,) = worker.claim()
    clock.advance(2)
    worker.settle((claimed, again()))
    assert attempts(store) == (
        Attempt(
            id=1,
            outbox_id=1,
            number=1,
            token=claimed.token,
            worker="host:17",
            trigger="schedule",
            started_at=began,
            ended_at=clock.now,
            outcome="retry",
            error=again().error,
            error_kind="transient",
            detail="ECONNREFUSED",
            exchange=({"status": 200},),
        ),
    )


@pytest.mark.parametrize("unsure", [False, True])
def test_a_retry_waits_for_its_slot(store: Store, clock: SettableClock, unsure: bool) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    worker.settle((worker.claim()[0], again(seconds=30, unsure=unsure)))
    waiting = row(store, "a")
    assert (waiting.state, waiting.unsure, waiting.attempts) == (State.WAITING, unsure, 1)
    assert waiting.due_at == clock.now + timedelta(seconds=30)
    assert (waiting.error, waiting.error_kind, waiting.detail) == (again().error, "transient", "ECONNREFUSED")
    clock.advance(30)
    (claimed,) = worker.claim()
    assert (claimed.attempt, claimed.unsure) == (2, unsure)


def test_a_delivery_after_a_failure_leaves_no_error_behind(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    worker.settle((worker.claim()[0], again(seconds=0)))
    worker.deliver(*worker.claim())
    done = row(store, "a")
    assert (done.error, done.error_kind, done.detail) == (None, None, "")


def test_a_parked_row_and_its_item_on_the_desk_appear_together(store: Store, clock: SettableClock) -> None:
    scheme = a_scheme()
    faults = (FieldFault(field="demand.pipe_dn_mm", message=Message(id="invalid-missing"), allowed=("200",)),)
    enqueue(store, message("a", scheme_id=scheme.scheme_id, version=1, case_number="S1-water"))
    with store.begin() as tx:
        schemes.add(tx, scheme, "joint-review")
    worker = Worker(store)
    worker.settle((worker.claim()[0], Parked(REFUSED, "too small", faults, unsure=False, kind="rejected")))
    stopped = row(store, "a")
    assert (stopped.state, stopped.error, stopped.error_kind) == (State.ATTENTION, REFUSED, "rejected")
    with store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.kind, item.subject, item.message, item.faults) == (desk.DELIVERY, "a", REFUSED, faults)
    assert (item.destination, item.case_number) == (stopped.destination, "S1-water")
    assert (item.project_code, item.project_name) == (scheme.project.code, scheme.project.name)


def test_a_scheme_nobody_knows_does_not_hinder_parking(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("a", scheme_id="S404"), message("b"))
    worker.settle(*((claimed, parked()) for claimed in worker.claim()))
    with store.read() as tx:
        assert [item.project_name for item in desk.open_items(tx)] == [None, None]


@pytest.mark.parametrize("outcome", [delivered(), again(), parked()])
def test_a_settlement_that_comes_too_late_changes_nothing(
    store: Store, clock: SettableClock, outcome: Outcome
) -> None:
    slow, heir = Worker(store, "slow"), Worker(store, "heir")
    enqueue(store, message("a"))
    (stale,) = slow.claim()
    clock.advance(OVER)
    (current,) = heir.claim()
    held = row(store, "a")
    assert slow.settle((stale, outcome)) == ()
    assert row(store, "a") == held
    assert [attempt.outcome for attempt in attempts(store)] == ["late", None]
    with store.read() as tx:
        assert desk.open_items(tx) == ()
    assert heir.deliver(current) == (current.id,)


def test_what_a_late_settlement_said_is_kept_with_its_attempt(store: Store, clock: SettableClock) -> None:
    slow = Worker(store)
    enqueue(store, message("a"), message("b"))
    stale = slow.claim()
    clock.advance(OVER)
    Worker(store, "heir").claim()
    clock.advance(5)
    slow.settle((stale[0], Delivered("W-17", None)), (stale[1], parked()))
    first, second = attempts(store, 1)[0], attempts(store, 2)[0]
    assert (first.outcome, first.detail, first.ended_at) == ("late", "W-17", clock.now)
    assert (second.outcome, second.error, second.exchange) == ("late", REFUSED, ({"status": 200},))


def test_a_settlement_after_its_lease_still_counts_while_nobody_else_has_the_row(
    store: Store, clock: SettableClock
) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    (claimed,) = worker.claim()
    clock.advance(10 * OVER)
    assert worker.deliver(claimed) == (claimed.id,)


def test_a_settlement_written_twice_counts_once(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    (claimed,) = worker.claim()
    assert worker.settle((claimed, delivered()), (claimed, parked())) == (claimed.id,)
    done = row(store, "a")
    assert worker.settle((claimed, parked())) == ()
    assert row(store, "a") == done
    assert [attempt.outcome for attempt in attempts(store)] == ["delivered"]


def test_a_settlement_after_a_row_went_to_the_desk_for_its_losses_is_late(
    store: Store, clock: SettableClock
) -> None:
    worker = Worker(store)
    enqueue(store, message("killer"))
    last = None
    while claimed := worker.claim():
        (last,) = claimed
        clock.advance(OVER)
    assert last is not None
    assert worker.deliver(last) == ()
    assert row(store, "killer").state == State.ATTENTION


def test_a_group_is_settled_each_by_its_own_outcome(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, *(message(key) for key in "abc"))
    one, two, three = worker.claim()
    assert worker.settle((three, parked()), (one, delivered()), (two, again())) == (3, 1, 2)
    states = [row(store, key).state for key in "abc"]
    assert states == [State.DELIVERED, State.WAITING, State.ATTENTION]


def test_settling_nothing_is_no_fault(store: Store) -> None:
    assert Worker(store).settle() == ()

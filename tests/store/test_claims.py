"""What may leave, in which order, and in whose hands it is."""

from datetime import timedelta

from hub.store import claims, desk, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import State
from tests.store.support import LEASE, WATER, Worker, again, enqueue, message, parked, row

OVER = LEASE.total_seconds() + 1


def lane(*keys: str) -> list[outbox.NewMessage]:
    return [message(key, lane="one") for key in keys]


def outcomes(store: Store, row_id: int = 1) -> list[str | None]:
    with store.read() as tx:
        return [attempt.outcome for attempt in outbox.attempts_of(tx, row_id)]


def due_next(store: Store, *destinations: str) -> object:
    with store.read() as tx:
        return claims.next_due(tx, destinations or (WATER,))


def test_a_claim_carries_what_is_to_be_sent(store: Store, clock: SettableClock) -> None:
    enqueue(store, message("a", body={"方案": "S1"}, scheme_id="S1", version=2, case_number="S1-water"))
    created = clock.now
    clock.advance(5)
    (claimed,) = Worker(store).claim()
    assert claimed == claims.Claimed(
        id=1,
        key="a",
        destination=WATER,
        lane=f"{WATER}/a",
        kind="scheme.push",
        body={"方案": "S1"},
        attempt=1,
        token=1,
        unsure=False,
        scheme_id="S1",
        version=2,
        case_number="S1-water",
        created_at=created,
        first_claimed_at=clock.now,
        trigger="schedule",
    )
    held = row(store, "a")
    assert (held.state, held.worker, held.attempts, held.unsure) == (State.SENDING, "worker-1", 1, True)
    assert held.lease_until == clock.now + LEASE


def test_a_lane_leaves_in_order_with_one_in_flight(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, *lane("a", "b", "c"))
    sent = []
    for _ in range(3):
        (claimed,) = worker.claim()
        assert worker.claim() == []
        worker.deliver(claimed)
        sent.append(claimed.key)
    assert sent == ["a", "b", "c"]


def test_a_later_row_of_a_lane_does_not_overtake_one_that_waits_for_its_slot(
    store: Store, clock: SettableClock
) -> None:
    worker = Worker(store)
    enqueue(store, *lane("a", "b"))
    worker.settle((worker.claim()[0], again(seconds=30)))
    assert worker.claim() == []
    clock.advance(30)
    assert worker.keys() == ["a"]


def test_a_parked_row_blocks_its_lane_and_no_other(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, *lane("a", "b"), message("elsewhere"))
    first, other = worker.claim()
    worker.settle((first, parked()))
    worker.deliver(other)
    assert worker.claim() == []
    enqueue(store, message("new"))
    assert worker.keys() == ["new"]


def test_what_a_row_needs_must_be_delivered_first(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("child", needs="parent"))
    assert worker.claim() == []
    enqueue(store, message("parent"))
    (parent,) = worker.claim()
    assert parent.key == "parent"
    assert worker.claim() == []
    worker.deliver(parent)
    assert worker.keys() == ["child"]


def test_a_parked_row_blocks_what_needs_it(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("parent"), message("child", needs="parent"))
    worker.settle((worker.claim()[0], parked()))
    assert worker.claim() == []


def test_no_more_than_its_capacity_is_claimed_of_a_destination(store: Store) -> None:
    enqueue(
        store, *(message(f"w{n}") for n in range(5)), *(message(f"g{n}", destination="gas") for n in range(5))
    )
    with store.begin() as tx:
        capacity = {WATER: 2, "gas": 3, "power": 4, "telecom": 0}
        claimed = claims.claim(tx, capacity=capacity, worker="w", lease=LEASE)
    assert [each.key for each in claimed] == ["w0", "w1", "g0", "g1", "g2"]


def test_a_destination_without_room_is_not_asked_for(store: Store) -> None:
    enqueue(store, message("a"))
    assert Worker(store).claim(destinations=["gas"]) == []
    assert Worker(store).claim(room=0) == []
    assert Worker(store).claim(destinations=[]) == []


def test_what_is_due_longest_goes_first(store: Store, clock: SettableClock) -> None:
    now = clock.now
    for key, minutes in (("late", 3), ("middle", 2), ("early", 1), ("future", 60)):
        enqueue(store, message(key, due_at=now + timedelta(minutes=minutes)))
    enqueue(store, message("gas", destination="gas", due_at=now + timedelta(seconds=90)))
    clock.advance(600)
    assert Worker(store).keys(limit=3, destinations=[WATER, "gas"]) == ["early", "gas", "middle"]
    assert Worker(store).keys() == ["late"]


def test_a_lease_that_ran_out_is_taken_over_as_unsure(store: Store, clock: SettableClock) -> None:
    lost, heir = Worker(store, "lost"), Worker(store, "heir")
    enqueue(store, message("a"))
    (first,) = lost.claim()
    clock.advance(LEASE.total_seconds())
    assert heir.claim() == []
    clock.advance(1)
    (second,) = heir.claim()
    assert (second.id, second.attempt, second.unsure, second.trigger) == (first.id, 2, True, "recovery")
    assert second.token > first.token
    assert second.first_claimed_at == first.first_claimed_at
    assert outcomes(store) == ["lost", None]


def test_a_lease_taken_over_keeps_its_place_in_the_lane(store: Store, clock: SettableClock) -> None:
    enqueue(store, *lane("a", "b"))
    worker = Worker(store)
    worker.claim()
    clock.advance(OVER)
    assert worker.keys() == ["a"]


def test_a_lease_counts_against_the_capacity_when_taken_over(store: Store, clock: SettableClock) -> None:
    enqueue(store, *(message(f"w{n}") for n in range(4)))
    worker = Worker(store)
    worker.claim(room=2)
    clock.advance(OVER)
    assert worker.keys(room=3) == ["w0", "w1", "w2"]


def test_a_renewed_lease_is_not_taken_over(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"), message("b"))
    kept, dropped = worker.claim()
    clock.advance(40)
    with store.begin() as tx:
        assert claims.renew(tx, [kept], LEASE) == (kept.id,)
    clock.advance(40)
    assert worker.keys() == [dropped.key]


def test_a_lease_that_another_worker_has_is_not_renewed(store: Store, clock: SettableClock) -> None:
    worker, heir = Worker(store), Worker(store, "heir")
    enqueue(store, message("a"))
    (claimed,) = worker.claim()
    clock.advance(OVER)
    heir.claim()
    held = row(store, "a")
    with store.begin() as tx:
        assert claims.renew(tx, [claimed], 10 * LEASE) == ()
        assert claims.renew(tx, [], LEASE) == ()
    assert row(store, "a") == held


def test_a_row_that_keeps_losing_its_worker_goes_to_the_desk(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("killer"))
    for number in range(1, claims.MAX_CLAIMS + 1):
        assert [each.attempt for each in worker.claim()] == [number]
        clock.advance(OVER)
    assert worker.claim() == []
    stopped = row(store, "killer")
    assert (stopped.state, stopped.unsure, stopped.attempts) == (State.ATTENTION, True, claims.MAX_CLAIMS)
    assert outcomes(store) == ["lost"] * claims.MAX_CLAIMS
    with store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.kind, item.subject, item.message.id) == (desk.DELIVERY, "killer", "delivery-kills-worker")
    assert item.message.params == {"times": claims.MAX_CLAIMS}


def test_a_worker_that_speaks_once_is_not_taken_for_lost(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("slow"))
    for _ in range(3):
        for _ in range(claims.MAX_CLAIMS - 1):
            worker.claim()
            clock.advance(OVER)
        worker.settle((worker.claim()[0], again(seconds=0)))
    assert row(store, "slow").state == State.WAITING


def test_what_was_never_started_is_given_back_uncounted(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    before = row(store, "a")
    with store.begin() as tx:
        claims.release(tx, claims.claim(tx, capacity={WATER: 1}, worker="w", lease=LEASE))
    after = row(store, "a")
    assert (after.state, after.attempts, after.unsure, after.first_claimed_at) == (
        State.WAITING,
        0,
        False,
        None,
    )
    assert (after.due_at, after.worker, after.lease_until) == (before.due_at, None, None)
    assert outcomes(store) == ["released"]
    (claimed,) = worker.claim()
    assert (claimed.attempt, claimed.unsure) == (1, False)
    worker.deliver(claimed)
    assert outcomes(store) == ["released", "delivered"]


def test_what_is_given_back_stays_unsure_if_it_was(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    worker.settle((worker.claim()[0], again(seconds=0, unsure=True)))
    began = row(store, "a").first_claimed_at
    clock.advance(1)
    with store.begin() as tx:
        claims.release(tx, claims.claim(tx, capacity={WATER: 1}, worker="w", lease=LEASE))
    after = row(store, "a")
    assert (after.attempts, after.unsure, after.first_claimed_at) == (1, True, began)


def test_what_another_worker_has_is_not_given_back(store: Store, clock: SettableClock) -> None:
    worker, heir = Worker(store), Worker(store, "heir")
    enqueue(store, message("a"))
    claimed = worker.claim()
    clock.advance(OVER)
    heir.claim()
    with store.begin() as tx:
        claims.release(tx, claimed)
    assert (row(store, "a").state, row(store, "a").worker) == (State.SENDING, "heir")


def test_the_next_due_time_is_that_of_a_head_that_may_leave(store: Store, clock: SettableClock) -> None:
    start = clock.now
    assert due_next(store) is None
    enqueue(store, message("a", due_at=start + timedelta(hours=1)))
    enqueue(store, message("b", needs="a"), message("c", lane=f"{WATER}/a"), message("g", destination="gas"))
    assert due_next(store) == start + timedelta(hours=1)
    assert due_next(store, "gas") == start
    assert due_next(store, WATER, "gas") == start


def test_the_next_due_time_of_what_is_being_sent_is_the_end_of_its_lease(
    store: Store, clock: SettableClock
) -> None:
    enqueue(store, message("a"), message("b", lane=f"{WATER}/a"))
    worker = Worker(store)
    (claimed,) = worker.claim()
    assert due_next(store) == clock.now + LEASE
    worker.settle((claimed, parked()))
    assert due_next(store) is None

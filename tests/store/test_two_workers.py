"""Several workers on one store: nothing is taken twice, and a lane stays a lane."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from sqlalchemy import select, text

from hub.store import claims, outbox
from hub.store.engine import Store
from hub.store.outbox import State
from hub.store.tables import attempt
from hub.store.tables import outbox as table
from tests.store.support import LEASE, WATER, OpenStore, Worker, delivered, enqueue, message, settlement

LANES, LENGTH, WORKERS = 12, 6, 4


def test_no_two_workers_get_the_same_row_nor_two_rows_of_a_lane(
    store_url: str, open_store: OpenStore
) -> None:
    first = open_store(store_url)
    enqueue(
        first, *(message(f"{lane}-{n}", lane=f"lane-{lane}") for n in range(LENGTH) for lane in range(LANES))
    )
    stores = [open_store(store_url) for _ in range(WORKERS)]
    together = threading.Barrier(WORKERS)
    in_flight: Counter[str] = Counter()
    guard = threading.Lock()
    overlaps: list[str] = []

    def work(number: int) -> list[str]:
        worker, done = Worker(stores[number], f"worker-{number}"), []
        together.wait()
        while len(left_of(stores[number])) > 0:
            claimed = worker.claim(room=5)
            with guard:
                in_flight.update(each.lane for each in claimed)
                overlaps.extend(lane for lane, count in in_flight.items() if count > 1)
            done += [each.key for each in claimed]
            with guard:
                # Before the settlement: as soon as it is written, another worker may have the next of the lane.
                in_flight.subtract(each.lane for each in claimed)
            worker.deliver(*claimed)
        return done

    with ThreadPoolExecutor(WORKERS) as threads:
        done = list(threads.map(work, range(WORKERS)))
    assert overlaps == []
    assert sorted(key for keys in done for key in keys) == sorted(
        f"{lane}-{n}" for lane in range(LANES) for n in range(LENGTH)
    )
    assert_lanes_left_in_order(first)


def left_of(store: Store) -> list[int]:
    with store.read() as tx:
        live = select(table.c.id).where(table.c.state != State.DELIVERED)
        return list(tx.connection.execute(live).scalars())


def assert_lanes_left_in_order(store: Store) -> None:
    with store.read() as tx:
        rows = tx.connection.execute(
            select(table.c.lane, table.c.id, attempt.c.id)
            .join(attempt, attempt.c.outbox_id == table.c.id)
            .order_by(table.c.lane, attempt.c.id)
        ).all()
    assert len(rows) == LANES * LENGTH
    for (lane, row_id, _), (next_lane, next_row_id, _) in pairwise(rows):
        assert lane != next_lane or row_id < next_row_id


def test_a_row_being_claimed_elsewhere_is_passed_over_and_not_waited_for(
    postgresql_url: str, open_store: OpenStore
) -> None:
    one, two = open_store(postgresql_url), open_store(postgresql_url)
    enqueue(one, *(message(key) for key in "abc"))
    with one.begin() as tx:
        taken = claims.claim(tx, capacity={WATER: 2}, worker="one", lease=LEASE)
        with ThreadPoolExecutor(1) as other:
            rest = other.submit(Worker(two, "two").keys).result()
    assert ([each.key for each in taken], rest) == (["a", "b"], ["c"])


def test_what_commits_later_stands_later_in_its_lane(postgresql_url: str, open_store: OpenStore) -> None:
    one, two, three = (open_store(postgresql_url) for _ in range(3))
    with ThreadPoolExecutor(1) as other, one.begin() as tx:
        outbox.enqueue(tx, [message("first", lane="x")])
        following = other.submit(enqueue, two, message("second", lane="x"))
        while not following.done() and not somebody_waits(three):
            threading.Event().wait(0.001)
        assert not following.done()
        assert Worker(three).claim() == []  # claims go on meanwhile
    assert Worker(one).keys() == ["first"]


def somebody_waits(store: Store) -> bool:
    with store.read() as tx:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return tx.connection.execute(waiting).scalar_one() > 0


def test_settling_does_not_wait_for_those_who_change_the_business(
    postgresql_url: str, open_store: OpenStore
) -> None:
    one, two = open_store(postgresql_url), open_store(postgresql_url)
    enqueue(one, message("a"))
    (claimed,) = Worker(two).claim()

    def settle() -> tuple[int, ...]:
        with two.begin() as tx:
            return claims.settle(tx, [settlement(claimed, delivered())])

    with ThreadPoolExecutor(1) as other, one.begin() as tx:
        outbox.enqueue(tx, [message("b")])
        assert other.submit(settle).result() == (claimed.id,)


def test_enqueueing_again_what_is_being_settled_does_not_wait_for_that(
    postgresql_url: str, open_store: OpenStore
) -> None:
    one, two = open_store(postgresql_url), open_store(postgresql_url)
    enqueue(one, message("a"))
    (claimed,) = Worker(two).claim()

    def enqueue_again() -> tuple[str, ...]:
        with one.begin() as tx:
            return outbox.enqueue(tx, [message("a"), message("b")])

    with ThreadPoolExecutor(1) as other, two.begin() as tx:
        claims.settle(tx, [settlement(claimed, delivered())])
        assert other.submit(enqueue_again).result() == ("b",)
        tx.alone()

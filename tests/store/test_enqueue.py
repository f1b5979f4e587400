"""What goes into the outbox, and what is taken back or decided by a person."""

from datetime import timedelta

import pytest

from hub.store import desk, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import State
from models.messages import Message
from tests.store.support import WATER, Worker, again, enqueue, message, parked, row

NEWER = Message(id="delivery-superseded", params={"version": 2})
ACTOR = "li"


def supersede(store: Store, below: int = 2) -> int:
    with store.begin() as tx:
        return outbox.supersede(
            tx,
            destination=WATER,
            scheme_id="S1",
            below_version=below,
            kinds={"scheme.push", "document.send"},
            because=NEWER,
        )


def version(number: int, **values: object) -> outbox.NewMessage:
    return message(f"S1:v{number}", lane=f"{WATER}/S1", scheme_id="S1", version=number, **values)


def open_subjects(store: Store) -> list[str]:
    with store.read() as tx:
        return [item.subject for item in desk.open_items(tx)]


def test_a_key_enqueued_twice_is_one_row_and_the_first_stands(store: Store) -> None:
    first, second = message("a", body={"number": 1}), message("a", body={"number": 2})
    with store.begin() as tx:
        assert outbox.enqueue(tx, [first, message("b")]) == ("a", "b")
        assert outbox.enqueue(tx, [second, message("c"), message("c")]) == ("c",)
    assert row(store, "a").body == {"number": 1}
    with store.read() as tx:
        assert outbox.waiting_count(tx) == 3


def test_a_row_starts_waiting_and_due_at_once_unless_told_otherwise(
    store: Store, clock: SettableClock
) -> None:
    later = clock.now + timedelta(hours=1)
    enqueue(
        store, message("now"), message("later", due_at=later, needs="now", case_number="S1-water", version=3)
    )
    now, then = row(store, "now"), row(store, "later")
    assert (now.state, now.due_at, now.created_at, now.attempts) == (State.WAITING, clock.now, clock.now, 0)
    assert (then.due_at, then.needs, then.case_number, then.version) == (later, "now", "S1-water", 3)


def test_a_row_that_is_not_there_is_none(store: Store) -> None:
    with store.read() as tx:
        assert outbox.by_key(tx, "a") is None
        assert outbox.get(tx, 1) is None


def test_a_new_version_supersedes_what_waits_of_the_older_ones(store: Store) -> None:
    other_kind = message("S1:withdrawal", scheme_id="S1", version=1, kind="scheme.withdraw")
    other_company = message("S1:gas", destination="gas", scheme_id="S1", version=1)
    enqueue(
        store, version(1), version(2), other_kind, other_company, message("S2", scheme_id="S2", version=1)
    )
    assert supersede(store) == 1
    old = row(store, "S1:v1")
    assert (old.state, old.error) == (State.SUPERSEDED, NEWER)
    rest = ("S1:v2", "S1:withdrawal", "S1:gas", "S2")
    assert {row(store, key).state for key in rest} == {State.WAITING}


def test_superseding_a_parked_row_takes_its_item_off_the_desk(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, version(1))
    worker.settle((worker.claim()[0], parked()))
    assert open_subjects(store) == ["S1:v1"]
    assert supersede(store) == 1
    assert open_subjects(store) == []


def test_a_row_being_sent_is_not_superseded(store: Store) -> None:
    enqueue(store, version(1))
    Worker(store).claim()
    assert supersede(store) == 0
    assert row(store, "S1:v1").state == State.SENDING


@pytest.mark.parametrize("outcome", [again(unsure=True), parked(unsure=True)])
def test_a_row_that_may_have_been_accepted_is_not_superseded(store: Store, outcome: object) -> None:
    worker = Worker(store)
    enqueue(store, version(1))
    worker.settle((worker.claim()[0], outcome))  # type: ignore[arg-type]
    left = row(store, "S1:v1")
    assert supersede(store) == 0
    assert row(store, "S1:v1") == left
    assert len(open_subjects(store)) == (left.state == State.ATTENTION)


def test_one_row_is_superseded_by_the_same_rules(store: Store) -> None:
    enqueue(store, message("a"), message("b"))
    Worker(store).claim(limit=1)
    with store.begin() as tx:
        taken = [outbox.supersede_one(tx, row_id, NEWER) for row_id in (1, 2, 3)]
    assert taken == [False, True, False]


def test_what_needs_a_key_can_be_pointed_to_another(store: Store) -> None:
    enqueue(store, message("p1"), message("p2"), message("m", needs="p1"), message("n", needs="p2"))
    with store.begin() as tx:
        assert outbox.repoint(tx, "p1", "p2") == 1
    assert row(store, "m").needs == "p2"


def test_an_officer_has_a_parked_row_tried_at_once(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    worker.settle((worker.claim()[0], parked(unsure=True)))
    clock.advance(3600)
    with store.begin() as tx:
        assert outbox.retry_now(tx, [row_id := 1], actor=ACTOR) == 1
    assert open_subjects(store) == []
    (claimed,) = worker.claim()
    assert (claimed.id, claimed.trigger, claimed.attempt, claimed.unsure) == (row_id, "officer:li", 2, True)
    assert claimed.first_claimed_at == clock.now
    with store.read() as tx:
        item = desk.get(tx, 1)
    assert item is not None
    assert (item.resolution, item.closed_by) == ("retried", ACTOR)


def test_the_word_of_an_officer_holds_for_one_attempt(store: Store, clock: SettableClock) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    with store.begin() as tx:
        outbox.retry_now(tx, [1], actor=ACTOR)
    worker.settle((worker.claim()[0], again()))
    clock.advance(30)
    assert worker.claim()[0].trigger == "schedule"


def test_a_row_waiting_for_its_slot_can_be_tried_at_once(store: Store) -> None:
    enqueue(store, message("a"))
    worker = Worker(store)
    worker.settle((worker.claim()[0], again(seconds=600)))
    assert worker.claim() == []
    with store.begin() as tx:
        assert outbox.retry_now(tx, [1, 99], actor=ACTOR) == 1
    assert worker.keys() == ["a"]


def test_an_officer_marks_as_delivered_what_arrived_by_another_way(
    store: Store, clock: SettableClock
) -> None:
    worker = Worker(store)
    enqueue(store, message("a"))
    worker.settle((worker.claim()[0], parked(unsure=True)))
    with store.begin() as tx:
        assert outbox.mark_delivered(tx, 1, remote_ref="W-9", actor=ACTOR, note="told on the telephone")
    done = row(store, "a")
    assert (done.state, done.remote_ref, done.unsure, done.delivered_at) == (
        State.DELIVERED,
        "W-9",
        False,
        clock.now,
    )
    with store.read() as tx:
        item = desk.get(tx, 1)
    assert item is not None
    assert (item.resolution, item.closed_by, item.note) == ("delivered", ACTOR, "told on the telephone")


def test_an_officer_discards_what_shall_not_be_sent_and_the_lane_goes_on(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("a", lane="x"), message("b", lane="x"))
    worker.settle((worker.claim()[0], parked()))
    assert worker.claim() == []
    with store.begin() as tx:
        assert outbox.discard(tx, 1, actor=ACTOR, note="")
    assert open_subjects(store) == []
    assert worker.keys() == ["b"]


def test_nobody_decides_over_a_row_in_flight_or_done(store: Store) -> None:
    worker = Worker(store)
    enqueue(store, message("flying"), message("done"))
    worker.deliver(worker.claim()[1])
    for row_id in (1, 2):
        with store.begin() as tx:
            assert not outbox.mark_delivered(tx, row_id, remote_ref=None, actor=ACTOR, note="")
            assert not outbox.discard(tx, row_id, actor=ACTOR, note="")
            assert outbox.retry_now(tx, [row_id], actor=ACTOR) == 0
    assert (row(store, "flying").state, row(store, "done").state) == (State.SENDING, State.DELIVERED)


def test_rows_are_counted_by_destination_kind_and_state(store: Store) -> None:
    enqueue(
        store, message("a"), message("b"), message("c", kind="document.send"), message("d", destination="gas")
    )
    worker = Worker(store)
    worker.deliver(worker.claim(limit=1)[0])
    with store.read() as tx:
        assert outbox.counts(tx) == {
            (WATER, "scheme.push", State.DELIVERED): 1,
            (WATER, "scheme.push", State.WAITING): 1,
            (WATER, "document.send", State.WAITING): 1,
            ("gas", "scheme.push", State.WAITING): 1,
        }


def test_the_rows_of_a_scheme_and_the_latest_of_a_lane_are_found(store: Store) -> None:
    enqueue(store, version(1), version(2), message("S1:v2:doc", scheme_id="S1", kind="document.send"))
    with store.begin() as tx:
        pushes = outbox.of_scheme(tx, destination=WATER, scheme_id="S1", kind="scheme.push")
        assert [each.key for each in pushes] == ["S1:v1", "S1:v2"]
        latest = outbox.latest_in_lane(tx, f"{WATER}/S1", "scheme.push")
        assert latest == pushes[1]
        outbox.supersede_one(tx, pushes[1].id, NEWER)
        earlier = outbox.latest_in_lane(tx, f"{WATER}/S1", "scheme.push")
        assert earlier == pushes[0]
        assert outbox.latest_in_lane(tx, f"{WATER}/S1", "document.send") is None

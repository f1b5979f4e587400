"""Whatever arrives is kept once, whoever repeats it."""

from datetime import timedelta
from typing import Any

import pytest

from hub.store import desk, inbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.inbox import InboxRow, InboxState, NewUpdate, Received

WATER, GAS = "water-east", "gas"


def update(event_id: str, **body: Any) -> NewUpdate:
    return NewUpdate(event_id, {"event_id": event_id, "status_text": "受理"} | body)


def receive(store: Store, *updates: NewUpdate, source: str = WATER) -> Received:
    with store.begin() as tx:
        return inbox.receive(tx, source, updates)


def in_state(store: Store, state: InboxState) -> list[str]:
    with store.read() as tx:
        return [row.event_id for row in inbox.pending(tx, limit=100, state=state)]


def ids(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return {row.event_id: row.id for row in inbox.pending(tx, limit=100)}


def mark(store: Store, state: InboxState, *event_ids: str) -> None:
    known = ids(store)
    with store.begin() as tx:
        inbox.mark(tx, [known[event_id] for event_id in event_ids], state)


def test_an_update_is_kept_as_it_came(store: Store, clock: SettableClock) -> None:
    assert receive(store, update("e1", remote_ref="W-17", scheme_id="S1", handler="王")) == Received(new=1)
    with store.read() as tx:
        (row,) = inbox.pending(tx, limit=10)
    body = {"event_id": "e1", "status_text": "受理", "remote_ref": "W-17", "scheme_id": "S1", "handler": "王"}
    assert row == InboxRow(1, WATER, "e1", body, InboxState.NEW, "W-17", "S1", clock.now)
    assert "王" not in repr(row)


def test_a_page_read_again_has_no_effect(store: Store) -> None:
    page = [update("e1"), update("e2")]
    assert receive(store, *page) == Received(new=2)
    assert receive(store, *page, update("e3")) == Received(new=1, repeated=2)
    assert in_state(store, InboxState.NEW) == ["e1", "e2", "e3"]


def test_an_update_twice_on_one_page_is_kept_once(store: Store) -> None:
    assert receive(store, update("e1"), update("e1")) == Received(new=1, repeated=1)
    assert receive(store) == Received()


def test_the_same_id_at_another_source_is_another_update(store: Store) -> None:
    receive(store, update("e1"))
    assert receive(store, update("e1"), source=GAS) == Received(new=1)


def test_the_order_of_fields_is_no_difference(store: Store) -> None:
    receive(store, NewUpdate("e1", {"a": 1, "b": 2}))
    assert receive(store, NewUpdate("e1", {"b": 2, "a": 1})) == Received(repeated=1)


def test_an_empty_field_that_the_model_gained_later_is_no_difference(store: Store) -> None:
    receive(store, update("e1"))
    grown = update("e1", opinion=None, opinion_text="", documents=[])
    assert receive(store, grown) == Received(repeated=1)


def test_the_same_id_with_other_contents_goes_to_the_desk_and_the_first_stands(store: Store) -> None:
    receive(store, update("e1"))
    other = update("e1", status_text="不受理")
    assert receive(store, other, update("e1")) == Received(repeated=1, conflicting=1)
    with store.read() as tx:
        (item,) = desk.open_items(tx)
        (row,) = inbox.pending(tx, limit=10)
    assert (item.kind, item.subject, item.destination) == (inbox.CONFLICT, "water-east:e1", WATER)
    assert item.message.params == {"source": WATER, "event": "e1"}
    assert row.body["status_text"] == "受理"


def test_a_conflict_told_again_is_not_asked_again(store: Store) -> None:
    receive(store, update("e1"))
    other = update("e1", status_text="不受理")
    receive(store, other, other)
    with store.begin() as tx:
        desk.close(tx, inbox.CONFLICT, "water-east:e1", resolution="first-is-right", by="li")
    assert receive(store, other) == Received(conflicting=1)
    with store.read() as tx:
        assert desk.open_items(tx) == ()
    receive(store, update("e1", status_text="撤件"))
    with store.read() as tx:
        assert len(desk.open_items(tx)) == 1


def test_a_conflict_within_one_page_is_seen(store: Store) -> None:
    assert receive(store, update("e1"), update("e1", status_text="撤件")) == Received(new=1, conflicting=1)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud83db"])
def test_a_strange_id_or_body_stops_no_page(store: Store, text: str) -> None:
    strange = NewUpdate(text, {"text": text, "value": float("nan")})
    assert receive(store, strange, update("e2")) == Received(new=2)
    assert receive(store, strange) == Received(repeated=1)


def test_updates_are_pending_in_the_order_they_came_until_they_are_marked(store: Store) -> None:
    receive(store, *(update(f"e{number}") for number in range(4)))
    mark(store, InboxState.FOLDED, "e0")
    mark(store, InboxState.HELD, "e2")
    assert in_state(store, InboxState.NEW) == ["e1", "e3"]
    assert in_state(store, InboxState.HELD) == ["e2"]
    with store.begin() as tx:
        inbox.mark(tx, [], InboxState.NEW)
        inbox.mark_event(tx, WATER, "e2", InboxState.SET_ASIDE)
        assert [row.event_id for row in inbox.pending(tx, limit=1)] == ["e1"]
        assert inbox.counts(tx) == {
            (WATER, InboxState.NEW): 2,
            (WATER, InboxState.FOLDED): 1,
            (WATER, InboxState.SET_ASIDE): 1,
        }


def test_updates_wait_for_their_case_and_are_woken_by_either_name(store: Store) -> None:
    receive(
        store,
        update("by-ref", remote_ref="W-17"),
        update("by-scheme", scheme_id="S1"),
        update("other", remote_ref="W-18", scheme_id="S2"),
        update("not-waiting", remote_ref="W-17"),
    )
    receive(store, update("gas", remote_ref="W-17"), source=GAS)
    mark(store, InboxState.WAITING, "by-ref", "by-scheme", "other", "gas")
    with store.begin() as tx:
        assert inbox.wake(tx, WATER) == 0
        assert inbox.wake(tx, WATER, remote_ref="W-17", scheme_id="S1") == 2
    assert in_state(store, InboxState.NEW) == ["by-ref", "by-scheme", "not-waiting"]
    assert in_state(store, InboxState.WAITING) == ["other", "gas"]


def test_ids_are_forgotten_after_four_hundred_days_when_done(store: Store, clock: SettableClock) -> None:
    receive(store, update("folded"), update("aside"), update("held"), update("waiting"), update("new"))
    receive(store, update("folded", status_text="撤件"))
    mark(store, InboxState.SET_ASIDE, "aside")
    mark(store, InboxState.HELD, "held")
    mark(store, InboxState.WAITING, "waiting")
    mark(store, InboxState.FOLDED, "folded")
    clock.advance(timedelta(days=400).total_seconds())
    receive(store, update("young"))
    mark(store, InboxState.FOLDED, "young")
    with store.begin() as tx:
        assert inbox.prune(tx) == 0
    clock.advance(1)
    with store.begin() as tx:
        assert inbox.prune(tx) == 2
    assert receive(store, update("folded"), update("young")) == Received(new=1, repeated=1)
    assert in_state(store, InboxState.HELD) + in_state(store, InboxState.WAITING) == ["held", "waiting"]

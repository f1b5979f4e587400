"""What waits for a person is one open item per kind and subject."""

from dataclasses import replace

import pytest

from hub.store import desk
from hub.store.clock import SettableClock
from hub.store.desk import Item, NewItem
from hub.store.engine import Store
from models.messages import FieldFault, Message

REFUSED = Message(id="record-refused", params={"rows": 3})
FAULT = FieldFault(field="demand.pipe_dn_mm", message=Message(id="invalid-missing"), allowed=("200", "300"))
WATER = NewItem(
    kind="delivery",
    subject="k1",
    message=REFUSED,
    faults=(FAULT,),
    destination="water-east",
    scheme_id="S1",
    case_number="S1-water",
    stage="review",
    project_code="2411-511703-04-01-249065",
    project_name="朝阳片区安置房一期",
)


def put(store: Store, *items: NewItem) -> list[int]:
    with store.begin() as tx:
        return [desk.open_item(tx, item) for item in items]


def close(store: Store, subject: str) -> bool:
    with store.begin() as tx:
        return desk.close(tx, "delivery", subject, resolution="retried", by="li", note="told them")


def subjects(store: Store, **filters: object) -> list[str]:
    with store.read() as tx:
        return [item.subject for item in desk.open_items(tx, **filters)]  # type: ignore[arg-type]


def test_an_item_says_what_it_concerns(store: Store, clock: SettableClock) -> None:
    (item_id,) = put(store, WATER)
    with store.read() as tx:
        item = desk.get(tx, item_id)
        assert desk.get(tx, item_id + 1) is None
    assert item == Item(
        id=item_id,
        kind="delivery",
        subject="k1",
        message=REFUSED,
        faults=(FAULT,),
        destination="water-east",
        scheme_id="S1",
        case_number="S1-water",
        stage="review",
        project_code="2411-511703-04-01-249065",
        project_name="朝阳片区安置房一期",
        times=1,
        opened_at=clock.now,
        seen_at=clock.now,
        closed_at=None,
        closed_by=None,
        resolution=None,
        note="",
    )


def test_a_cause_that_repeats_joins_its_open_item(store: Store, clock: SettableClock) -> None:
    (item_id,) = put(store, WATER)
    began = clock.now
    clock.advance(60)
    worse = Message(id="delivery-gave-up", params={"hours": 72, "attempts": 9})
    assert put(store, replace(WATER, message=worse, faults=()), replace(WATER, message=worse, faults=())) == [
        item_id,
        item_id,
    ]
    with store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.message, item.faults, item.times) == (worse, (), 3)
    assert (item.opened_at, item.seen_at) == (began, clock.now)


def test_another_kind_or_subject_is_another_item(store: Store) -> None:
    put(store, WATER, replace(WATER, kind="update"), replace(WATER, subject="k2"))
    assert subjects(store) == ["k1", "k1", "k2"]


def test_a_closed_item_keeps_who_closed_it_and_how(store: Store, clock: SettableClock) -> None:
    (item_id,) = put(store, WATER)
    clock.advance(60)
    assert close(store, "k1")
    assert not close(store, "k1")
    assert subjects(store) == []
    with store.read() as tx:
        item = desk.get(tx, item_id)
    assert item is not None
    assert (item.closed_at, item.closed_by, item.resolution, item.note) == (
        clock.now,
        "li",
        "retried",
        "told them",
    )


def test_a_cause_that_comes_back_after_closing_is_a_new_item(store: Store) -> None:
    (first,) = put(store, WATER)
    close(store, "k1")
    (second,) = put(store, WATER)
    assert second > first
    with store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.id, item.times) == (second, 1)


def test_a_group_is_put_and_taken_away_together(store: Store) -> None:
    with store.begin() as tx:
        desk.open_many(tx, [replace(WATER, subject=f"k{number}") for number in range(4)])
        desk.open_many(tx, [])
        assert (
            desk.close_many(tx, "delivery", ["k1", "k3", "k9"], resolution="superseded", by="liandong") == 2
        )
        assert desk.close_many(tx, "delivery", [], resolution="superseded", by="liandong") == 0
    assert subjects(store) == ["k0", "k2"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "update"}, ["k2"]),
        ({"destination": "gas"}, ["k3"]),
        ({"scheme_id": "S4"}, ["k4"]),
        ({"case_number": "S1-water"}, ["k1", "k2", "k3", "k4", "k5"]),
        ({"project_code": "2411-511703-04-01-249065"}, ["k1", "k2", "k3", "k4"]),
        ({"cause": "delivery-gave-up"}, ["k4"]),
        ({"destination": "water-east", "cause": "record-refused"}, ["k1", "k2", "k5"]),
        ({"search": "安置房"}, ["k1", "k2", "k3", "k4"]),
        ({"search": "s4"}, ["k4"]),
        ({"search": "_"}, []),
        ({"limit": 2, "after": 1}, ["k2", "k3"]),
    ],
)
def test_items_are_found_by_what_they_concern(
    store: Store, filters: dict[str, object], found: list[str]
) -> None:
    put(
        store,
        WATER,
        replace(WATER, subject="k2", kind="update"),
        replace(WATER, subject="k3", destination="gas"),
        replace(WATER, subject="k4", scheme_id="S4", message=Message(id="delivery-gave-up")),
        replace(WATER, subject="k5", project_code="1705-511702-48-03-007423", project_name="水厂"),
    )
    assert subjects(store, **filters) == found


def test_open_items_are_counted_by_cause(store: Store) -> None:
    put(store, WATER, replace(WATER, subject="k2"), replace(WATER, subject="k3", destination=None))
    put(store, replace(WATER, subject="k4"))
    close(store, "k4")
    with store.read() as tx:
        assert desk.counts(tx) == {("record-refused", "water-east"): 2, ("record-refused", None): 1}

"""Nothing in the audit trail can be changed or taken out unseen."""

import pytest
from sqlalchemy import delete, update

from hub.store import audit, cursors
from hub.store.audit import AuditRecord
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.tables import audit as table


@pytest.fixture
def trail(store: Store, clock: SettableClock) -> Store:
    for number in range(1, 6):
        clock.advance(1)
        with store.begin() as tx:
            audit.append(tx, "李", "retry", f"k{number}", {"note": "已电话核实\x00", "times": number})
    return store


def broken(store: Store) -> int | None:
    with store.read() as tx:
        return audit.verify(tx)


def test_an_untouched_chain_holds(trail: Store) -> None:
    assert broken(trail) is None


def test_an_empty_chain_holds(store: Store) -> None:
    assert broken(store) is None


def test_records_say_who_did_what_to_what_and_when(trail: Store, clock: SettableClock) -> None:
    with trail.read() as tx:
        (last,) = audit.records(tx, after=4)
        assert [record.id for record in audit.records(tx, limit=2)] == [1, 2]
    assert last == AuditRecord(5, clock.now, "李", "retry", "k5", {"note": "已电话核实\x00", "times": 5})


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": "王"},
        {"action": "discard"},
        {"subject": "k9"},
        {"detail": {"note": "", "times": 3}},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
    ],
)
def test_a_record_that_was_changed_is_found(trail: Store, changed: dict[str, object]) -> None:
    with trail.begin() as tx:
        tx.connection.execute(update(table).where(table.c.id == 3).values(**changed))
    assert broken(trail) == 3


def test_a_record_dated_back_is_found(trail: Store, clock: SettableClock) -> None:
    with trail.begin() as tx:
        tx.connection.execute(update(table).where(table.c.id == 3).values(at=clock.now))
    assert broken(trail) == 3


@pytest.mark.parametrize("taken", [1, 3])
def test_a_record_that_was_taken_out_is_missed_by_the_next(trail: Store, taken: int) -> None:
    with trail.begin() as tx:
        tx.connection.execute(delete(table).where(table.c.id == taken))
    assert broken(trail) == taken + 1


def test_a_record_made_up_afterwards_does_not_fit(trail: Store) -> None:
    with trail.begin() as tx:
        first = tx.connection.execute(table.select().where(table.c.id == 1)).mappings().one()
        tx.connection.execute(table.insert().values({**first, "id": 6}))
    assert broken(trail) == 6


def test_a_record_is_made_with_the_act_or_not_at_all(store: Store) -> None:
    def fail() -> None:
        with store.begin() as tx:
            audit.append(tx, "li", "discard", "k1", {})
            cursors.put(tx, "joint-review", "17")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.read() as tx:
        assert audit.records(tx) == ()

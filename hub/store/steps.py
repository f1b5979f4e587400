"""Steps (办理步次, BLCS) of a matter: counted from 1, and never given twice, not even across a restore."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hub.store import cases
from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import event, held_step


@dataclass(frozen=True, slots=True)
class HeldStep:
    """The step under which a mirror holds an event's record."""

    record_key: str
    matter: str
    step: int


def next_step(tx: Tx, matter: str, record_key: str) -> int:
    """The step of the next event of a matter, whose record has this key.

    After a restore the event may stand at a mirror already, from the life that was lost: it keeps the step it has
    there, and any other gets one above all that are there.
    """
    mine = select(held_step.c.step).where(held_step.c.record_key == record_key, held_step.c.matter == matter)
    held = tx.connection.execute(mine).scalar_one_or_none()
    if held is not None and not _is_taken(tx, matter, held):
        return int(held)
    highest = select(func.coalesce(func.max(held_step.c.step), 0)).where(held_step.c.matter == matter)
    return max(cases.last_step(tx, matter), int(tx.connection.execute(highest).scalar_one())) + 1


def hold(tx: Tx, steps: Sequence[HeldStep]) -> int:
    """Remember steps that are taken at a mirror; how many of them no event here has."""
    unknown = [each for each in steps if not _is_taken(tx, each.matter, each.step)]
    for each in steps:
        values = {"matter": each.matter, "step": each.step}
        statement = insert_into(tx, held_step).values(record_key=each.record_key, **values)
        tx.connection.execute(statement.on_conflict_do_update(index_elements=["record_key"], set_=values))
    return len(unknown)


def _is_taken(tx: Tx, matter: str, step: int) -> bool:
    found = select(event.c.id).where(event.c.matter == matter, event.c.step == step)
    return tx.connection.execute(found).first() is not None

"""Corrections of what counterparts refused: as proposed, and as a second person decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, insert, select, update

from hub.store.desk import DELIVERY, close
from hub.store.engine import Tx
from hub.store.rows import State, is_in
from hub.store.tables import correction, outbox

PROPOSED: Final = "proposed"
APPLIED: Final = "applied"
DECLINED: Final = "declined"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction. `body` holds the new values, personal data included; `changes` tells which fields, for readers."""

    id: int
    item_id: int
    kind: str
    body: Mapping[str, str] = field(repr=False)
    changes: Mapping[str, list[str]] = field(repr=False)
    note: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    state: str


def add(tx: Tx, values: Mapping[str, Any]) -> Correction:
    """Keep a correction."""
    tx.alone()
    made = tx.connection.execute(
        insert(correction).values({**values, "proposed_at": tx.now()}).returning(correction.c.id)
    ).scalar_one()
    return _one(tx, correction.c.id == made)


def get(tx: Tx, correction_id: int) -> Correction | None:
    """The correction with this id."""
    return next(iter(_select(tx, correction.c.id == correction_id)), None)


def proposed(tx: Tx, item_id: int | None = None) -> tuple[Correction, ...]:
    """Those that wait for a second person: all, or that of an item."""
    waiting = correction.c.state == PROPOSED
    return _select(tx, waiting) if item_id is None else _select(tx, waiting, correction.c.item_id == item_id)


def decide(tx: Tx, correction_id: int, *, by: str, state: str) -> None:
    """Keep what a person decided."""
    tx.alone()
    values = {"decided_by": by, "decided_at": tx.now(), "state": state}
    tx.connection.execute(update(correction).where(correction.c.id == correction_id).values(values))


def put_body(tx: Tx, row_id: int, body: Mapping[str, Any], *, actor: str) -> bool:
    """Let a delivery that was refused carry another body, in its place in its lane, and have it sent now.

    False when it is being sent, is done, or may have been taken: then it must not change under its key.
    """
    tx.alone()
    idle = is_in([State.ATTENTION, State.WAITING])
    statement = (
        update(outbox)
        .where(outbox.c.id == row_id, idle, ~outbox.c.unsure)
        .values(
            body=dict(body),
            state=State.WAITING,
            due_at=tx.now(),
            trigger=f"officer:{actor}",
            first_claimed_at=None,
        )
        .returning(outbox.c.key)
    )
    key = tx.connection.execute(statement).scalar_one_or_none()
    if key is not None:
        close(tx, DELIVERY, key, resolution="corrected", by=actor)
    return key is not None


def _one(tx: Tx, condition: ColumnElement[bool]) -> Correction:
    (found,) = _select(tx, condition)
    return found


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> tuple[Correction, ...]:
    statement = select(correction).where(*conditions).order_by(correction.c.id)
    return tuple(Correction(**row) for row in tx.connection.execute(statement).mappings())

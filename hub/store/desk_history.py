"""What was sent of a scheme and what it left on the desk, for whoever reads its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from hub.store.desk import Item, of_row
from hub.store.engine import Tx
from hub.store.rows import State
from hub.store.tables import attempt, desk_item, outbox
from models.messages import Message

MOST: Final = 2000
"""Most deliveries, and most items, of one scheme that are read."""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery without what it carries. `ended_at`: when the last attempt at it ended."""

    id: int
    key: str
    destination: str
    kind: str
    state: State
    version: int | None
    case_number: str | None
    attempts: int
    created_at: datetime
    due_at: datetime
    delivered_at: datetime | None
    remote_ref: str | None
    serial: str | None
    error: Message | None
    ended_at: datetime | None

    @property
    def failed(self) -> bool:
        """Whether it waits for a person."""
        return self.state is State.ATTENTION


_COLUMNS = tuple(
    outbox.c[name]
    for name in (
        "id",
        "key",
        "destination",
        "kind",
        "state",
        "version",
        "case_number",
        "attempts",
        "created_at",
        "due_at",
        "delivered_at",
        "remote_ref",
        "serial",
        "error",
    )
)


def deliveries(tx: Tx, scheme_id: str) -> tuple[DeliveryLine, ...]:
    """What was ever to be sent of a scheme, oldest first."""
    ended = func.max(attempt.c.ended_at, type_=attempt.c.ended_at.type)
    last = select(ended).where(attempt.c.outbox_id == outbox.c.id).correlate(outbox).scalar_subquery()
    statement = (
        select(*_COLUMNS, last.label("ended_at"))
        .where(outbox.c.scheme_id == scheme_id)
        .order_by(outbox.c.id)
        .limit(MOST)
    )
    return tuple(
        DeliveryLine(
            **{
                **row,
                "state": State(row["state"]),
                "error": Message.from_store(row["error"]) if row["error"] else None,
            }
        )
        for row in tx.connection.execute(statement).mappings()
    )


def items(tx: Tx, scheme_id: str) -> tuple[Item, ...]:
    """What of a scheme was ever on the desk, oldest first."""
    statement = (
        select(desk_item).where(desk_item.c.scheme_id == scheme_id).order_by(desk_item.c.id).limit(MOST)
    )
    return tuple(of_row(dict(row)) for row in tx.connection.execute(statement).mappings())

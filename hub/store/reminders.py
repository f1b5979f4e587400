"""The ledger of what was told to whom: written before a message is sent and after, so that nothing is told twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import RowMapping, and_, or_, select, update

from hub.store.engine import Tx
from hub.store.sql import among, insert_into, not_among
from hub.store.tables import reminder
from models.messages import Message

STALE: Final = timedelta(minutes=10)
"""Nobody takes longer to send: whoever was sending then is gone, and nobody knows whether it was sent."""


class Told(StrEnum):
    """Where a reminder stands."""

    TELLING = "telling"
    TOLD = "told"
    FAILED = "failed"
    HEALING = "healing"
    HEALED = "healed"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A line of the ledger."""

    id: int
    key: str
    recipient: str
    topic: str
    message: Message
    state: Told
    attempts: int
    first_at: datetime
    told_at: datetime | None
    healed_at: datetime | None


_COLUMNS: Final = [
    reminder.c[name]
    for name in (
        "id",
        "key",
        "recipient",
        "topic",
        "message",
        "state",
        "attempts",
        "first_at",
        "told_at",
        "healed_at",
    )
]


def claim(tx: Tx, recipient: str, topic: str, notices: Mapping[str, Message]) -> frozenset[str]:
    """Take notices in hand that this recipient has not been told of; the keys taken.

    One that failed is taken again when its time has come. What another process has in hand, or had when it was
    killed, is not: it may have been told.
    """
    if not notices:
        return frozenset()
    rows = [
        {
            "key": key,
            "recipient": recipient,
            "topic": topic,
            "message": message.to_store(),
            "state": Told.TELLING.value,
            "attempts": 1,
            "first_at": tx.now(),
            "changed_at": tx.now(),
        }
        for key, message in notices.items()
    ]
    known = {
        row.key: row
        for row in tx.connection.execute(
            select(reminder.c.key, reminder.c.state, reminder.c.again_at).where(
                reminder.c.recipient == recipient, among(tx, reminder.c.key, list(notices))
            )
        )
    }
    taken = set()
    for row in rows:
        before = known.get(str(row["key"]))
        if before is None:
            statement = insert_into(tx, reminder).values(**row).on_conflict_do_nothing()
            won = tx.connection.execute(statement.returning(reminder.c.id)).first() is not None
        else:
            won = _take_again(tx, recipient, str(row["key"]))
        taken |= {str(row["key"])} if won else set()
    return frozenset(taken)


def _take_again(tx: Tx, recipient: str, key: str) -> bool:
    statement = (
        update(reminder)
        .where(
            reminder.c.recipient == recipient,
            reminder.c.key == key,
            reminder.c.state == Told.FAILED.value,
            reminder.c.again_at <= tx.now(),
        )
        .values(state=Told.TELLING.value, attempts=reminder.c.attempts + 1, changed_at=tx.now())
    )
    return tx.connection.execute(statement).rowcount == 1


def settle(
    tx: Tx, recipient: str, keys: Collection[str], state: Told, *, again_at: datetime | None = None
) -> None:
    """Keep how the telling of `keys` went."""
    values: dict[str, Any] = {"state": state.value, "changed_at": tx.now(), "again_at": again_at}
    if state is Told.TOLD and again_at is None:
        values["told_at"] = tx.now()
    if state is Told.HEALED:
        values["healed_at"] = tx.now()
    statement = update(reminder).where(reminder.c.recipient == recipient, among(tx, reminder.c.key, keys))
    tx.connection.execute(statement.values(values))


def claim_healed(
    tx: Tx, recipient: str, present: Collection[str], topics: Collection[str]
) -> tuple[Reminder, ...]:
    """Take in hand what this recipient was told of and what is no longer so. What was never told heals unsaid."""
    gone = [
        reminder.c.recipient == recipient,
        reminder.c.healed_at.is_(None),
        among(tx, reminder.c.topic, topics),
        not_among(tx, reminder.c.key, present),
    ]
    stale = reminder.c.changed_at < tx.now() - STALE
    unsaid = or_(
        reminder.c.state == Told.FAILED.value,
        and_(reminder.c.state.in_([Told.TELLING.value, Told.HEALING.value]), stale),
    )
    healed = {"state": Told.HEALED.value, "changed_at": tx.now(), "healed_at": tx.now()}
    tx.connection.execute(update(reminder).where(*gone, unsaid).values(healed))
    due = or_(reminder.c.again_at.is_(None), reminder.c.again_at <= tx.now())
    statement = (
        update(reminder)
        .where(*gone, reminder.c.state == Told.TOLD.value, due)
        .values(state=Told.HEALING.value, changed_at=tx.now())
        .returning(*_COLUMNS)
    )
    rows = [_reminder(row) for row in tx.connection.execute(statement).mappings()]
    return tuple(sorted(rows, key=lambda each: each.id))


def of_recipient(tx: Tx, recipient: str) -> tuple[Reminder, ...]:
    """Everything this recipient was ever told, oldest first."""
    statement = select(*_COLUMNS).where(reminder.c.recipient == recipient).order_by(reminder.c.id)
    return tuple(_reminder(row) for row in tx.connection.execute(statement).mappings())


def attempts(tx: Tx, recipient: str, keys: Collection[str]) -> int:
    """The most attempts at any of `keys`."""
    statement = select(reminder.c.attempts).where(
        reminder.c.recipient == recipient, among(tx, reminder.c.key, keys)
    )
    return max(tx.connection.scalars(statement), default=0)


def _reminder(row: RowMapping) -> Reminder:
    return Reminder(**{**row, "message": Message.from_store(row["message"]), "state": Told(row["state"])})

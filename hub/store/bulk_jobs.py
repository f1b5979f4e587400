"""Jobs over many items: which items (frozen when a job begins), how far it is, and what came of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, insert, select, update

from hub.store.engine import Tx
from hub.store.sql import insert_rows, update_rows
from hub.store.tables import bulk_entry, bulk_job, desk_item, outbox
from models.messages import Message

PENDING: Final = "pending"
RELEASED: Final = "released"
SKIPPED: Final = "skipped"
"""States of an entry."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job. `state` is trying, tried (waits for a word), running, paused, done or cancelled.

    `query` is the filter it began with; `trial` how many go first; `done` how many entries were dealt with.
    """

    id: int
    by: str
    name: str
    query: str
    note: str
    state: str
    trial: int
    per_minute: int | None
    total: int
    done: int
    created_at: datetime
    due_at: datetime
    changed_at: datetime
    changed_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An item of a job that begins: its delivery, and how often that was attempted before."""

    item_id: int
    outbox_id: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A delivery that failed again: its item on the desk now, and why."""

    outbox_id: int
    item_id: int
    project_name: str | None
    message: Message


def add(tx: Tx, values: Mapping[str, Any], entries: Sequence[NewEntry]) -> Job:
    """Keep a job and its entries, in the order given."""
    now = tx.now()
    given = {"created_at": now, "due_at": now, "changed_at": now, "done": 0, "total": len(entries), **values}
    job_id: int = tx.connection.execute(insert(bulk_job).values(given).returning(bulk_job.c.id)).scalar_one()
    rows = [
        {
            "job_id": job_id,
            "position": position,
            "item_id": entry.item_id,
            "outbox_id": entry.outbox_id,
            "attempts": entry.attempts,
            "state": PENDING,
        }
        for position, entry in enumerate(entries)
    ]
    insert_rows(tx, bulk_entry, rows)
    made = get(tx, job_id)
    if made is None:
        raise LookupError(job_id)
    return made


def get(tx: Tx, job_id: int) -> Job | None:
    """The job with this id."""
    row = tx.connection.execute(select(bulk_job).where(bulk_job.c.id == job_id)).mappings().first()
    return Job(**row) if row else None


def latest(tx: Tx, limit: int) -> tuple[Job, ...]:
    """The newest jobs, the newest first."""
    rows = tx.connection.execute(select(bulk_job).order_by(bulk_job.c.id.desc()).limit(limit)).mappings()
    return tuple(Job(**row) for row in rows)


def due(tx: Tx) -> Job | None:
    """The job that has waited longest for its next step."""
    # Written out: a partial index is used only where the query says what it says.
    statement = (
        select(bulk_job)
        .where(bulk_job.c.state.in_(["trying", "running"]), bulk_job.c.due_at <= tx.now())
        .order_by(bulk_job.c.due_at, bulk_job.c.id)
        .limit(1)
    )
    row = tx.connection.execute(statement).mappings().first()
    return Job(**row) if row else None


def change(tx: Tx, job_id: int, *, by: str, **values: Any) -> None:
    """Set columns of a job."""
    told = {"changed_at": tx.now(), "changed_by": by, **values}
    tx.connection.execute(update(bulk_job).where(bulk_job.c.id == job_id).values(told))


def pending(tx: Tx, job_id: int, start: int, limit: int) -> tuple[int, ...]:
    """Item ids of the entries from position `start` on, in order."""
    statement = (
        select(bulk_entry.c.item_id)
        .where(bulk_entry.c.job_id == job_id, bulk_entry.c.position >= start)
        .order_by(bulk_entry.c.position)
        .limit(limit)
    )
    return tuple(tx.connection.execute(statement).scalars())


def settle(tx: Tx, job_id: int, start: int, item_ids: Sequence[int], reasons: Mapping[int, str]) -> None:
    """Keep what was done with the entries from `start` on: released, or skipped for a reason."""
    rows = [
        {
            "job_id": job_id,
            "position": start + offset,
            "state": SKIPPED if item_id in reasons else RELEASED,
            "reason": reasons.get(item_id),
            "at": tx.now(),
        }
        for offset, item_id in enumerate(item_ids)
    ]
    update_rows(tx, bulk_entry, ["job_id", "position"], rows)


def outcomes(
    tx: Tx, job_id: int, *, below: int | None = None
) -> Mapping[tuple[str, str | None, str | None], int]:
    """How many entries there are, by state, reason, and where their delivery stands now; `below` a position."""
    by = (bulk_entry.c.state, bulk_entry.c.reason, outbox.c.state)
    statement = (
        select(*by, func.count())
        .select_from(bulk_entry.outerjoin(outbox, outbox.c.id == bulk_entry.c.outbox_id))
        .where(bulk_entry.c.job_id == job_id)
        .group_by(*by)
    )
    if below is not None:
        statement = statement.where(bulk_entry.c.position < below)
    return {(state, reason, row): count for state, reason, row, count in tx.connection.execute(statement)}


def failed(tx: Tx, job_id: int, limit: int) -> tuple[Failed, ...]:
    """Entries whose delivery waits for a person again."""
    again = and_(
        desk_item.c.kind == "delivery", desk_item.c.subject == outbox.c.key, desk_item.c.closed_at.is_(None)
    )
    joined = bulk_entry.join(outbox, outbox.c.id == bulk_entry.c.outbox_id).join(desk_item, again)
    statement = (
        select(outbox.c.id, desk_item.c.id, desk_item.c.project_name, desk_item.c.message)
        .select_from(joined)
        .where(bulk_entry.c.job_id == job_id, bulk_entry.c.state == RELEASED, outbox.c.state == "attention")
        .order_by(bulk_entry.c.position)
        .limit(limit)
    )
    return tuple(
        Failed(row_id, item_id, name, Message.from_store(message))
        for row_id, item_id, name, message in tx.connection.execute(statement)
    )

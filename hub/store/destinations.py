"""Destinations as every worker sees them: paused by a person or by refused credentials, and their breakers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, or_, select, update

from hub.store.columns import from_millis, to_millis
from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import destination
from models.messages import Message

_EVERY: Final = select(destination).order_by(destination.c.id)
"""Made once: this is asked with every claim, and making a statement costs more than running it."""


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """A destination. `failures`, `openings` and `opened_until` are its breaker's."""

    id: str
    paused: bool = False
    switched_by: str | None = None
    """Who paused or resumed it last."""
    paused_at: datetime | None = None
    reason: Message | None = None
    failures: tuple[datetime, ...] = ()
    openings: int = 0
    opened_until: datetime | None = None
    probe_until: datetime | None = None
    """Until when the one probe of an opened breaker is awaited."""
    last_heard_at: datetime | None = None
    last_ok_at: datetime | None = None


def ensure(tx: Tx, ids: Collection[str]) -> None:
    """Make sure that these destinations are known. What is known of them already stays."""
    if not ids:
        return
    tx.alone()
    rows = [{"id": each, "paused": False, "failures": [], "openings": 0} for each in ids]
    tx.connection.execute(insert_into(tx, destination).on_conflict_do_nothing(), rows)


def get(tx: Tx) -> Mapping[str, DestinationRow]:
    """Every known destination by id."""
    rows = tx.connection.execute(_EVERY).mappings()
    return {row["id"]: _row(row) for row in rows}


def pause(tx: Tx, destination_id: str, *, by: str, reason: Message) -> bool:
    """Send nothing there until it is resumed. False when it is paused already: the first reason stands."""
    ensure(tx, [destination_id])
    values = {"paused": True, "switched_by": by, "paused_at": tx.now(), "reason": reason.to_store()}
    statement = update(destination).where(destination.c.id == destination_id, ~destination.c.paused)
    return tx.connection.execute(statement.values(values)).rowcount == 1


def resume(tx: Tx, destination_id: str, by: str) -> bool:
    """Send there again, with nothing held against it. False when it is not paused."""
    tx.alone()
    values = {
        "paused": False,
        "switched_by": by,
        "paused_at": None,
        "reason": None,
        "failures": [],
        "openings": 0,
        "opened_until": None,
        "probe_until": None,
    }
    statement = update(destination).where(destination.c.id == destination_id, destination.c.paused)
    return tx.connection.execute(statement.values(values)).rowcount == 1


def save_breaker(
    tx: Tx,
    destination_id: str,
    *,
    failures: Sequence[datetime],
    openings: int,
    opened_until: datetime | None,
    probe_until: datetime | None = None,
    ok_at: datetime | None = None,
) -> None:
    """Keep a destination's breaker, and when it last took something (`ok_at`, if it just did)."""
    ensure(tx, [destination_id])
    values: dict[str, Any] = {
        "failures": [to_millis(at) for at in failures],
        "openings": openings,
        "opened_until": opened_until,
        "probe_until": probe_until,
    }
    if ok_at is not None:
        values |= {"last_ok_at": ok_at, "last_heard_at": ok_at}
    tx.connection.execute(update(destination).where(destination.c.id == destination_id).values(values))


def take_probe(tx: Tx, destination_id: str, until: datetime) -> bool:
    """Take the one probe of a breaker whose pause is over; False when another worker has it.

    Whoever takes it has until `until` to come back with an outcome.
    """
    now = tx.now()
    free = or_(destination.c.probe_until.is_(None), destination.c.probe_until <= now)
    statement = update(destination).where(
        destination.c.id == destination_id, destination.c.opened_until <= now, free
    )
    return tx.connection.execute(statement.values(probe_until=until)).rowcount == 1


def keep_probes(tx: Tx, destination_ids: Collection[str], until: datetime) -> None:
    """A probe that takes long is still under way."""
    now = tx.now()
    statement = update(destination).where(
        destination.c.id.in_(sorted(destination_ids)),
        destination.c.opened_until <= now,
        destination.c.probe_until.is_not(None),
    )
    tx.connection.execute(statement.values(probe_until=until))


def heard(tx: Tx, destination_id: str) -> None:
    """The counterpart has answered or called, just now."""
    statement = update(destination).where(destination.c.id == destination_id).values(last_heard_at=tx.now())
    if not tx.connection.execute(statement).rowcount:
        ensure(tx, [destination_id])
        tx.connection.execute(statement)


def _row(row: RowMapping) -> DestinationRow:
    values: dict[str, Any] = dict(row)
    values["reason"] = Message.from_store(values["reason"]) if values["reason"] else None
    values["failures"] = tuple(from_millis(at) for at in values["failures"])
    return DestinationRow(**values)

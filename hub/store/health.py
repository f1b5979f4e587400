"""How calls to each counterpart went, hour by hour: added up once, so that a plot over weeks costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, case, cast, func, literal_column, select

from hub.store import cursors
from hub.store.columns import from_millis
from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import attempt, destination_hour, outbox

_READ: Final = "desk:health"
"""Where the last attempt that was added up is kept, among the cursors."""
_HOUR_MS: Final = 3_600_000
_FORGOTTEN: Final = timedelta(days=1)
"""An attempt open for longer than this is nobody's any more, and holds up nothing."""
_BATCH: Final = 50_000
_OPEN: Final = attempt.c.outcome.is_(None)


@dataclass(frozen=True, slots=True)
class Hour:
    """Calls of one hour: how many, how many failed, how many were refused with reasons, seconds on average."""

    hour: datetime
    calls: int
    failures: int
    refusals: int
    seconds: float


def add_up(tx: Tx, limit: int = _BATCH) -> int:
    """Add the attempts that have ended since the last time; how many were looked at, 0: there are no more."""
    tx.alone()
    last = int(cursors.get(tx, _READ) or 0)
    fresh = tx.now() - _FORGOTTEN
    first_open = tx.connection.execute(
        select(func.min(attempt.c.id)).where(_OPEN, attempt.c.id > last, attempt.c.started_at > fresh)
    ).scalar_one_or_none()
    statement = select(attempt.c.id).where(attempt.c.id > last).order_by(attempt.c.id).limit(limit)
    if first_open is not None:
        statement = statement.where(attempt.c.id < first_open)
    looked_at = statement.subquery()
    count, up_to = tx.connection.execute(select(func.count(), func.max(looked_at.c.id))).one()
    if not count:
        return 0
    _put(tx, last, up_to)
    cursors.put(tx, _READ, str(up_to))
    return int(count)


def _put(tx: Tx, last: int, up_to: int) -> None:
    began = cast(attempt.c.started_at, BigInteger)
    hour = (began - began % _HOUR_MS).label("hour")
    kind = func.coalesce(attempt.c.error_kind, "")
    refused = case((kind == "rejected", 1), else_=0)
    failed = case(((attempt.c.outcome != "delivered") & (kind.not_in(["rejected", "pending"])), 1), else_=0)
    took = cast(func.coalesce(attempt.c.ended_at, attempt.c.started_at), BigInteger) - began
    statement = (
        select(outbox.c.destination, hour, func.count(), func.sum(failed), func.sum(refused), func.sum(took))
        .select_from(attempt.join(outbox, outbox.c.id == attempt.c.outbox_id))
        .where(attempt.c.id > last, attempt.c.id <= up_to, attempt.c.outcome != literal_column("'released'"))
        .group_by(outbox.c.destination, hour)
    )
    rows = [
        {
            "destination": destination,
            "hour": from_millis(int(began_at)),
            "calls": int(calls),
            "failures": int(failures),
            "refusals": int(refusals),
            "milliseconds": int(took_ms),
        }
        for destination, began_at, calls, failures, refusals, took_ms in tx.connection.execute(statement)
    ]
    if not rows:
        return
    adding = insert_into(tx, destination_hour)
    names = ("calls", "failures", "refusals", "milliseconds")
    sums = {name: destination_hour.c[name] + adding.excluded[name] for name in names}
    tx.connection.execute(
        adding.on_conflict_do_update(index_elements=["destination", "hour"], set_=sums), rows
    )


def hours(tx: Tx, destination: str, *, since: datetime) -> tuple[Hour, ...]:
    """The hours of one counterpart in which there were calls, oldest first."""
    return hours_of_all(tx, since=since, only=destination).get(destination, ())


def hours_of_all(tx: Tx, *, since: datetime, only: str | None = None) -> Mapping[str, tuple[Hour, ...]]:
    """`hours` by counterpart."""
    statement = select(destination_hour).where(destination_hour.c.hour >= since)
    if only is not None:
        statement = statement.where(destination_hour.c.destination == only)
    found: dict[str, list[Hour]] = {}
    ordered = statement.order_by(destination_hour.c.destination, destination_hour.c.hour)
    for row in tx.connection.execute(ordered):
        seconds = row.milliseconds / row.calls / 1000 if row.calls else 0.0
        hour = Hour(row.hour, row.calls, row.failures, row.refusals, seconds)
        found.setdefault(row.destination, []).append(hour)
    return {destination: tuple(each) for destination, each in found.items()}

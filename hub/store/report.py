"""What a report is counted from: rows of a period, as few columns of them as it needs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, literal, select

from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.sql import among
from hub.store.tables import attempt, case_clock, desk_item, event, outbox, utility_case

_GROUP = 5_000


class RecordedEvent(NamedTuple):
    """A legal event, and when each mirror took it, in their order; `None`: not yet."""

    company: str
    occurred_at: datetime
    received_at: datetime
    taken_at: tuple[datetime | None, ...]


class OpenedItem(NamedTuple):
    """An item that came to the desk. `error_kind`: of the delivery it is about, as far as one failed."""

    kind: str
    destination: str | None
    opened_at: datetime
    error_kind: str | None


def events(tx: Tx, begin: datetime, end: datetime, prefixes: Mapping[str, str]) -> Iterator[RecordedEvent]:
    """Legal events received from `begin` until `end`, group by group.

    `prefixes` gives, by mirror, what its outbox keys put before an event's own record key.
    """
    rows = [outbox.alias(f"at_{place}") for place in range(len(prefixes))]
    source = event.join(utility_case, utility_case.c.number == event.c.case_number)
    for row, prefix in zip(rows, prefixes.values(), strict=True):
        taken = and_(row.c.key == literal(prefix) + event.c.record_key, row.c.state == State.DELIVERED)
        source = source.outerjoin(row, taken)
    columns = (utility_case.c.company, event.c.occurred_at, event.c.received_at)
    statement = (
        select(event.c.id, *columns, *(row.c.delivered_at for row in rows))
        .select_from(source)
        .where(event.c.legal, event.c.received_at >= begin, event.c.received_at < end)
        .order_by(event.c.id)
        .limit(_GROUP)
    )
    last = 0
    while True:
        found = tx.connection.execute(statement.where(event.c.id > last)).all()
        for row_ in found:
            yield RecordedEvent(row_[1], row_[2], row_[3], tuple(row_[4:]))
        if len(found) < _GROUP:
            return
        last = found[-1][0]


def items(tx: Tx, begin: datetime, end: datetime) -> tuple[OpenedItem, ...]:
    """What came to the desk from `begin` until `end`."""
    failed = (
        select(attempt.c.error_kind)
        .join(outbox, outbox.c.id == attempt.c.outbox_id)
        .where(outbox.c.key == desk_item.c.subject, attempt.c.error_kind.is_not(None))
        .order_by(attempt.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(
        desk_item.c.kind,
        desk_item.c.destination,
        desk_item.c.opened_at,
        case((desk_item.c.kind == "delivery", failed)),
    ).where(desk_item.c.opened_at >= begin, desk_item.c.opened_at < end)
    return tuple(OpenedItem(*row) for row in tx.connection.execute(statement.order_by(desk_item.c.id)))


def ended_matters(tx: Tx, begin: datetime, end: datetime) -> Mapping[tuple[str, str, bool], int]:
    """How many matters ended from `begin` until `end`, by company, stage, and whether in time."""
    columns = (case_clock.c.company, case_clock.c.stage, case_clock.c.on_time)
    statement = (
        select(*columns, func.count())
        .where(case_clock.c.on_time.is_not(None), case_clock.c.ended_at >= begin, case_clock.c.ended_at < end)
        .group_by(*columns)
        .order_by(*columns)
    )
    return {(row[0], row[1], row[2]): row[3] for row in tx.connection.execute(statement)}


def due_opinions(tx: Tx, begin: datetime, end: datetime) -> Mapping[tuple[str, bool | None], int]:
    """How many opinions were due from `begin` until `end`, by company and whether they came in time; `None`: not yet.

    Those of schemes that were taken back or revised before are not counted.
    """
    columns = (case_clock.c.company, case_clock.c.on_time)
    taken_back = and_(case_clock.c.ended_at.is_not(None), case_clock.c.on_time.is_(None))
    statement = (
        select(*columns, func.count())
        .where(
            among(tx, case_clock.c.stage, ["review"]),
            case_clock.c.due_at >= begin,
            case_clock.c.due_at < end,
            ~taken_back,
        )
        .group_by(*columns)
        .order_by(case_clock.c.company)
    )
    return {(row[0], row[1]): row[2] for row in tx.connection.execute(statement)}

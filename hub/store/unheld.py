"""What the hub has and a counterpart has not, or had late: the questions that reconciliation puts to the store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, exists, func, literal, select, type_coerce

from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.sql import among
from hub.store.tables import event, holding, outbox, utility_case

_EVENT: Final = "event"


@dataclass(frozen=True, slots=True)
class Unheld:
    """Something of the hub's that the counterpart does not hold: an event, or a row sent to a mirror."""

    id: int
    key: str
    type: str
    case_number: str | None
    scheme_id: str | None = None


def events_unheld(
    tx: Tx, company: str, after: int, upto: int, limit: int, read: datetime
) -> tuple[Unheld, ...]:
    """Events that the hub received of a company before `read` and the company does not hold, by id."""
    there = exists().where(
        holding.c.counterpart == company, holding.c.type == _EVENT, holding.c.key == event.c.event_id
    )
    statement = (
        select(event.c.id, event.c.event_id, event.c.case_number)
        .where(event.c.source == company, event.c.id > after, event.c.id <= upto)
        .where(event.c.received_at < read, ~there)
        .order_by(event.c.id)
        .limit(limit)
    )
    return tuple(Unheld(id, key, _EVENT, number) for id, key, number in tx.connection.execute(statement))


def rows_unheld(
    tx: Tx, mirror: str, kinds: Sequence[str], since: datetime | None, read: datetime, after: int, limit: int
) -> tuple[Unheld, ...]:
    """Rows of these kinds that a mirror took, before `read` and from `since` on, and does not hold; by id."""
    prefix = f"{mirror}:"
    own = func.substr(outbox.c.key, len(prefix) + 1)
    there = exists().where(
        holding.c.counterpart == mirror,
        holding.c.type == func.substr(outbox.c.kind, len("record.") + 1),
        holding.c.key == own,
    )
    statement = (
        select(outbox.c.id, own, outbox.c.kind, outbox.c.case_number, outbox.c.scheme_id)
        .where(outbox.c.destination == mirror, _delivered(), outbox.c.kind.in_(sorted(kinds)))
        .where(outbox.c.delivered_at < read, outbox.c.id > after, ~there)
        .order_by(outbox.c.id)
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(outbox.c.delivered_at >= since)
    return tuple(
        Unheld(id, key, kind.removeprefix("record."), number, scheme)
        for id, key, kind, number, scheme in tx.connection.execute(statement)
    )


def delivered_since(
    tx: Tx, mirror: str, kind: str, since: datetime, after: int, limit: int
) -> tuple[Unheld, ...]:
    """What a mirror took of one kind since an instant, by id."""
    statement = (
        select(outbox.c.id, outbox.c.key, outbox.c.case_number, outbox.c.scheme_id)
        .where(outbox.c.destination == mirror, _delivered(), outbox.c.kind == kind)
        .where(outbox.c.delivered_at >= since, outbox.c.id > after)
        .order_by(outbox.c.id)
        .limit(limit)
    )
    return tuple(
        Unheld(id, key.removeprefix(f"{mirror}:"), kind.removeprefix("record."), number, scheme)
        for id, key, number, scheme in tx.connection.execute(statement)
    )


def never_recorded(tx: Tx, mirror: str, after: int, upto: int, limit: int) -> tuple[Unheld, ...]:
    """Legal events that were never handed to a mirror, by id."""
    handed = exists().where(outbox.c.key == literal(f"{mirror}:") + event.c.record_key)
    statement = (
        select(event.c.id, event.c.source, event.c.event_id, event.c.case_number)
        .where(event.c.legal, event.c.id > after, event.c.id <= upto, ~handed)
        .order_by(event.c.id)
        .limit(limit)
    )
    return tuple(
        Unheld(id, f"{source}:{name}", _EVENT, number)
        for id, source, name, number in tx.connection.execute(statement)
    )


def is_handed(tx: Tx, mirror: str, source: str, event_id: str) -> bool:
    """Whether an event, where it still counts, was handed to a mirror."""
    handed = exists().where(outbox.c.key == literal(f"{mirror}:") + event.c.record_key)
    statement = select(func.count()).where(
        event.c.source == source, event.c.event_id == event_id, event.c.legal, ~handed
    )
    return tx.connection.execute(statement).scalar_one() == 0


@dataclass(frozen=True, slots=True)
class Late:
    """An event that was told, or recorded, later than it should have been."""

    id: int
    key: str
    case_number: str
    occurred_at: datetime
    done_at: datetime
    record: str = ""
    """At a mirror, the record's own key."""


def told_late(tx: Tx, company: str, limit_ms: int, after: int, upto: int, limit: int) -> tuple[Late, ...]:
    """Events that a company told later than `limit_ms` after they happened, by id.

    Nothing is late that happened before the hub knew of the case: history brought in later is no fault of anybody's.
    """
    received = _millis(event.c.received_at)
    statement = (
        select(event.c.id, event.c.event_id, event.c.case_number, event.c.occurred_at, event.c.received_at)
        .select_from(event.join(utility_case, utility_case.c.number == event.c.case_number))
        .where(event.c.source == company, event.c.id > after, event.c.id <= upto)
        .where(received - _millis(event.c.occurred_at) > limit_ms)
        .where(received - _millis(utility_case.c.opened_at) > limit_ms)
        .order_by(event.c.id)
        .limit(limit)
    )
    return tuple(Late(*row) for row in tx.connection.execute(statement))


def recorded_late(
    tx: Tx, mirror: str, limit_ms: int, since: datetime | None, after: int, limit: int
) -> tuple[Late, ...]:
    """Events that a mirror took later than `limit_ms` after they were ready for it, by the outbox row's id."""
    own = func.substr(outbox.c.key, len(mirror) + 2)
    statement = (
        select(
            outbox.c.id,
            event.c.event_id,
            event.c.case_number,
            event.c.occurred_at,
            outbox.c.delivered_at,
            own,
        )
        .select_from(outbox.join(event, event.c.case_number == outbox.c.case_number))
        .where(event.c.record_key == own, outbox.c.destination == mirror, _delivered())
        .where(outbox.c.kind == "record.event", outbox.c.id > after)
        .where(_millis(outbox.c.delivered_at) - _millis(outbox.c.created_at) > limit_ms)
        .order_by(outbox.c.id)
        .limit(limit)
    )
    if since is not None:
        statement = statement.where(outbox.c.delivered_at >= since)
    return tuple(Late(*row) for row in tx.connection.execute(statement))


def last_event(tx: Tx) -> int:
    """The id of the newest event; 0 where there is none."""
    newest: int = tx.connection.execute(select(func.coalesce(func.max(event.c.id), 0))).scalar_one()
    return newest


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row sent to a mirror, as far as comparing needs it."""

    id: int
    key: str
    lane: str
    kind: str
    state: State
    body: Mapping[str, Any] = field(repr=False)
    case_number: str | None
    scheme_id: str | None


def sent(tx: Tx, mirror: str, keys: Collection[str]) -> dict[str, SentRow]:
    """The rows sent to a mirror, or bound for it, under these records' own keys."""
    prefix = f"{mirror}:"
    names = [each.name for each in fields(SentRow)]
    statement = select(*(outbox.c[name] for name in names)).where(
        among(tx, outbox.c.key, [prefix + key for key in keys])
    )
    rows = [
        SentRow(**{**row, "state": State(row["state"])})
        for row in tx.connection.execute(statement).mappings()
    ]
    return {row.key.removeprefix(prefix): row for row in rows}


def taken_back(tx: Tx, row: SentRow) -> bool:
    """Whether a later record has been sent in its place, or is bound to be: one that takes it back, or a newer one."""
    gone = outbox.c.state.in_([State.SUPERSEDED, State.DISCARDED])
    statement = (
        select(outbox.c.body)
        .where(outbox.c.lane == row.lane, outbox.c.kind == row.kind, outbox.c.id > row.id, ~gone)
        .order_by(outbox.c.id)
    )
    return any(body.get("step") == row.body.get("step") for body in tx.connection.scalars(statement))


def _delivered() -> ColumnElement[bool]:
    # Written out, so that the partial index is used.
    return outbox.c.state == literal(State.DELIVERED.value, literal_execute=True)


def _millis(instant: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(instant, BigInteger)

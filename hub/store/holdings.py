"""What the counterparts hold, as it was last read back: the other side of every comparison (对账)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, delete, exists, func, literal, select, type_coerce

from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.sql import among, insert_into
from hub.store.tables import event, holding, inbox, outbox

EVENT: Final = "event"


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One record at a counterpart. `differs` names what reads otherwise than the hub has it; `body` is what they hold,
    kept while the hub does not hold the same. The last three are known of a company's events only."""

    type: str
    key: str
    digest: str
    about: str
    standing: bool = True
    pending: bool = False
    serial: str | None = None
    at: datetime | None = None
    differs: Sequence[str] | None = None
    body: Any = field(default=None, repr=False)
    case_number: str | None = None
    version: int | None = None
    occurred_at: datetime | None = None


_NAMES: Final = tuple(each.name for each in fields(HeldRecord))
_COLUMNS: Final = tuple(holding.c[name] for name in _NAMES)


def put(tx: Tx, counterpart: str, run: int, records: Sequence[HeldRecord]) -> None:
    """Keep what was read in a pass; what was known of the same keys is replaced."""
    latest = {(each.type, each.key): each for each in records}
    if not latest:
        return
    statement = insert_into(tx, holding)
    kept = [name for name in (*_NAMES, "run") if name not in ("type", "key")]
    statement = statement.on_conflict_do_update(
        index_elements=["counterpart", "type", "key"],
        set_={name: statement.excluded[name] for name in kept},
    )
    rows = [
        {"counterpart": counterpart, "run": run, **{name: getattr(each, name) for name in _NAMES}}
        for _, each in sorted(latest.items())
    ]
    tx.connection.execute(statement, rows)


def get(tx: Tx, counterpart: str, record_type: str, key: str) -> HeldRecord | None:
    """One record."""
    found = _select(
        tx, holding.c.counterpart == counterpart, holding.c.type == record_type, holding.c.key == key
    )
    return next(iter(found), None)


def forget(tx: Tx, counterpart: str, record_type: str, keys: Collection[str]) -> None:
    """These are not held any more."""
    tx.connection.execute(
        delete(holding).where(
            holding.c.counterpart == counterpart,
            holding.c.type == record_type,
            among(tx, holding.c.key, keys),
        )
    )


def forget_unseen(tx: Tx, counterpart: str, run: int) -> int:
    """Whatever a whole pass has not met is not held any more; how many."""
    statement = delete(holding).where(holding.c.counterpart == counterpart, holding.c.run != run)
    return tx.connection.execute(statement).rowcount


def settle(tx: Tx, counterpart: str, record_type: str, key: str) -> None:
    """The hub now says the same, or has queued what will make them say it."""
    statement = (
        holding.update()
        .where(holding.c.counterpart == counterpart, holding.c.type == record_type, holding.c.key == key)
        .values(differs=None, body=None)
    )
    tx.connection.execute(statement)


def suspects(tx: Tx, counterpart: str, after: str, limit: int) -> tuple[HeldRecord, ...]:
    """Records that the hub did not know, or had otherwise, when they were read; by key."""
    tainted = holding.c.body.is_not(None) | holding.c.differs.is_not(None)
    statement = (
        select(*_COLUMNS)
        .where(holding.c.counterpart == counterpart, tainted, holding.c.key > after)
        .order_by(holding.c.key, holding.c.type)
        .limit(limit)
    )
    return tuple(HeldRecord(**row) for row in tx.connection.execute(statement).mappings())


def alike(tx: Tx, counterpart: str, record_type: str, about: str) -> tuple[HeldRecord, ...]:
    """The standing records about one thing, by key."""
    conditions = (holding.c.counterpart == counterpart, holding.c.type == record_type, holding.c.standing)
    return _select(tx, *conditions, holding.c.about == about)


def repeated(tx: Tx, counterpart: str, run: int | None, after: str, limit: int) -> tuple[str, ...]:
    """What more than one standing event is about, where one of them was read in `run` (`None`: any)."""
    mine = (holding.c.counterpart == counterpart, holding.c.type == EVENT, holding.c.standing)
    statement = select(holding.c.about).where(*mine, holding.c.about > after)
    if run is not None:
        new = holding.alias()
        read = select(new.c.about).where(new.c.counterpart == counterpart, new.c.run == run)
        statement = statement.where(holding.c.about.in_(read))
    grouped = statement.group_by(holding.c.about).having(func.count() > 1)
    return tuple(tx.connection.scalars(grouped.order_by(holding.c.about).limit(limit)))


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> tuple[HeldRecord, ...]:
    statement = select(*_COLUMNS).where(*conditions).order_by(holding.c.key)
    return tuple(HeldRecord(**row) for row in tx.connection.execute(statement).mappings())


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
        holding.c.counterpart == company, holding.c.type == EVENT, holding.c.key == event.c.event_id
    )
    statement = (
        select(event.c.id, event.c.event_id, event.c.case_number)
        .where(event.c.source == company, event.c.id > after, event.c.id <= upto)
        .where(event.c.received_at < read, ~there)
        .order_by(event.c.id)
        .limit(limit)
    )
    return tuple(Unheld(id, key, EVENT, number) for id, key, number in tx.connection.execute(statement))


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
        Unheld(id, f"{source}:{name}", EVENT, number)
        for id, source, name, number in tx.connection.execute(statement)
    )


@dataclass(frozen=True, slots=True)
class Late:
    """An event that was told, or recorded, later than it should have been."""

    id: int
    key: str
    case_number: str
    occurred_at: datetime
    done_at: datetime


def told_late(tx: Tx, company: str, limit_ms: int, after: int, upto: int, limit: int) -> tuple[Late, ...]:
    """Events that a company told later than `limit_ms` after they happened, by id."""
    statement = (
        select(event.c.id, event.c.event_id, event.c.case_number, event.c.occurred_at, event.c.received_at)
        .where(event.c.source == company, event.c.id > after, event.c.id <= upto)
        .where(_millis(event.c.received_at) - _millis(event.c.occurred_at) > limit_ms)
        .order_by(event.c.id)
        .limit(limit)
    )
    return tuple(Late(*row) for row in tx.connection.execute(statement))


def recorded_late(
    tx: Tx, mirror: str, limit_ms: int, since: datetime | None, after: int, limit: int
) -> tuple[Late, ...]:
    """Events that a mirror took later than `limit_ms` after the hub received them, by the outbox row's id."""
    own = func.substr(outbox.c.key, len(mirror) + 2)
    statement = (
        select(outbox.c.id, event.c.event_id, event.c.case_number, event.c.occurred_at, outbox.c.delivered_at)
        .select_from(outbox.join(event, event.c.case_number == outbox.c.case_number))
        .where(event.c.record_key == own, outbox.c.destination == mirror, _delivered())
        .where(outbox.c.kind == "record.event", outbox.c.id > after)
        .where(_millis(outbox.c.delivered_at) - _millis(event.c.received_at) > limit_ms)
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


def inbox_state(tx: Tx, source: str, event_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Of these events of a source, those that were received: hash and state."""
    if not event_ids:
        return {}
    statement = select(inbox.c.event_id, inbox.c.body_hash, inbox.c.state).where(
        inbox.c.source == source, among(tx, inbox.c.event_id, event_ids)
    )
    return {name: (digest, state) for name, digest, state in tx.connection.execute(statement)}


def _delivered() -> ColumnElement[bool]:
    # Written out, so that the partial index is used.
    return outbox.c.state == literal(State.DELIVERED.value, literal_execute=True)


def _millis(instant: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(instant, BigInteger)

"""What the counterparts hold, as it was last read back: the other side of every comparison (对账)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select

from hub.store.engine import Tx
from hub.store.inbox import InboxState
from hub.store.sql import among, insert_into
from hub.store.tables import event, holding, inbox, utility_case
from models.events import Update

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


def received(tx: Tx, source: str, event_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Of these events of a source, those that were received: hash and state."""
    if not event_ids:
        return {}
    statement = select(inbox.c.event_id, inbox.c.body_hash, inbox.c.state).where(
        inbox.c.source == source, among(tx, inbox.c.event_id, event_ids)
    )
    return {name: (digest, state) for name, digest, state in tx.connection.execute(statement)}


def folded(tx: Tx, named: Collection[tuple[str | None, str]]) -> dict[str, tuple[str, str]]:
    """Of events named by case and id, those in a case's history: for what the inbox has forgotten."""
    numbers = {number for number, _ in named if number is not None}
    if not numbers:
        return {}
    statement = select(event.c.case_number, event.c.event_id, event.c.content_hash).where(
        among(tx, event.c.case_number, numbers), among(tx, event.c.event_id, [name for _, name in named])
    )
    found = tx.connection.execute(statement)
    return {name: (digest, InboxState.FOLDED) for number, name, digest in found if (number, name) in named}


def numbers_of(tx: Tx, company: str, updates: Collection[Update]) -> dict[str, str | None]:
    """The case of each update, by the update's id: by the company's own reference, else by the scheme."""
    mine = select(utility_case.c.number, utility_case.c.remote_ref, utility_case.c.scheme_id).where(
        utility_case.c.company == company
    )
    references = {each.remote_ref for each in updates if each.remote_ref}
    scheme_ids = {each.scheme_id for each in updates if each.scheme_id}
    by_reference = {
        row.remote_ref: row.number
        for row in tx.connection.execute(mine.where(among(tx, utility_case.c.remote_ref, references)))
    }
    by_scheme = {
        row.scheme_id: row.number
        for row in tx.connection.execute(mine.where(among(tx, utility_case.c.scheme_id, scheme_ids)))
    }
    return {
        each.event_id: by_reference.get(each.remote_ref) or by_scheme.get(each.scheme_id) for each in updates
    }

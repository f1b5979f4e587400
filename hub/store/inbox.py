"""The inbox (收件箱): whatever arrives, once per source and event id, kept until it is folded into a case."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    delete,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)

from hub.store import desk
from hub.store.columns import dump_json, storable
from hub.store.engine import Tx
from hub.store.sql import among, insert_into
from hub.store.tables import inbox, inbox_conflict
from models.digest import content_hash
from models.messages import Message

KEPT: Final = timedelta(days=400)
"""How long an event id is remembered: more than a year, so that a yearly replay is still recognised."""

CONFLICT: Final = "conflict"
"""Kind of the desk item about an event told twice with different contents; the subject is `source:event_id`."""


class InboxState(StrEnum):
    """Where a received update stands."""

    NEW = "new"
    """Not looked at yet."""
    FOLDED = "folded"
    """In its case's history."""
    WAITING = "waiting"
    """Its case is not known yet."""
    HELD = "held"
    """Its status has no place in the national dictionary yet."""
    SET_ASIDE = "set_aside"
    """Not to be folded."""


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """Something received, under the id its source gave it."""

    event_id: str
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A received update."""

    id: int
    source: str
    event_id: str
    body: Mapping[str, Any] = field(repr=False)
    state: InboxState
    remote_ref: str | None
    scheme_id: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """How many updates were new, known already, and known with other contents."""

    new: int = 0
    repeated: int = 0
    conflicting: int = 0


def receive(tx: Tx, source: str, updates: Sequence[NewUpdate]) -> Received:
    """Keep `updates` of `source`. One that is known has no effect, so a page may be read again.

    The same id with another body is kept apart, and opens an item on the desk.
    """
    tx.alone()
    given = [(storable(each.event_id), each.body, fingerprint(each.body)) for each in updates]
    first: dict[str, tuple[Mapping[str, Any], str]] = {}
    for event_id, body, body_hash in given:
        first.setdefault(event_id, (body, body_hash))
    if not first:
        return Received()
    added = _add(tx, source, first)
    known = _hashes(tx, source, first.keys() - added) | {name: first[name][1] for name in added}
    conflicting = [each for each in given if known[each[0]] != each[2]]
    _keep_conflicts(tx, source, conflicting)
    return Received(len(added), len(given) - len(added) - len(conflicting), len(conflicting))


def known(tx: Tx, source: str, event_ids: Collection[str]) -> frozenset[str]:
    """Which of these events of a source have been received before."""
    return frozenset(_hashes(tx, source, event_ids))


def fingerprint(body: Mapping[str, Any]) -> str:
    """The hash that tells two contents of an event apart: SHA-256 of its canonical JSON, empty members left out."""
    # Without what is empty: an optional field added to the model later must not make every known event conflict.
    clean = json.loads(dump_json(body))
    return content_hash({name: value for name, value in clean.items() if value not in (None, "", [], {})})


def _add(tx: Tx, source: str, first: Mapping[str, tuple[Mapping[str, Any], str]]) -> set[str]:
    statement = insert_into(tx, inbox).on_conflict_do_nothing().returning(inbox.c.event_id)
    rows = [
        {
            "source": source,
            "event_id": event_id,
            "body": dict(body),
            "body_hash": body_hash,
            "state": InboxState.NEW,
            "remote_ref": body.get("remote_ref"),
            "scheme_id": body.get("scheme_id"),
            "received_at": tx.now(),
        }
        for event_id, (body, body_hash) in first.items()
    ]
    return set(tx.connection.execute(statement, rows).scalars())


def _hashes(tx: Tx, source: str, event_ids: Collection[str]) -> dict[str, str]:
    if not event_ids:
        return {}
    statement = select(inbox.c.event_id, inbox.c.body_hash).where(
        inbox.c.source == source, among(tx, inbox.c.event_id, list(event_ids))
    )
    return {row.event_id: row.body_hash for row in tx.connection.execute(statement)}


def _keep_conflicts(tx: Tx, source: str, conflicting: Sequence[tuple[str, Mapping[str, Any], str]]) -> None:
    for event_id, body, body_hash in conflicting:
        statement = (
            insert_into(tx, inbox_conflict)
            .values(
                source=source, event_id=event_id, body_hash=body_hash, body=dict(body), received_at=tx.now()
            )
            .on_conflict_do_nothing()
            .returning(inbox_conflict.c.id)
        )
        if tx.connection.execute(statement).first() is None:
            continue
        message = Message(id="update-conflicting", params={"source": source, "event": event_id})
        item = desk.NewItem(
            kind=CONFLICT, subject=f"{source}:{event_id}", message=message, destination=source
        )
        desk.open_item(tx, item)


def pending(tx: Tx, *, limit: int, state: InboxState = InboxState.NEW) -> tuple[InboxRow, ...]:
    """Updates not looked at yet (or in another open `state`), in the order they arrived."""
    statement = _rows().where(_in_state(state)).order_by(inbox.c.id).limit(limit)
    return tuple(_row(row) for row in tx.connection.execute(statement).mappings())


def wake(tx: Tx, source: str, *, remote_ref: str | None = None, scheme_id: str | None = None) -> int:
    """Make updates that wait for this case pending again, now that it is known; how many."""
    tx.alone()
    statement = update(inbox).where(_names(source, remote_ref, scheme_id)).values(state=InboxState.NEW)
    return tx.connection.execute(statement).rowcount


def mark(tx: Tx, ids: Collection[int], state: InboxState) -> None:
    """Set the state of these rows."""
    if ids:
        tx.connection.execute(update(inbox).where(among(tx, inbox.c.id, ids)).values(state=state))


def mark_event(tx: Tx, source: str, event_id: str, state: InboxState) -> None:
    """Set the state of one update by the id its source gave it."""
    statement = update(inbox).where(inbox.c.source == source, inbox.c.event_id == event_id)
    tx.connection.execute(statement.values(state=state))


def counts(tx: Tx) -> Mapping[tuple[str, InboxState], int]:
    """How many updates there are, by source and state."""
    statement = select(inbox.c.source, inbox.c.state, func.count()).group_by(inbox.c.source, inbox.c.state)
    return {(source, InboxState(state)): count for source, state, count in tx.connection.execute(statement)}


def prune(tx: Tx, older_than: timedelta = KEPT) -> int:
    """Forget updates that are done and older than `older_than`; how many. What is still open stays."""
    before = tx.now() - older_than
    tx.connection.execute(delete(inbox_conflict).where(inbox_conflict.c.received_at < before))
    done = inbox.c.state.in_([InboxState.FOLDED, InboxState.SET_ASIDE])
    return tx.connection.execute(delete(inbox).where(inbox.c.received_at < before, done)).rowcount


def _in_state(state: InboxState) -> ColumnElement[bool]:
    # Written out, not as a parameter: a partial index is used only where the query says the same as it does.
    return inbox.c.state == literal_column(f"'{state.value}'")


def _names(source: str, remote_ref: str | None, scheme_id: str | None) -> ColumnElement[bool]:
    named = or_(
        inbox.c.remote_ref == remote_ref if remote_ref is not None else false(),
        inbox.c.scheme_id == scheme_id if scheme_id is not None else false(),
    )
    return and_(inbox.c.source == source, _in_state(InboxState.WAITING), named)


def _rows() -> Select[Any]:
    return select(*(inbox.c[each.name] for each in fields(InboxRow)))


def _row(row: RowMapping) -> InboxRow:
    return InboxRow(**{**row, "state": InboxState(row["state"])})

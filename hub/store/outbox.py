"""The outbox (发件箱): whatever leaves, row by row, until it is delivered or somebody decides otherwise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import Alias, ColumnElement, RowMapping, Table, func, literal_column, select, update

from hub.store import desk
from hub.store.engine import Tx
from hub.store.sql import among, insert_into
from hub.store.tables import attempt, outbox
from models.messages import Message


class State(StrEnum):
    """Where a row stands. The first three are live: they hold up what follows in their lane."""

    WAITING = "waiting"
    SENDING = "sending"
    ATTENTION = "attention"
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


SCHEDULE: Final = "schedule"
RECOVERY: Final = "recovery"
"""Triggers of an attempt; the third is `officer:NAME`."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Something to be delivered.

    `key` names it for ever and makes enqueueing it twice harmless. Rows of one `lane` leave in order, one at a
    time; a row is not sent before the row whose key it `needs` is delivered.
    """

    key: str
    destination: str
    lane: str
    kind: str
    body: Mapping[str, Any] = field(repr=False)
    scheme_id: str | None = None
    version: int | None = None
    case_number: str | None = None
    needs: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox."""

    id: int
    key: str
    destination: str
    lane: str
    kind: str
    body: Mapping[str, Any] = field(repr=False)
    scheme_id: str | None
    version: int | None
    case_number: str | None
    needs: str | None
    state: State
    attempts: int
    lost: int
    unsure: bool
    created_at: datetime
    due_at: datetime
    lease_until: datetime | None
    worker: str | None
    token: int
    trigger: str
    first_claimed_at: datetime | None
    delivered_at: datetime | None
    remote_ref: str | None
    serial: str | None
    error: Message | None
    error_kind: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at delivering a row. `outcome` is delivered, retry, parked, late, lost or released; `None`: open."""

    id: int
    outbox_id: int
    number: int
    token: int
    worker: str
    trigger: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None
    error: Message | None
    error_kind: str | None
    detail: str
    exchange: tuple[Mapping[str, Any], ...] = field(repr=False)


def enqueue(tx: Tx, messages: Sequence[NewMessage]) -> tuple[str, ...]:
    """Add `messages`; the keys newly added. A key that is there already is left as it is."""
    raise NotImplementedError


def supersede(
    tx: Tx,
    *,
    destination: str,
    scheme_id: str,
    below_version: int,
    kinds: Collection[str],
    because: Message,
) -> int:
    """Take back what waits of older versions; how many rows.

    A row being sent is left alone, and so is an unsure one: it may have been accepted, and must be settled first.
    """
    raise NotImplementedError


def retry_now(tx: Tx, ids: Collection[int], *, actor: str) -> int:
    """Have rows tried at once, on the word of `actor`; how many. Those in flight or done are left alone.

    Closes their desk items, and starts their schedule anew. The caller writes the audit record.
    """
    raise NotImplementedError


def mark_delivered(tx: Tx, row_id: int, *, remote_ref: str | None, actor: str, note: str) -> bool:
    """A person knows that it arrived. False when the row is in flight or done."""
    raise NotImplementedError


def discard(tx: Tx, row_id: int, *, actor: str, note: str) -> bool:
    """A person decides that it shall not be sent. False when the row is in flight or done."""
    raise NotImplementedError


def waiting_count(tx: Tx) -> int:
    """How many rows wait to be sent."""
    raise NotImplementedError


def counts(tx: Tx) -> Mapping[tuple[str, str, State], int]:
    """How many rows there are, by destination, kind and state."""
    raise NotImplementedError


def next_due(tx: Tx, destinations: Collection[str]) -> datetime | None:
    """When the next row can be claimed, for the future or the past: a lane's head falls due, or a lease runs out."""
    raise NotImplementedError


def get(tx: Tx, row_id: int) -> Row | None:
    """The row with this id."""
    raise NotImplementedError


def by_key(tx: Tx, key: str) -> Row | None:
    """The row with this key."""
    raise NotImplementedError


def attempts_of(tx: Tx, row_id: int) -> tuple[Attempt, ...]:
    """The attempts at a row, oldest first."""
    raise NotImplementedError

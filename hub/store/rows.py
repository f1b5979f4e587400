"""What the outbox holds: rows, their states, and the attempts at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, literal_column

from hub.store.tables import outbox
from models.messages import Message


class State(StrEnum):
    """Where a row stands. The first three are live: they hold up what follows in their lane."""

    WAITING = "waiting"
    SENDING = "sending"
    ATTENTION = "attention"
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


LIVE: Final = (State.WAITING, State.SENDING, State.ATTENTION)
SCHEDULE: Final = "schedule"
RECOVERY: Final = "recovery"
"""Triggers of an attempt; the third is `officer:NAME`."""
SYSTEM: Final = "liandong"
"""Who closes a desk item that has become moot."""


def is_in(states: Sequence[State], rows: FromClause = outbox) -> ColumnElement[bool]:
    """A condition on the state, written out: a partial index is used only where the query says what it says."""
    written: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in states]
    state = rows.c.state
    return state == written[0] if len(written) == 1 else state.in_(written)


class Standing(StrEnum):
    """Where a row stands as people are told: a state, told apart by whether anybody knows what became of it."""

    WAITING = "waiting"
    SENDING = "sending"
    ASKING = "asking"
    """It may have been accepted (结果未知): the counterpart is asked before it is sent again."""
    PENDING = "pending"
    """They hold it and have not judged it yet."""
    UNKNOWN = "unknown"
    """It may have been accepted, and a person must find out."""
    ATTENTION = "attention"
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


def standing(state: State, *, unsure: bool, error_kind: str | None) -> Standing:
    """How a row stands that is in this state."""
    if state is State.WAITING and unsure:
        return Standing.PENDING if error_kind == "pending" else Standing.ASKING
    if state is State.ATTENTION and unsure:
        return Standing.UNKNOWN
    return Standing(state.value)


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

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return standing(self.state, unsure=self.unsure, error_kind=self.error_kind)


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

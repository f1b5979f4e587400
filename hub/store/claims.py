"""Claiming what is due, in groups: the head of each lane, leased to one worker under a token.

Claim (transaction) → call (no transaction open) → settle (transaction, only where the token still fits).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Alias,
    ColumnElement,
    RowMapping,
    Select,
    and_,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from hub.store.engine import Tx
from hub.store.outbox import LIVE, RECOVERY, State, is_in
from hub.store.parking import Stopped, open_items
from hub.store.settlements import Delivered, Outcome, Parked, Retry, Settlement, settle
from hub.store.sql import among, update_rows
from hub.store.tables import attempt, outbox
from models.messages import Message

__all__ = [
    "MAX_CLAIMS",
    "Claimed",
    "Delivered",
    "Outcome",
    "Parked",
    "Retry",
    "Settlement",
    "claim",
    "release",
    "renew",
    "settle",
]

MAX_CLAIMS: Final = 5
"""A row whose worker was lost this often without a word is taken to be what kills it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row to be sent now. `unsure` says that an earlier attempt may have been accepted: ask before sending."""

    id: int
    key: str
    destination: str
    lane: str
    kind: str
    body: Mapping[str, Any] = field(repr=False)
    attempt: int
    """Counted at the claim, from 1."""
    token: int
    unsure: bool
    scheme_id: str | None
    version: int | None
    case_number: str | None
    created_at: datetime
    first_claimed_at: datetime
    """When the first attempt began, or the first since a person had it tried again."""
    trigger: str
    """What caused this attempt: `schedule`, `recovery` after a lost worker, or `officer:NAME`."""


def claim(
    tx: Tx, *, capacity: Mapping[str, int], worker: str, lease: timedelta, limit: int = 256
) -> tuple[Claimed, ...]:
    """Take up to `limit` rows for `worker`, at most `capacity` of each destination, those due longest first.

    Only the head of a lane is taken, and only when what it `needs` is delivered. A row whose lease has run out is
    taken again, unsure; after `MAX_CLAIMS` such losses in a row it goes to the desk instead.
    """
    raise NotImplementedError


def release(tx: Tx, claims: Sequence[Claimed]) -> None:
    """Give back what was never started: waiting again, the attempt not counted, as sure or unsure as it was."""
    raise NotImplementedError


def renew(tx: Tx, claims: Sequence[Claimed], lease: timedelta) -> tuple[int, ...]:
    """Hold `claims` for another `lease` from now; the ids still held."""
    raise NotImplementedError

"""What became of claimed rows, written in groups: delivered, again later, or waiting for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, literal_column, select

from hub.store.engine import Tx
from hub.store.parking import Stopped, open_items
from hub.store.rows import SCHEDULE, State, is_in
from hub.store.sql import among, update_rows
from hub.store.tables import attempt, outbox
from models.messages import FieldFault, Message


@dataclass(frozen=True, slots=True)
class Delivered:
    """The destination took it, under a reference (`remote_ref`) or a serial number of its own."""

    remote_ref: str | None
    serial: str | None


@dataclass(frozen=True, slots=True)
class Retry:
    """Again after `delay`. `unsure` says that it may have been accepted already; `kind` is the kind of error."""

    error: Message
    detail: str
    delay: timedelta
    unsure: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A person must decide: the row waits, and so does its lane. An item opens on the desk with it."""

    error: Message
    detail: str
    faults: Sequence[FieldFault]
    unsure: bool
    kind: str


Outcome = Delivered | Retry | Parked


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of one claim, which `id`, `token` and `attempt` name as `Claimed` gave them."""

    id: int
    token: int
    attempt: int
    outcome: Outcome
    exchange: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    """What went over the wire, redacted."""


_KEPT: Final = ("id", "token", "key", "destination", "due_at", "scheme_id", "case_number")
_OPEN: Final = attempt.c.outcome.is_(None)
_OPEN_OR_LOST: Final = _OPEN | (attempt.c.outcome == literal_column("'lost'"))


def settle(tx: Tx, settlements: Sequence[Settlement]) -> tuple[int, ...]:
    """Write what became of claimed rows; the ids really settled, in the order given.

    A settlement whose token no longer fits came too late: another worker has the row, or a person decided. It
    changes nothing, and its attempt is recorded as late.
    """
    held = _held(tx, [settlement.id for settlement in settlements])
    fitting: list[tuple[Settlement, RowMapping]] = []
    late: list[Settlement] = []
    for settlement in settlements:
        row = held.get(settlement.id)
        if row is not None and row["token"] == settlement.token:
            fitting.append((settlement, held.pop(settlement.id)))
        else:
            late.append(settlement)
    now = tx.now()
    update_rows(tx, outbox, ["id"], [_outbox_values(given, row, now) for given, row in fitting])
    closed = [_attempt_values(given, now) for given, _ in fitting]
    update_rows(tx, attempt, ["outbox_id", "token"], closed, _OPEN)
    closed_late = [_attempt_values(given, now) | {"outcome": "late"} for given in late]
    update_rows(tx, attempt, ["outbox_id", "token"], closed_late, _OPEN_OR_LOST)
    open_items(
        tx,
        [
            Stopped(row, given.outcome.error, given.outcome.faults)
            for given, row in fitting
            if isinstance(given.outcome, Parked)
        ],
    )
    return tuple(given.id for given, _ in fitting)


def _held(tx: Tx, ids: Sequence[int]) -> dict[int, RowMapping]:
    statement = (
        select(*(outbox.c[name] for name in _KEPT))
        .where(among(tx, outbox.c.id, ids), is_in([State.SENDING]))
        .order_by(outbox.c.id)
        .with_for_update()
    )
    return {row["id"]: row for row in tx.connection.execute(statement).mappings()}


def _outbox_values(given: Settlement, row: RowMapping, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": given.id,
        "state": State.DELIVERED,
        "due_at": row["due_at"],
        "lease_until": None,
        "worker": None,
        "lost": 0,
        "unsure": False,
        "trigger": SCHEDULE,
        "delivered_at": None,
        "remote_ref": None,
        "serial": None,
        "error": None,
        "error_kind": None,
        "detail": "",
    }
    match given.outcome:
        case Delivered(remote_ref=remote_ref, serial=serial):
            return values | {"delivered_at": now, "remote_ref": remote_ref, "serial": serial}
        case Retry(delay=delay):
            values |= {"state": State.WAITING, "due_at": now + delay}
        case Parked():
            values |= {"state": State.ATTENTION}
    outcome = given.outcome
    return values | {
        "unsure": outcome.unsure,
        "error": outcome.error.to_store(),
        "error_kind": outcome.kind,
        "detail": outcome.detail,
    }


def _attempt_values(given: Settlement, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "outbox_id": given.id,
        "token": given.token,
        "ended_at": now,
        "exchange": list(given.exchange),
    }
    match given.outcome:
        case Delivered(remote_ref=remote_ref, serial=serial):
            told = ", ".join(value for value in (remote_ref, serial) if value)
            return values | {"outcome": "delivered", "error": None, "error_kind": None, "detail": told}
        case Retry() | Parked() as failed:
            return values | {
                "outcome": "retry" if isinstance(failed, Retry) else "parked",
                "error": failed.error.to_store(),
                "error_kind": failed.kind,
                "detail": failed.detail,
            }

"""Claiming what is due, in groups: the head of each lane, leased to one worker under a token.

Claim (transaction) → call (no transaction open) → settle (transaction, only where the token still fits).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, and_, case, func, insert, literal, or_, select, update

from hub.store import epochs
from hub.store.engine import Tx
from hub.store.heads import candidates, next_due
from hub.store.parking import Stopped, open_items
from hub.store.rows import RECOVERY, State, is_in
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
    "next_due",
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
    error_kind: str | None = None
    """Kind of the error that the attempt before ended with."""


def claim(
    tx: Tx,
    *,
    capacity: Mapping[str, int],
    worker: str,
    lease: timedelta,
    limit: int = 256,
    probing: Collection[str] = (),
) -> tuple[Claimed, ...]:
    """Take up to `limit` rows for `worker`, at most `capacity` of each destination, those due longest first.

    Only the head of a lane is taken, and only when what it `needs` is delivered. A row whose lease has run out is
    taken again, unsure; after `MAX_CLAIMS` such losses in a row it goes to the desk instead. A destination of
    `probing` may be sent what failed there before its slot. Nothing is taken from a store that is being reconciled
    after it was restored.
    """
    if epochs.sends_paused(tx):
        return ()
    rows = _lock(tx, candidates(tx, capacity, limit, probing), probing)
    expired = [row for row in rows if row["state"] == State.SENDING]
    _close_lost(tx, expired)
    killers = [row for row in expired if row["lost"] + 1 >= MAX_CLAIMS]
    _park(tx, killers)
    parked = {row["id"] for row in killers}
    return _take(tx, [row for row in rows if row["id"] not in parked], worker, lease)


def _lock(tx: Tx, ids: Sequence[int], probing: Collection[str]) -> list[RowMapping]:
    # On PostgreSQL another worker may have taken some of them meanwhile: those are passed over, or no longer fit.
    if not ids:
        return []
    now = tx.now()
    fits = or_(
        and_(is_in([State.WAITING]), or_(outbox.c.due_at <= now, outbox.c.destination.in_(sorted(probing)))),
        and_(is_in([State.SENDING]), outbox.c.lease_until < now),
    )
    statement = select(outbox).where(among(tx, outbox.c.id, ids), fits).with_for_update(skip_locked=True)
    held = {row["id"]: row for row in tx.connection.execute(statement).mappings()}
    return [held[row_id] for row_id in ids if row_id in held]


def _close_lost(tx: Tx, expired: Sequence[RowMapping]) -> None:
    lost = [
        {"outbox_id": row["id"], "token": row["token"], "outcome": "lost", "ended_at": tx.now()}
        for row in expired
    ]
    update_rows(tx, attempt, ["outbox_id", "token"], lost, attempt.c.outcome.is_(None))


def _park(tx: Tx, killers: Sequence[RowMapping]) -> None:
    if not killers:
        return
    message = Message(id="delivery-kills-worker", params={"times": MAX_CLAIMS})
    statement = (
        update(outbox)
        .where(among(tx, outbox.c.id, [row["id"] for row in killers]))
        .values(
            state=State.ATTENTION,
            token=outbox.c.token + 1,
            lost=outbox.c.lost + 1,
            lease_until=None,
            worker=None,
            error=message.to_store(),
            error_kind="lost",
            detail="",
        )
    )
    tx.connection.execute(statement)
    open_items(tx, [Stopped(row, message) for row in killers])


def _take(tx: Tx, rows: Sequence[RowMapping], worker: str, lease: timedelta) -> tuple[Claimed, ...]:
    if not rows:
        return ()
    now = tx.now()
    statement = (
        update(outbox)
        .where(among(tx, outbox.c.id, [row["id"] for row in rows]))
        .values(
            lost=outbox.c.lost + case((is_in([State.SENDING]), 1), else_=0),
            state=State.SENDING,
            lease_until=now + lease,
            worker=worker,
            token=outbox.c.token + 1,
            attempts=outbox.c.attempts + 1,
            unsure=True,
            first_claimed_at=func.coalesce(
                outbox.c.first_claimed_at, literal(now, outbox.c.first_claimed_at.type)
            ),
        )
    )
    tx.connection.execute(statement)
    claims = tuple(_claimed(row, now) for row in rows)
    started = [
        {
            "outbox_id": each.id,
            "number": each.attempt,
            "token": each.token,
            "worker": worker,
            "trigger": each.trigger,
            "started_at": now,
            "detail": "",
        }
        for each in claims
    ]
    tx.connection.execute(insert(attempt), started)
    return claims


def _claimed(row: RowMapping, now: datetime) -> Claimed:
    kept = {each.name: row[each.name] for each in fields(Claimed) if each.name in row}
    return Claimed(
        **kept
        | {
            "attempt": row["attempts"] + 1,
            "token": row["token"] + 1,
            "first_claimed_at": row["first_claimed_at"] or now,
            "trigger": RECOVERY if row["state"] == State.SENDING else row["trigger"],
        }
    )


def release(tx: Tx, claims: Sequence[Claimed]) -> None:
    """Give back what was never started: waiting again, the attempt not counted, as sure or unsure as it was."""
    if not claims:
        return
    held = _still_held(tx, claims)
    given_back = [each for each in claims if each.id in held]
    rows = [
        {
            "id": each.id,
            "state": State.WAITING,
            "attempts": each.attempt - 1,
            "unsure": each.unsure,
            "first_claimed_at": each.first_claimed_at if each.attempt > 1 else None,
            "lease_until": None,
            "worker": None,
        }
        for each in given_back
    ]
    update_rows(tx, outbox, ["id"], rows)
    ended = [
        {"outbox_id": each.id, "token": each.token, "outcome": "released", "ended_at": tx.now()}
        for each in given_back
    ]
    update_rows(tx, attempt, ["outbox_id", "token"], ended)


def renew(tx: Tx, claims: Sequence[Claimed], lease: timedelta) -> tuple[int, ...]:
    """Hold `claims` for another `lease` from now; the ids still held."""
    held = _still_held(tx, claims)
    until = tx.now() + lease
    tx.connection.execute(update(outbox).where(among(tx, outbox.c.id, held)).values(lease_until=until))
    return tuple(each.id for each in claims if each.id in held)


def _still_held(tx: Tx, claims: Sequence[Claimed]) -> set[int]:
    statement = (
        select(outbox.c.id, outbox.c.token)
        .where(among(tx, outbox.c.id, [each.id for each in claims]), is_in([State.SENDING]))
        .order_by(outbox.c.id)
        .with_for_update()
    )
    tokens = {row.id: row.token for row in tx.connection.execute(statement)}
    return {each.id for each in claims if tokens.get(each.id) == each.token}

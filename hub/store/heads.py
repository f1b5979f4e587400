"""Which rows may leave: the heads of their lanes, with what they need delivered."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, or_, select, union_all, update

from hub.store.engine import Tx
from hub.store.rows import LIVE, State, is_in
from hub.store.tables import outbox


def _ready() -> tuple[ColumnElement[bool], ...]:
    """Waiting, at the head of its lane, and what it needs delivered. Once true, only a claim or a person ends it."""
    earlier, needed = outbox.alias("earlier"), outbox.alias("needed")
    blocked = exists().where(
        earlier.c.lane == outbox.c.lane, is_in(LIVE, earlier), earlier.c.id < outbox.c.id
    )
    # Not EXISTS: PostgreSQL would read everything ever delivered into a hash before looking at the first row.
    state_of_needed = select(needed.c.state).where(needed.c.key == outbox.c.needs).scalar_subquery()
    return is_in([State.WAITING]), ~blocked, or_(outbox.c.needs.is_(None), state_of_needed == State.DELIVERED)


_READY: Final = _ready()


_FAILED: Final = ("transient", "unknown")
"""Kinds of the errors that say something of the destination rather than of the row."""


def candidates(tx: Tx, capacity: Mapping[str, int], limit: int, probing: Collection[str] = ()) -> list[int]:
    """Ids of rows that may be claimed now, those due longest first; at most `capacity` of each destination.

    A destination that is being probed may be sent what failed there before its slot has come: whether the outage is
    over decides for all that waits, and the slots of a long outage lie a day apart.
    """
    wanted = [(destination, room) for destination, room in sorted(capacity.items()) if room > 0]
    if not wanted:
        return []
    statement = _due(tuple(destination in probing for destination, _ in wanted))
    given: dict[str, Any] = {"now": tx.now()}
    for place, (destination, room) in enumerate(wanted):
        given |= {f"destination_{place}": destination, f"room_{place}": min(room, limit)}
    room_left = Counter(dict(capacity))
    chosen: list[int] = []
    for row_id, destination, _ in tx.connection.execute(statement, given):
        if room_left[destination] > 0 and len(chosen) < limit:
            room_left[destination] -= 1
            chosen.append(row_id)
    return chosen


@lru_cache(maxsize=256)
def _due(probing: tuple[bool, ...]) -> Select[Any]:
    """What is due at that many destinations. Kept: to make the statement costs several times what it costs to run."""
    now = bindparam("now", type_=outbox.c.due_at.type)
    branches = []
    for place, is_probed in enumerate(probing):
        destination = bindparam(f"destination_{place}", type_=outbox.c.destination.type)
        room = bindparam(f"room_{place}", type_=Integer)
        branches.append(_expired(destination, room, now))
        branches.append(_heads(destination, room, _is_due(now, is_probed)))
    found = union_all(*branches).subquery()
    return select(found).order_by(found.c.due_at, found.c.id)


def has_probe(tx: Tx, destination: str) -> bool:
    """Whether there is a row that could probe this destination now."""
    return bool(candidates(tx, {destination: 1}, 1, [destination]))


def after_an_outage(tx: Tx, destination: str) -> int:
    """Let what failed at a destination go at once, in the order it was enqueued; how many rows."""
    statement = update(outbox).where(
        outbox.c.destination == destination, is_in([State.WAITING]), outbox.c.error_kind.in_(_FAILED)
    )
    return tx.connection.execute(statement.values(due_at=outbox.c.created_at)).rowcount


def _is_due(now: ColumnElement[datetime], probing: bool) -> ColumnElement[bool]:
    due = outbox.c.due_at <= now
    return or_(due, outbox.c.error_kind.in_(_FAILED)) if probing else due


def next_due(tx: Tx, destinations: Collection[str]) -> datetime | None:
    """When the next row can be claimed, be it past or future: a lane's head falls due, or a lease runs out."""
    if not destinations:
        return None
    heads = union_all(*(_heads(destination, 1) for destination in sorted(destinations))).subquery()
    due = tx.connection.execute(select(func.min(heads.c.due_at))).scalar_one()
    found = [due, first_lease_end(tx, destinations)]
    return min((instant for instant in found if instant is not None), default=None)


def first_lease_end(tx: Tx, destinations: Collection[str]) -> datetime | None:
    """When the first of the leases held at `destinations` runs out, be it past or future."""
    if not destinations:
        return None
    ends: datetime | None = tx.connection.execute(_LEASE_END, {"among": sorted(destinations)}).scalar_one()
    return ends


_LEASE_END: Final = select(func.min(outbox.c.lease_until)).where(
    outbox.c.destination.in_(bindparam("among", expanding=True)), is_in([State.SENDING])
)


def _expired(
    destination: ColumnElement[str], room: ColumnElement[int], now: ColumnElement[datetime]
) -> Select[Any]:
    statement = (
        select(outbox.c.id, outbox.c.destination, outbox.c.due_at)
        .where(outbox.c.destination == destination, is_in([State.SENDING]), outbox.c.lease_until < now)
        .order_by(outbox.c.lease_until)
        .limit(room)
    )
    return select(statement.subquery())


def _heads(
    destination: ColumnElement[str] | str, room: ColumnElement[int] | int, *conditions: ColumnElement[bool]
) -> Select[Any]:
    statement = (
        select(outbox.c.id, outbox.c.destination, outbox.c.due_at)
        .where(outbox.c.destination == destination, *_READY, *conditions)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(room)
    )
    return select(statement.subquery())

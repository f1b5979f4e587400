"""Rows of the outbox that may have been accepted, with nobody knowing (结果未知): counted, found, settled."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from hub.store import desk
from hub.store import outbox as rows
from hub.store.engine import Tx
from hub.store.outbox import IDLE, Row
from hub.store.rows import LIVE, SYSTEM, Standing, State, is_in, standing
from hub.store.sql import among
from hub.store.tables import attempt, outbox


def standings(tx: Tx) -> Mapping[tuple[str, Standing], int]:
    """How many live rows there are, by destination and by how they stand."""
    by = (outbox.c.destination, outbox.c.state, outbox.c.unsure, outbox.c.error_kind)
    statement = select(*by, func.count()).where(is_in(LIVE)).group_by(*by)
    found: Counter[tuple[str, Standing]] = Counter()
    for destination, state, unsure, error_kind, count in tx.connection.execute(statement):
        found[destination, standing(State(state), unsure=unsure, error_kind=error_kind)] += count
    return found


def of_schemes(
    tx: Tx, destination: str, scheme_ids: Collection[str], kinds: Collection[str]
) -> tuple[Row, ...]:
    """Rows of these schemes and kinds that may have been accepted and are not under way, oldest first."""
    if not scheme_ids:
        return ()
    statement = (
        select(outbox.c.id)
        .where(
            outbox.c.destination == destination,
            among(tx, outbox.c.scheme_id, scheme_ids),
            outbox.c.kind.in_(sorted(kinds)),
            IDLE,
            outbox.c.unsure,
        )
        .order_by(outbox.c.id)
    )
    found = (rows.get(tx, row_id) for row_id in tx.connection.execute(statement).scalars().all())
    return tuple(row for row in found if row is not None)


def every(tx: Tx, *, after: int, limit: int) -> tuple[Row, ...]:
    """Rows that may have been accepted and are not under way, by id, from the one after id `after`."""
    statement = select(outbox.c.id).where(IDLE, outbox.c.unsure, outbox.c.id > after)
    ids = tx.connection.execute(statement.order_by(outbox.c.id).limit(limit)).scalars().all()
    return tuple(row for row in (rows.get(tx, row_id) for row_id in ids) if row is not None)


def dispel(tx: Tx, ids: Collection[int]) -> None:
    """The counterpart has said that it does not hold what a person was to find out: what was parked is certain."""
    tx.alone()
    statement = update(outbox).where(among(tx, outbox.c.id, ids), is_in([State.ATTENTION]))
    tx.connection.execute(statement.values(unsure=False))


def settle_by_evidence(tx: Tx, row_id: int, remote_ref: str | None, serial: str | None = None) -> bool:
    """The counterpart itself has shown that it holds what nobody knew the outcome of: delivered, its item closed.

    False when the row is in flight, done, or was certain.
    """
    tx.alone()
    statement = (
        update(outbox)
        .where(outbox.c.id == row_id, IDLE, outbox.c.unsure)
        .values(
            state=State.DELIVERED,
            delivered_at=tx.now(),
            remote_ref=remote_ref,
            serial=serial,
            unsure=False,
            error=None,
            error_kind=None,
        )
        .returning(outbox.c.key)
    )
    keys = list(tx.connection.execute(statement).scalars())
    desk.close_many(tx, desk.DELIVERY, keys, resolution="evidence", by=SYSTEM)
    return bool(keys)


def first_attempt_at(tx: Tx, row_id: int) -> datetime | None:
    """When a row was first sent, whoever has had it tried again since; `None` before that."""
    statement = select(func.min(attempt.c.started_at)).where(attempt.c.outbox_id == row_id)
    started: datetime | None = tx.connection.execute(statement).scalar_one()
    return started

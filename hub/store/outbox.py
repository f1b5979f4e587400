"""The outbox (发件箱): whatever leaves, row by row, until it is delivered or somebody decides otherwise."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update

from hub.store import desk, epochs
from hub.store.engine import Tx
from hub.store.rows import (
    LIVE,
    RECOVERY,
    SCHEDULE,
    SYSTEM,
    Attempt,
    NewMessage,
    Row,
    Standing,
    State,
    is_in,
)
from hub.store.sql import among, insert_into
from hub.store.tables import attempt, outbox
from models.messages import Message

__all__ = [
    "LIVE",
    "RECOVERY",
    "SCHEDULE",
    "Attempt",
    "NewMessage",
    "Row",
    "Standing",
    "State",
    "attempts_of",
    "by_key",
    "counts",
    "discard",
    "enqueue",
    "get",
    "latest_in_lane",
    "live_counts",
    "mark_delivered",
    "of_scheme",
    "repoint",
    "retry_now",
    "supersede",
    "supersede_one",
    "waiting_count",
]

IDLE: Final = is_in(LIVE) & ~is_in([State.SENDING])
_COPIED: Final = ("key", "destination", "lane", "kind", "scheme_id", "version", "case_number", "needs")


def enqueue(tx: Tx, messages: Sequence[NewMessage]) -> tuple[str, ...]:
    """Add `messages`; the keys newly added. A key that is there already is left as it is."""
    if not messages:
        return ()
    tx.alone()
    # Looked up first: an INSERT of a key that is there waits for whoever is settling its row, and that one may be
    # waiting for its turn to change the business, which we have.
    asked = among(tx, outbox.c.key, [message.key for message in messages])
    known = set(tx.connection.execute(select(outbox.c.key).where(asked)).scalars())
    messages = [message for message in messages if message.key not in known]
    if not messages:
        return ()
    now = tx.now()
    # A store restored from a backup meets again what it has sent in the life it lost.
    may_be_there = epochs.sends_paused(tx)
    rows = [
        {
            **{name: getattr(message, name) for name in _COPIED},
            "body": dict(message.body),
            "state": State.WAITING,
            "attempts": 0,
            "lost": 0,
            "unsure": may_be_there,
            "created_at": now,
            "due_at": message.due_at or now,
            "token": 0,
            "trigger": SCHEDULE,
            "detail": "",
        }
        for message in messages
    ]
    statement = insert_into(tx, outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.key)
    return tuple(tx.connection.execute(statement, rows).scalars())


def supersede(
    tx: Tx,
    *,
    destination: str,
    scheme_id: str,
    below_version: int,
    kinds: Collection[str],
    because: Message,
    even_unsure: Collection[str] = (),
) -> int:
    """Take back what waits of older versions; how many rows.

    A row being sent is left alone, and so is an unsure one: it may have been accepted, and must be settled first.
    Of the kinds in `even_unsure` it does not matter whether it was.
    """
    return _supersede(
        tx,
        because,
        even_unsure,
        outbox.c.destination == destination,
        outbox.c.scheme_id == scheme_id,
        outbox.c.version < below_version,
        outbox.c.kind.in_(sorted(kinds)),
    )


def supersede_one(tx: Tx, row_id: int, because: Message, even_unsure: Collection[str] = ()) -> bool:
    """Take one row back, by the rules of `supersede`. False when it is in flight, done, or unsure."""
    return _supersede(tx, because, even_unsure, outbox.c.id == row_id) == 1


def _supersede(
    tx: Tx, because: Message, even_unsure: Collection[str], *conditions: ColumnElement[bool]
) -> int:
    tx.alone()
    certain = or_(~outbox.c.unsure, outbox.c.kind.in_(sorted(even_unsure)))
    statement = (
        update(outbox)
        .where(IDLE, certain, *conditions)
        .values(state=State.SUPERSEDED, error=because.to_store(), error_kind=None)
        .returning(outbox.c.key)
    )
    keys = list(tx.connection.execute(statement).scalars())
    desk.close_many(tx, desk.DELIVERY, keys, resolution=State.SUPERSEDED, by=SYSTEM)
    return len(keys)


def repoint(tx: Tx, old_key: str, new_key: str) -> int:
    """Let what still waits for one key need another instead; how many rows."""
    tx.alone()
    statement = update(outbox).where(outbox.c.needs == old_key, is_in(LIVE)).values(needs=new_key)
    return tx.connection.execute(statement).rowcount


def retry_now(tx: Tx, ids: Collection[int], *, actor: str, not_held: bool = False) -> int:
    """Have rows tried at once, on the word of `actor`; how many. Those in flight or done are left alone.

    `not_held`: the counterpart has said that it does not hold them, so they are sent without being asked about. Closes
    their desk items, and starts their schedule anew. The caller writes the audit record.
    """
    if not ids:
        return 0
    values = {
        "state": State.WAITING,
        # Not the present: however many are retried, and in however many goes, they leave in the order of old.
        "due_at": outbox.c.created_at,
        "trigger": f"officer:{actor}",
        "first_claimed_at": None,
    } | ({"unsure": False} if not_held else {})
    return _decide(tx, ids, values, resolution="retried", actor=actor, note="")


def mark_delivered(tx: Tx, row_id: int, *, remote_ref: str | None, actor: str, note: str) -> bool:
    """A person knows that it arrived. False when the row is in flight or done."""
    values = {"state": State.DELIVERED, "delivered_at": tx.now(), "remote_ref": remote_ref, "unsure": False}
    return _decide(tx, [row_id], values, resolution=State.DELIVERED, actor=actor, note=note) == 1


def discard(tx: Tx, row_id: int, *, actor: str, note: str) -> bool:
    """A person decides that it shall not be sent. False when the row is in flight or done.

    Its lane goes on. What needs its key stays waiting, unless it is pointed elsewhere or discarded too.
    """
    return (
        _decide(tx, [row_id], {"state": State.DISCARDED}, resolution=State.DISCARDED, actor=actor, note=note)
        == 1
    )


def _decide(
    tx: Tx, ids: Collection[int], values: Mapping[str, Any], *, resolution: str, actor: str, note: str
) -> int:
    tx.alone()
    statement = (
        update(outbox).where(among(tx, outbox.c.id, ids), IDLE).values(**values).returning(outbox.c.key)
    )
    keys = list(tx.connection.execute(statement).scalars())
    desk.close_many(tx, desk.DELIVERY, keys, resolution=resolution, by=actor, note=note)
    return len(keys)


def get(tx: Tx, row_id: int) -> Row | None:
    """The row with this id."""
    return next(iter(_rows(tx, outbox.c.id == row_id)), None)


def by_key(tx: Tx, key: str) -> Row | None:
    """The row with this key."""
    return next(iter(_rows(tx, outbox.c.key == key)), None)


def of_scheme(tx: Tx, *, destination: str, scheme_id: str, kind: str) -> tuple[Row, ...]:
    """What was ever enqueued of a scheme for a destination, of one kind, oldest first."""
    return _rows(
        tx, outbox.c.destination == destination, outbox.c.scheme_id == scheme_id, outbox.c.kind == kind
    )


def latest_in_lane(tx: Tx, lane: str, kind: str) -> Row | None:
    """The last row of a kind in a lane that is not superseded or discarded."""
    gone = outbox.c.state.in_([State.SUPERSEDED, State.DISCARDED])
    rows = _rows(tx, outbox.c.lane == lane, outbox.c.kind == kind, ~gone, latest=True)
    return next(iter(rows), None)


def _rows(tx: Tx, *conditions: ColumnElement[bool], latest: bool = False) -> tuple[Row, ...]:
    statement = select(outbox).where(*conditions)
    statement = statement.order_by(outbox.c.id.desc()).limit(1) if latest else statement.order_by(outbox.c.id)
    return tuple(_row(row) for row in tx.connection.execute(statement).mappings())


def attempts_of(tx: Tx, row_id: int) -> tuple[Attempt, ...]:
    """The attempts at a row, oldest first."""
    statement = select(attempt).where(attempt.c.outbox_id == row_id).order_by(attempt.c.id)
    return tuple(_attempt(row) for row in tx.connection.execute(statement).mappings())


def waiting_count(tx: Tx) -> int:
    """How many rows wait to be sent."""
    statement = select(func.count()).select_from(outbox).where(is_in([State.WAITING]))
    return tx.connection.execute(statement).scalar_one()


def counts(tx: Tx) -> Mapping[tuple[str, str, State], int]:
    """How many rows there are, by destination, kind and state."""
    by = (outbox.c.destination, outbox.c.kind, outbox.c.state)
    rows = tx.connection.execute(select(*by, func.count()).group_by(*by))
    return {(destination, kind, State(state)): count for destination, kind, state, count in rows}


def live_counts(tx: Tx) -> Mapping[tuple[str, str, State], int]:
    """`counts` of what is not settled yet: few rows of very many."""
    by = (outbox.c.destination, outbox.c.kind, outbox.c.state)
    rows = tx.connection.execute(select(*by, func.count()).where(is_in(LIVE)).group_by(*by))
    return {(destination, kind, State(state)): count for destination, kind, state, count in rows}


def _row(row: RowMapping) -> Row:
    values = dict(row)
    values["state"] = State(values["state"])
    values["error"] = Message.from_store(values["error"]) if values["error"] else None
    return Row(**values)


def _attempt(row: RowMapping) -> Attempt:
    values = dict(row)
    values["error"] = Message.from_store(values["error"]) if values["error"] else None
    values["exchange"] = tuple(values["exchange"] or ())
    return Attempt(**values)

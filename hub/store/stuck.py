"""Rows of the outbox that go no further, and what waits because of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import CompoundSelect, func, select, union

from hub.store.engine import Tx
from hub.store.rows import LIVE, is_in
from hub.store.sql import among
from hub.store.tables import desk_item, outbox

MOST_SHOWN: Final = 200
"""Most rows told to wait behind one: whoever asks wants to know how bad it is, not every name."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that cannot leave before another one has."""

    id: int
    key: str
    destination: str
    kind: str
    scheme_id: str | None
    case_number: str | None


_COLUMNS: Final = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.destination,
    outbox.c.kind,
    outbox.c.scheme_id,
    outbox.c.case_number,
)


def behind(tx: Tx, row_id: int, *, limit: int = MOST_SHOWN) -> tuple[Waiting, ...]:
    """Live rows that wait for this one: later in its lane, or through `needs`, and what waits for those in turn."""
    return tuple(islice(_behind(tx, row_id), limit))


def _behind(tx: Tx, row_id: int) -> Iterator[Waiting]:
    front = select(outbox.c.id, outbox.c.key, outbox.c.lane).where(outbox.c.id == row_id)
    seen = {row_id}
    reached = tx.connection.execute(front).all()
    while reached:
        found = tx.connection.execute(
            _next(tx, [row.key for row in reached], [row.lane for row in reached])
        ).all()
        earliest: dict[str, int] = {}
        for row in reached:
            earliest[row.lane] = min(row.id, earliest.get(row.lane, row.id))
        keys = {row.key for row in reached}
        reached = [
            row
            for row in found
            if row.id not in seen and (row.needs in keys or row.id > earliest.get(row.lane, row.id))
        ]
        seen.update(row.id for row in reached)
        for row in reached:
            yield Waiting(row.id, row.key, row.destination, row.kind, row.scheme_id, row.case_number)


def _next(tx: Tx, keys: Collection[str], lanes: Collection[str]) -> CompoundSelect[Any]:
    # Asked in two halves: with an OR between them no index is used, and the whole outbox is gone through.
    live = select(*_COLUMNS, outbox.c.lane, outbox.c.needs).where(is_in(LIVE))
    both = union(live.where(among(tx, outbox.c.needs, keys)), live.where(among(tx, outbox.c.lane, lanes)))
    return both.order_by("id")


def open_count(tx: Tx, *, after: int = 0) -> int:
    """How many desk items after `after` are open."""
    statement = select(func.count()).where(desk_item.c.closed_at.is_(None), desk_item.c.id > after)
    return tx.connection.execute(statement).scalar_one()


def last_item(tx: Tx) -> int:
    """The id of the newest desk item, open or closed; 0 when there was never one."""
    newest: int = tx.connection.execute(select(func.coalesce(func.max(desk_item.c.id), 0))).scalar_one()
    return newest

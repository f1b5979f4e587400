"""What is open on the desk, by cause: how much, since when, whose, and how late the cases are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from hub.store.desk_lists import Selection, conditions
from hub.store.engine import Tx
from hub.store.tables import case_clock, desk_item


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one cause, kind and owner at one counterpart."""

    cause: str
    destination: str | None
    kind: str
    owner: str | None
    count: int
    oldest: datetime
    latest_id: int
    snoozed: int


def groups(tx: Tx, areas: Collection[str]) -> tuple[Group, ...]:
    """Open items, snoozed ones included, by cause, counterpart, kind and owner."""
    by = (desk_item.c.message_id, desk_item.c.destination, desk_item.c.kind, desk_item.c.owner)
    snoozed = func.sum(case((desk_item.c.snoozed_until > tx.now(), 1), else_=0))
    statement = (
        select(
            *by,
            func.count(),
            func.min(desk_item.c.opened_at, type_=desk_item.c.opened_at.type),
            func.max(desk_item.c.id),
            snoozed,
        )
        .where(*conditions(tx, Selection(snoozed="all", areas=frozenset(areas))))
        .group_by(*by)
    )
    return tuple(
        Group(cause, destination, kind, owner, number, oldest, latest, int(sleeping))
        for cause, destination, kind, owner, number, oldest, latest, sleeping in tx.connection.execute(
            statement
        )
    )


def colours(tx: Tx, areas: Collection[str]) -> Mapping[tuple[str, str | None], frozenset[str]]:
    """The colours of the running clocks of the cases that open items are about, by cause and counterpart."""
    by = (desk_item.c.message_id, desk_item.c.destination, case_clock.c.colour)
    runs = and_(case_clock.c.case_number == desk_item.c.case_number, case_clock.c.ended_at.is_(None))
    statement = (
        select(*by)
        .select_from(desk_item.join(case_clock, runs))
        .where(case_clock.c.colour.is_not(None), *conditions(tx, Selection(areas=frozenset(areas))))
        .distinct()
    )
    found: dict[tuple[str, str | None], set[str]] = {}
    for cause, destination, colour in tx.connection.execute(statement):
        found.setdefault((cause, destination), set()).add(colour)
    return {group: frozenset(shown) for group, shown in found.items()}

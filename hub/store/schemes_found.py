"""Schemes as people look for them: by the project's name or code, by number, or by a company's own reference."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from hub.store.engine import Tx
from hub.store.tables import desk_item, scheme, utility_case, withdrawal


@dataclass(frozen=True, slots=True)
class FoundScheme:
    """The current version of a scheme, with how many items about it are open on the desk."""

    scheme_id: str
    version: int
    project_code: str
    project_name: str
    area_code: str
    received_at: datetime
    withdrawn: bool
    open_items: int


def find(
    tx: Tx, words: str, areas: frozenset[str], *, limit: int, before: int | None = None
) -> tuple[tuple[int, FoundScheme], ...]:
    """Schemes that `words` are found in (all, when there are none), the latest first, each with its row's id.

    `areas` are the districts somebody may see, none standing for all; `before` is the id a page goes on from.
    """
    newest = select(func.max(scheme.c.version)).where(scheme.c.scheme_id == _outer.c.scheme_id)
    open_items = (
        select(func.count())
        .where(desk_item.c.scheme_id == _outer.c.scheme_id, desk_item.c.closed_at.is_(None))
        .correlate(_outer)
        .scalar_subquery()
    )
    taken_back = (
        select(withdrawal.c.scheme_id)
        .where(withdrawal.c.scheme_id == _outer.c.scheme_id)
        .correlate(_outer)
        .exists()
    )
    columns = [
        _outer.c[name]
        for name in (
            "id",
            "scheme_id",
            "version",
            "project_code",
            "project_name",
            "area_code",
            "received_at",
        )
    ]
    statement = (
        select(*columns, taken_back, open_items)
        .where(_outer.c.version == newest.scalar_subquery())
        .order_by(_outer.c.id.desc())
        .limit(limit)
    )
    if areas:
        statement = statement.where(_outer.c.area_code.in_(sorted(areas)))
    if before is not None:
        statement = statement.where(_outer.c.id < before)
    if words:
        statement = statement.where(_mentions(words))
    return tuple((row_id, FoundScheme(*rest)) for row_id, *rest in tx.connection.execute(statement))


_outer = scheme.alias("current")


def _mentions(words: str) -> ColumnElement[bool]:
    plain = words.lower()
    own = [
        func.lower(_outer.c[name]).contains(plain, autoescape=True)
        for name in ("project_name", "project_code", "scheme_id")
    ]
    theirs = select(utility_case.c.scheme_id).where(
        or_(utility_case.c.remote_ref == words, utility_case.c.number == words)
    )
    return or_(*own, _outer.c.scheme_id.in_(theirs))

"""The desk's lists: which items fulfil a selection, page by page, counted, and grouped by cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, false, func, or_, select

from hub.store import desk
from hub.store.desk import Item, of_row
from hub.store.engine import Tx
from hub.store.rows import State
from hub.store.sql import among
from hub.store.tables import case_clock, desk_item, outbox, scheme, utility_case

NOBODY: Final = "-"
"""As an owner: items that nobody has taken."""

_SOUGHT: Final = ("project_name", "project_code", "scheme_id", "case_number")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items. What is `None` or empty is not asked for; `areas` are the districts somebody may see."""

    state: Literal["open", "closed", "all"] = "open"
    snoozed: Literal["hide", "only", "all"] = "hide"
    cause: str | None = None
    kind: str | None = None
    destination: str | None = None
    stage: str | None = None
    owner: str | None = None
    district: str | None = None
    delivery: str | None = None
    colour: str | None = None
    search: str | None = None
    areas: frozenset[str] = frozenset()
    ids: tuple[int, ...] | None = None
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list tells of the delivery behind an item."""

    id: int
    kind: str
    state: State
    version: int | None
    attempts: int
    due_at: datetime
    unsure: bool
    error_kind: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in a list: with its delivery, if it is about one, and the company's number for its case."""

    item: Item
    delivery: Brief | None
    remote_ref: str | None


_IS_DELIVERY: Final = and_(desk_item.c.kind == desk.DELIVERY, outbox.c.key == desk_item.c.subject)
_BRIEF: Final = {
    "id": outbox.c.id,
    "kind": outbox.c.kind,
    "state": outbox.c.state,
    "version": outbox.c.version,
    "attempts": outbox.c.attempts,
    "due_at": outbox.c.due_at,
    "unsure": outbox.c.unsure,
    "error_kind": outbox.c.error_kind,
}


def page(
    tx: Tx,
    chosen: Selection,
    *,
    limit: int,
    after: int | None = None,
    before: int | None = None,
    newest_first: bool = False,
) -> tuple[Listed, ...]:
    """Up to `limit` items in their order, from behind the one with id `after`, or up to the one before `before`."""
    backwards = before is not None
    ascending = newest_first if backwards else not newest_first
    edge = before if backwards else after
    statement = _listed(tx, chosen)
    if edge is not None:
        statement = statement.where(desk_item.c.id > edge if ascending else desk_item.c.id < edge)
    order = desk_item.c.id.asc() if ascending else desk_item.c.id.desc()
    rows = [_row(row) for row in tx.connection.execute(statement.order_by(order).limit(limit)).mappings()]
    return tuple(reversed(rows) if backwards else rows)


def find(tx: Tx, item_id: int) -> Listed | None:
    """One item, open or closed."""
    every = Selection(state="all", snoozed="all", ids=(item_id,))
    return next(iter(page(tx, every, limit=1)), None)


def _listed(tx: Tx, chosen: Selection) -> Select[Any]:
    joined = desk_item.outerjoin(outbox, _IS_DELIVERY).outerjoin(
        utility_case, utility_case.c.number == desk_item.c.case_number
    )
    columns = [column.label(f"delivery_{name}") for name, column in _BRIEF.items()]
    return (
        select(desk_item, *columns, utility_case.c.remote_ref.label("case_remote_ref"))
        .select_from(joined)
        .where(*conditions(tx, chosen))
    )


def conditions(tx: Tx, chosen: Selection) -> list[ColumnElement[bool]]:
    """The conditions of a selection on `desk_item`."""
    found: list[ColumnElement[bool]] = []
    if chosen.state != "all":
        is_open = desk_item.c.closed_at.is_(None)
        found.append(is_open if chosen.state == "open" else ~is_open)
    if chosen.snoozed != "all":
        sleeping = desk_item.c.snoozed_until > tx.now()
        awake = or_(desk_item.c.snoozed_until.is_(None), desk_item.c.snoozed_until <= tx.now())
        found.append(sleeping if chosen.snoozed == "only" else awake)
    found += [desk_item.c[name] == value for name, value in _plain(chosen).items() if value is not None]
    if chosen.owner is not None:
        nobody = desk_item.c.owner.is_(None)
        found.append(nobody if chosen.owner == NOBODY else desk_item.c.owner == chosen.owner)
    if chosen.areas:
        found.append(desk_item.c.area_code.in_(sorted(chosen.areas)))
    if chosen.ids is not None:
        # One by itself as such: sought in a list, the items would be gone through in their order.
        alone = len(chosen.ids) == 1
        found.append(desk_item.c.id == chosen.ids[0] if alone else among(tx, desk_item.c.id, chosen.ids))
    if chosen.up_to is not None:
        found.append(desk_item.c.id <= chosen.up_to)
    if chosen.delivery is not None:
        found.append(exists().where(_IS_DELIVERY, outbox.c.state == chosen.delivery).correlate(desk_item))
    if chosen.colour is not None:
        runs = and_(case_clock.c.case_number == desk_item.c.case_number, case_clock.c.ended_at.is_(None))
        found.append(exists().where(runs, case_clock.c.colour == chosen.colour).correlate(desk_item))
    if chosen.search:
        found.append(_mentions(chosen.search))
    return found


def _plain(chosen: Selection) -> Mapping[str, str | None]:
    return {
        "message_id": chosen.cause,
        "kind": chosen.kind,
        "destination": chosen.destination,
        "stage": chosen.stage,
        "area_code": chosen.district,
    }


def _mentions(words: str) -> ColumnElement[bool]:
    plain = words.lower()
    own = [func.lower(desk_item.c[name]).contains(plain, autoescape=True) for name in _SOUGHT]
    number = func.lower(utility_case.c.remote_ref).contains(plain, autoescape=True)
    theirs = exists().where(utility_case.c.number == desk_item.c.case_number, number).correlate(desk_item)
    return or_(*own, theirs)


def count(tx: Tx, chosen: Selection) -> int:
    """How many items fulfil a selection."""
    statement = select(func.count()).select_from(desk_item).where(*conditions(tx, chosen))
    return tx.connection.execute(statement).scalar_one()


def ids(tx: Tx, chosen: Selection, *, limit: int) -> tuple[int, ...]:
    """The ids of the items that fulfil a selection, the oldest first."""
    statement = select(desk_item.c.id).where(*conditions(tx, chosen)).order_by(desk_item.c.id).limit(limit)
    return tuple(tx.connection.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class Target:
    """An item as far as it matters to whoever tries it again, for thousands at once."""

    id: int
    kind: str
    subject: str
    cause: str
    destination: str | None
    area_code: str | None
    scheme_id: str | None
    closed: bool
    resolution: str | None
    row_id: int | None
    lane: str | None
    row_kind: str | None
    row_state: str | None
    version: int | None
    attempts: int
    unsure: bool
    newest: int | None
    """The highest version that is known of its scheme."""


def targets(tx: Tx, chosen: Selection, *, limit: int) -> tuple[Target, ...]:
    """What fulfils a selection, in the order in which it was to be sent; what is no delivery comes last."""
    newest = (
        select(func.max(scheme.c.version))
        .where(scheme.c.scheme_id == desk_item.c.scheme_id)
        .correlate(desk_item)
        .scalar_subquery()
    )
    statement = (
        select(
            desk_item.c.id,
            desk_item.c.kind,
            desk_item.c.subject,
            desk_item.c.message_id,
            desk_item.c.destination,
            desk_item.c.area_code,
            desk_item.c.scheme_id,
            desk_item.c.closed_at.is_not(None),
            desk_item.c.resolution,
            outbox.c.id,
            outbox.c.lane,
            outbox.c.kind,
            outbox.c.state,
            outbox.c.version,
            func.coalesce(outbox.c.attempts, 0),
            func.coalesce(outbox.c.unsure, false()),
            newest,
        )
        .select_from(desk_item.outerjoin(outbox, _IS_DELIVERY))
        .where(*conditions(tx, chosen))
        .order_by(outbox.c.id.is_(None), outbox.c.id, desk_item.c.id)
        .limit(limit)
    )
    return tuple(Target(*row) for row in tx.connection.execute(statement))


def many(tx: Tx, item_ids: Sequence[int]) -> Mapping[int, Listed]:
    """Items by id, open or closed."""
    every = Selection(state="all", snoozed="all", ids=tuple(item_ids))
    rows = tx.connection.execute(_listed(tx, every)).mappings()
    return {listed.item.id: listed for listed in map(_row, rows)}


def _row(row: RowMapping) -> Listed:
    item = of_row({column.name: row[column.name] for column in desk_item.c})
    values = {name: row[f"delivery_{name}"] for name in _BRIEF}
    brief = None
    if values["id"] is not None:
        brief = Brief(**{**values, "state": State(values["state"])})
    return Listed(item, brief, row["case_remote_ref"])

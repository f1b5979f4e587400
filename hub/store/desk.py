"""What waits for a person, whatever its cause: one table, one open item per kind and subject."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text, update

from hub.store import cases, schemes
from hub.store.engine import Tx
from hub.store.schemes import ProjectName
from hub.store.sql import Insert, among, insert_into
from hub.store.tables import desk_item
from models.messages import FieldFault, Message

DELIVERY: Final = "delivery"
"""Kind of the item about a parked row of the outbox; the subject is its key."""

_OPEN: Final = desk_item.c.closed_at.is_(None)
_OPEN_INDEX: Final = text("closed_at IS NULL")
_REPORTED: Final = (
    "message_id",
    "message",
    "faults",
    "destination",
    "scheme_id",
    "case_number",
    "stage",
    "project_code",
    "project_name",
    "area_code",
    "seen_at",
)
"""What a report that comes again says anew; what people have done with the item stays."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something for a person to decide: what kind, what it concerns, and a sentence."""

    kind: str
    subject: str
    message: Message
    faults: tuple[FieldFault, ...] = ()
    destination: str | None = None
    scheme_id: str | None = None
    case_number: str | None = None
    stage: str | None = None
    project_code: str | None = None
    project_name: str | None = None
    area_code: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item on the desk. `times` counts how often its cause was reported while it was open.

    `version` rises with everything a person does to it: who acts on an older one is told who was first.
    """

    id: int
    kind: str
    subject: str
    message: Message
    faults: tuple[FieldFault, ...]
    destination: str | None
    scheme_id: str | None
    case_number: str | None
    stage: str | None
    project_code: str | None
    project_name: str | None
    times: int
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    resolution: str | None
    note: str
    area_code: str | None = None
    owner: str | None = None
    reason: str | None = None
    snoozed_until: datetime | None = None
    version: int = 1
    changed_by: str | None = None
    changed_at: datetime | None = None


def open_item(tx: Tx, item: NewItem) -> int:
    """Put `item` on the desk; its id. An open one of the same kind and subject is updated and counted instead."""
    (values,) = _values(tx, [item])
    statement = _upsert(tx).values(values).returning(desk_item.c.id)
    item_id: int = tx.connection.execute(statement).scalar_one()
    return item_id


def open_many(tx: Tx, items: Sequence[NewItem]) -> None:
    """`open_item` for a group."""
    if items:
        tx.connection.execute(_upsert(tx), _values(tx, items))


def _upsert(tx: Tx) -> Insert:
    statement = insert_into(tx, desk_item)
    new = statement.excluded
    latest: dict[str, Any] = {name: new[name] for name in _REPORTED}
    return statement.on_conflict_do_update(
        index_elements=["kind", "subject"],
        index_where=_OPEN_INDEX,
        set_={**latest, "times": desk_item.c.times + 1},
    )


def _values(tx: Tx, items: Sequence[NewItem]) -> list[dict[str, Any]]:
    known = schemes.projects(tx, {item.scheme_id for item in items if item.scheme_id})
    stages = cases.stages(tx, {item.case_number for item in items if item.case_number and not item.stage})
    return [_row(tx, item, known.get(item.scheme_id or ""), stages) for item in items]


def _row(tx: Tx, item: NewItem, project: ProjectName | None, stages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "subject": item.subject,
        "message_id": item.message.id,
        "message": item.message.to_store(),
        "faults": [fault.to_store() for fault in item.faults],
        "destination": item.destination,
        "scheme_id": item.scheme_id,
        "case_number": item.case_number,
        "stage": item.stage or stages.get(item.case_number or ""),
        "project_code": item.project_code or (project.code if project else None),
        "project_name": item.project_name or (project.name if project else None),
        "area_code": item.area_code or (project.area_code if project else None),
        "times": 1,
        "opened_at": tx.now(),
        "seen_at": tx.now(),
        "note": "",
    }


def close(tx: Tx, kind: str, subject: str, *, resolution: str, by: str, note: str = "") -> bool:
    """Take the open item of this kind and subject off the desk. False when there is none."""
    named = {"of_kind": kind, "of_subject": subject}
    return tx.connection.execute(_CLOSE, named | _closing(tx, resolution, by, note)).rowcount == 1


def close_many(
    tx: Tx, kind: str, subjects: Collection[str], *, resolution: str, by: str, note: str = ""
) -> int:
    """`close` for a group; how many items were closed."""
    if not subjects:
        return 0
    which = desk_item.c.kind == kind, among(tx, desk_item.c.subject, subjects)
    return tx.connection.execute(_CLOSE_ANY.where(*which), _closing(tx, resolution, by, note)).rowcount


def _closing(tx: Tx, resolution: str, by: str, note: str) -> dict[str, Any]:
    return {"at": tx.now(), "by": by, "how": resolution, "said": note}


_CLOSE_ANY: Final = (
    update(desk_item)
    .where(_OPEN)
    .values(
        closed_at=bindparam("at", type_=desk_item.c.closed_at.type),
        closed_by=bindparam("by", type_=desk_item.c.closed_by.type),
        resolution=bindparam("how", type_=desk_item.c.resolution.type),
        note=bindparam("said", type_=desk_item.c.note.type),
        version=desk_item.c.version + 1,
        changed_by=bindparam("by", type_=desk_item.c.changed_by.type),
        changed_at=bindparam("at", type_=desk_item.c.changed_at.type),
    )
)
_CLOSE: Final = _CLOSE_ANY.where(
    desk_item.c.kind == bindparam("of_kind", type_=desk_item.c.kind.type),
    desk_item.c.subject == bindparam("of_subject", type_=desk_item.c.subject.type),
)
"""Made once: every page read, and every event placed, asks for it."""


def open_items(
    tx: Tx,
    *,
    kind: str | None = None,
    destination: str | None = None,
    scheme_id: str | None = None,
    case_number: str | None = None,
    project_code: str | None = None,
    cause: str | None = None,
    search: str | None = None,
    limit: int = 100,
    after: int = 0,
) -> tuple[Item, ...]:
    """Open items in the order they were opened, from the one after id `after`.

    `cause` is a message id. `search` is looked for, letter case aside, in the project's code and name, the scheme's
    number and the case's number.
    """
    wanted = {
        "kind": kind,
        "destination": destination,
        "scheme_id": scheme_id,
        "case_number": case_number,
        "project_code": project_code,
        "message_id": cause,
    }
    statement: Select[Any] = select(desk_item).where(_OPEN, desk_item.c.id > after)
    for name, value in wanted.items():
        if value is not None:
            statement = statement.where(desk_item.c[name] == value)
    if search is not None:
        statement = statement.where(_mentions(search))
    statement = statement.order_by(desk_item.c.id).limit(limit)
    return tuple(of_row(dict(row)) for row in tx.connection.execute(statement).mappings())


def _mentions(words: str) -> ColumnElement[bool]:
    columns = (desk_item.c[name] for name in ("project_code", "project_name", "scheme_id", "case_number"))
    return or_(*(func.lower(column).contains(words.lower(), autoescape=True) for column in columns))


def get(tx: Tx, item_id: int) -> Item | None:
    """The item with this id, open or closed."""
    row = tx.connection.execute(select(desk_item).where(desk_item.c.id == item_id)).mappings().first()
    return of_row(dict(row)) if row else None


def counts(tx: Tx) -> Mapping[tuple[str, str | None], int]:
    """How many items are open, by cause: message id and destination."""
    statement = (
        select(desk_item.c.message_id, desk_item.c.destination, func.count())
        .where(_OPEN)
        .group_by(desk_item.c.message_id, desk_item.c.destination)
    )
    return {(cause, destination): count for cause, destination, count in tx.connection.execute(statement)}


def of_row(row: Mapping[str, Any]) -> Item:
    """An item from a row that holds the columns of its table."""
    values = dict(row)
    del values["message_id"]
    values["message"] = Message.from_store(values["message"])
    values["faults"] = tuple(FieldFault.from_store(fault) for fault in values["faults"])
    return Item(**values)


def change(tx: Tx, item_id: int, *, by: str, **values: object) -> None:
    """Set columns of an item on the word of a person: its version rises."""
    tx.alone()
    told = {"version": desk_item.c.version + 1, "changed_by": by, "changed_at": tx.now(), **values}
    tx.connection.execute(update(desk_item).where(desk_item.c.id == item_id).values(told))

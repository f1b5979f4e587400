"""Rows of the outbox that a person must look at, as items on the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from hub.store import desk, schemes
from hub.store.engine import Tx
from models.messages import FieldFault, Message


@dataclass(frozen=True, slots=True)
class Stopped:
    """An outbox row that goes no further by itself, and why."""

    row: RowMapping
    message: Message
    faults: Sequence[FieldFault] = ()


def open_items(tx: Tx, stopped: Sequence[Stopped]) -> None:
    """One desk item each, of the kind `desk.DELIVERY`, whose subject is the row's key."""
    if not stopped:
        return
    projects = schemes.projects(tx, {each.row["scheme_id"] for each in stopped if each.row["scheme_id"]})
    items = []
    for each in stopped:
        project = projects.get(each.row["scheme_id"])
        items.append(
            desk.NewItem(
                kind=desk.DELIVERY,
                subject=each.row["key"],
                message=each.message,
                faults=tuple(each.faults),
                destination=each.row["destination"],
                scheme_id=each.row["scheme_id"],
                case_number=each.row["case_number"],
                project_code=project.code if project else None,
                project_name=project.name if project else None,
            )
        )
    desk.open_many(tx, items)

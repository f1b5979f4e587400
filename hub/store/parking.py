"""Rows of the outbox that a person must look at, as items on the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from hub.store import desk
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
    desk.open_many(tx, [_item(each) for each in stopped])


def _item(stopped: Stopped) -> desk.NewItem:
    return desk.NewItem(
        kind=desk.DELIVERY,
        subject=stopped.row["key"],
        message=stopped.message,
        faults=tuple(stopped.faults),
        destination=stopped.row["destination"],
        scheme_id=stopped.row["scheme_id"],
        case_number=stopped.row["case_number"],
    )

"""One item, taken up by a person who may act on it, unless somebody was first."""

from hub.liaison.refusals import Conflict, Missing
from hub.people.person import Person, check_in
from hub.people.roles import Action
from hub.store import accounts, desk, desk_lists
from hub.store.desk import Item
from hub.store.desk_lists import Listed
from hub.store.engine import Tx
from models.messages import Message


def seen(tx: Tx, person: Person, item_id: int, action: Action = Action.SEE) -> Listed:
    """An item, open or closed. Raises `Missing`, also for one of another district, and `Denied`."""
    listed = desk_lists.find(tx, item_id)
    if listed is None or not person.sees(listed.item.area_code):
        raise Missing(Message(id="failure-unknown", params={"id": item_id}))
    check_in(person, action, listed.item.area_code)
    return listed


def taken(tx: Tx, person: Person, action: Action, item_id: int, version: int | None) -> Listed:
    """An open item for a person to act on. `version`: the one they have before them (`None`: whichever).

    Raises `Missing`, `Denied`, and `Conflict` naming who was first.
    """
    tx.alone()  # who comes second reads what the first has written
    listed = seen(tx, person, item_id, action)
    item = listed.item
    if item.closed_at is not None:
        raise Conflict(_closed(tx, item), item.closed_by or "", item.closed_at)
    if version is not None and item.version != version:
        at = item.changed_at or item.seen_at
        told = Message(
            id="failure-changed",
            params={"id": item.id, "who": name_of(tx, item.changed_by), "at": at.isoformat()},
        )
        raise Conflict(told, item.changed_by or "", at)
    return listed


def _closed(tx: Tx, item: Item) -> Message:
    at = item.closed_at.isoformat() if item.closed_at else ""
    who = name_of(tx, item.closed_by)
    return Message(id="failure-closed", params={"id": item.id, "at": at, "who": who})


def name_of(tx: Tx, login: str | None) -> str:
    """A person's name; the login where no account has it."""
    row = accounts.by_login(tx, login) if login else None
    return row.name if row else (login or "–")


def touch(tx: Tx, person: Person, item: Item, **values: object) -> None:
    """Set what people keep with an item, and remember who did."""
    desk.change(tx, item.id, by=person.login, **values)

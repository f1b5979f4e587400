"""What a person may do about what waits for one: look at it, have it tried again, or decide it.

Every decision is written to the audit trail in the transaction that carries it out.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hub.casework.following import scheme_taken
from hub.documents.ledger import FOLDER
from hub.documents.ledger import KIND as DOCUMENT
from hub.feeds import FEED
from hub.store import audit, desk, destinations, documents, outbox, stuck
from hub.store.desk import Item
from hub.store.engine import Tx
from hub.store.outbox import Attempt, Row, State
from hub.store.stuck import Waiting
from models.messages import Message

MOST_AT_ONCE: Final = 10_000
"""Most items retried by one command."""

NOTHING_CHOSEN: Final = Message(id="failures-nothing-chosen")


class How(StrEnum):
    """How a person decides an item."""

    DELIVERED = "delivered"
    """It arrived: they said so on the telephone."""
    DISCARDED = "discarded"
    """It shall not be sent."""
    DONE = "done"
    """Taken care of outside the hub; for items that are no delivery."""


class NotPossible(Exception):
    """What was asked cannot be done: `message` says why, and what can."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class FailureDetail:
    """One item with all that is known of it. The last three are of a delivery alone."""

    item: Item
    delivery: Row | None = None
    attempts: tuple[Attempt, ...] = ()
    behind: tuple[Waiting, ...] = ()
    """What cannot leave before this one has, `stuck.MOST_SHOWN` at most."""


@dataclass(frozen=True, slots=True)
class Retried:
    """Ids of the items that are tried again, and of those that cannot be: closed, unknown, or nothing to try."""

    retried: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()


def list_open(
    tx: Tx,
    *,
    company: str | None = None,
    cause: str | None = None,
    search: str | None = None,
    limit: int = 100,
    after: int | None = None,
) -> tuple[Item, ...]:
    """Open items, the oldest first, from the one behind id `after`.

    `company` is a counterpart's id, `cause` a message id; `search` is looked for in project code and name, scheme
    number and case number.
    """
    return desk.open_items(tx, destination=company, cause=cause, search=search, limit=limit, after=after or 0)


def show(tx: Tx, item_id: int) -> FailureDetail:
    """One item, open or closed. Raises `NotPossible` when there is none with this id."""
    item = _item(tx, item_id)
    row = outbox.by_key(tx, item.subject) if item.kind == desk.DELIVERY else None
    if row is None:
        return FailureDetail(item)
    return FailureDetail(item, row, outbox.attempts_of(tx, row.id), stuck.behind(tx, row.id))


def retry(tx: Tx, item_ids: Collection[int], actor: str) -> Retried:
    """Have what the items stand for tried again at the next opportunity, and take them off the desk.

    A delivery is sent again, a paused counterpart is spoken with again, a refused document is asked for again; a feed
    is read again with every cycle anyway. Nothing else has anything that could be tried.
    """
    retried, skipped = [], []
    for item_id in dict.fromkeys(item_ids):
        item = desk.get(tx, item_id)
        again = _AGAIN.get(item.kind) if item and item.closed_at is None else None
        if item is None or again is None or not again(tx, item, actor):
            skipped.append(item_id)
            continue
        desk.close(tx, item.kind, item.subject, resolution="retried", by=actor)
        _audit(tx, actor, "failure.retry", item)
        retried.append(item_id)
    return Retried(tuple(retried), tuple(skipped))


def resolve(
    tx: Tx, item_id: int, *, how: How, actor: str, note: str = "", remote_ref: str | None = None
) -> Item:
    """Decide an item and take it off the desk.

    A delivery is `delivered` (`remote_ref`: the number the company gave) or `discarded`, anything else is `done`.
    Raises `NotPossible` when there is no such item, when it is closed, or when `how` does not fit it.
    """
    item = _item(tx, item_id)
    if item.closed_at is not None:
        raise NotPossible(
            Message(id="failure-closed", params={"id": item_id, "at": item.closed_at.isoformat()})
        )
    is_delivery = item.kind == desk.DELIVERY
    if is_delivery == (how is How.DONE):
        raise NotPossible(
            Message(
                id="failure-needs-other-decision",
                params={"id": item_id, "delivery": str(is_delivery).lower()},
            )
        )
    if is_delivery:
        _decide(tx, item, how, actor, note, remote_ref)
    else:
        desk.close(tx, item.kind, item.subject, resolution=how, by=actor, note=note)
    _audit(tx, actor, "failure.resolve", item, {"how": how.value, "note": note, "remote_ref": remote_ref})
    return item


def _decide(tx: Tx, item: Item, how: How, actor: str, note: str, remote_ref: str | None) -> None:
    row = outbox.by_key(tx, item.subject)
    if row is None or row.state not in {State.ATTENTION, State.WAITING}:
        raise NotPossible(Message(id="failure-under-way", params={"id": item.id}))
    if how is How.DISCARDED:
        outbox.discard(tx, row.id, actor=actor, note=note)
        return
    outbox.mark_delivered(tx, row.id, remote_ref=remote_ref, actor=actor, note=note)
    scheme_taken(tx, row, remote_ref)  # what wakes by it is folded with the company's next page


def _send_again(tx: Tx, item: Item, actor: str) -> bool:
    row = outbox.by_key(tx, item.subject)
    return row is not None and outbox.retry_now(tx, [row.id], actor=actor) == 1


def _speak_again(tx: Tx, item: Item, actor: str) -> bool:
    destinations.resume(tx, item.subject, actor)
    return True


def _ask_again(tx: Tx, item: Item, actor: str) -> bool:
    return item.subject == FOLDER or documents.want_again(tx, item.subject)


def _next_cycle(tx: Tx, item: Item, actor: str) -> bool:
    return True


PAUSED: Final = "destination"
"""Kind of the item that stands while a counterpart is paused; the subject is its id."""

_AGAIN: Final[Mapping[str, Callable[[Tx, Item, str], bool]]] = {
    desk.DELIVERY: _send_again,
    PAUSED: _speak_again,
    DOCUMENT: _ask_again,
    FEED: _next_cycle,
}


def can_be_retried(item: Item) -> bool:
    """Whether there is anything that could be tried again."""
    return item.closed_at is None and item.kind in _AGAIN


def _item(tx: Tx, item_id: int) -> Item:
    item = desk.get(tx, item_id)
    if item is None:
        raise NotPossible(Message(id="failure-unknown", params={"id": item_id}))
    return item


def _audit(
    tx: Tx, actor: str, action: str, item: Item, detail: Mapping[str, str | None] | None = None
) -> None:
    about = {"item": item.id, "kind": item.kind, "cause": item.message.id}
    audit.append(tx, actor, action, item.subject, {**about, **(detail or {})})

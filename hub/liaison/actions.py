"""What a person does about one item: decides it, hands it on, puts it off, says something to it.

Permission and district are checked here; what changes is in the audit trail in the same transaction. `version` is that
of the item as the person saw it: if somebody was first, nothing happens and `Conflict` says who.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.casework.evidence import scheme_taken
from hub.liaison import retrying
from hub.liaison.items import seen, taken, touch
from hub.liaison.reasons import Reason, Skipped
from hub.liaison.refusals import NotPossible
from hub.people.person import Person
from hub.people.roles import Action
from hub.store import accounts, audit, desk, desk_notes, outbox
from hub.store.desk import Item
from hub.store.desk_lists import Listed
from hub.store.engine import Tx
from hub.store.outbox import State
from models.messages import Message


class How(StrEnum):
    """How a person decides an item."""

    DELIVERED = "delivered"
    """It arrived: they said so on the telephone."""
    DISCARDED = "discarded"
    """It shall not be sent."""
    DONE = "done"
    """Taken care of outside the hub; for items that are no delivery."""


def retry(tx: Tx, person: Person, item_id: int, version: int | None = None) -> Item:
    """Try one item again now. Raises `NotPossible` when there is nothing to try, or it is overtaken."""
    listed = taken(tx, person, Action.RETRY, item_id, version)
    outcome = retrying.retry(tx, person, [item_id])
    why = outcome.skipped.get(item_id)
    if why is not None and why is not Skipped.SUPERSEDED:
        raise NotPossible(Message(id="failure-not-retried", params={"id": item_id, "reason": why.value}))
    return listed.item


def answer(
    tx: Tx,
    person: Person,
    item_id: int,
    version: int | None = None,
    *,
    arrived: bool,
    remote_ref: str | None = None,
    note: str = "",
) -> Item:
    """Write down what they said on the telephone: it arrived (under their number), or it is sent again."""
    listed = taken(tx, person, Action.ANSWER, item_id, version)
    _wants(listed, is_delivery=True)
    told = {"arrived": arrived, "note": note, "remote_ref": remote_ref}
    if arrived:
        _decide(tx, person, listed, How.DELIVERED, note, remote_ref)
    elif not _idle(listed) or listed.delivery is None:
        raise _under_way(listed.item)
    else:
        outbox.retry_now(tx, [listed.delivery.id], actor=person.login, not_held=True)
    _audit(tx, person, "failure.answer", listed.item, told)
    return listed.item


def resolve(
    tx: Tx,
    person: Person,
    item_id: int,
    version: int | None = None,
    *,
    how: How | None = None,
    reason: Reason | None = None,
    note: str = "",
    remote_ref: str | None = None,
) -> Item:
    """Decide an item and take it off the desk.

    A delivery is `delivered` (`remote_ref`: the number the company gave) or `discarded`, anything else is `done`;
    without `how`, discarded or done. Raises `NotPossible` when `how` does not fit the item.
    """
    listed = taken(tx, person, Action.RESOLVE, item_id, version)
    is_delivery = listed.item.kind == desk.DELIVERY
    how = how or (How.DISCARDED if is_delivery else How.DONE)
    _wants(listed, is_delivery=how is not How.DONE)
    if is_delivery:
        _decide(tx, person, listed, how, note, remote_ref)
    else:
        desk.close(tx, listed.item.kind, listed.item.subject, resolution=how, by=person.login, note=note)
    if reason is not None:
        desk.change(tx, item_id, by=person.login, reason=reason.value)
    told = {"how": how.value, "note": note, "remote_ref": remote_ref}
    _audit(tx, person, "failure.resolve", listed.item, told | ({"reason": reason.value} if reason else {}))
    return listed.item


def _decide(tx: Tx, person: Person, listed: Listed, how: How, note: str, remote_ref: str | None) -> None:
    row = outbox.get(tx, listed.delivery.id) if listed.delivery else None
    if row is None or not _idle(listed):
        raise _under_way(listed.item)
    if how is How.DISCARDED:
        outbox.discard(tx, row.id, actor=person.login, note=note)
        return
    outbox.mark_delivered(tx, row.id, remote_ref=remote_ref or None, actor=person.login, note=note)
    scheme_taken(tx, row, remote_ref or None)  # what wakes by it is folded with the company's next page


def _idle(listed: Listed) -> bool:
    return listed.delivery is not None and listed.delivery.state in {State.ATTENTION, State.WAITING}


def _under_way(item: Item) -> NotPossible:
    return NotPossible(Message(id="failure-under-way", params={"id": item.id}))


def _wants(listed: Listed, *, is_delivery: bool) -> None:
    if (listed.item.kind == desk.DELIVERY) != is_delivery:
        kind = str(not is_delivery).lower()
        told = Message(id="failure-needs-other-decision", params={"id": listed.item.id, "delivery": kind})
        raise NotPossible(told)


def assign(tx: Tx, person: Person, item_id: int, version: int | None, to: str | None) -> Item:
    """Give an item to somebody (a login), or to nobody. Raises `NotPossible` for who cannot have it."""
    listed = taken(tx, person, Action.ASSIGN, item_id, version)
    row = accounts.by_login(tx, to) if to else None
    can = row is not None and row.disabled_at is None
    if to and (row is None or not can or (row.areas and listed.item.area_code not in row.areas)):
        raise NotPossible(Message(id="failure-cannot-have", params={"who": to[:64]}))
    touch(tx, person, listed.item, owner=to or None)
    _audit(tx, person, "failure.assign", listed.item, {"to": to or None, "from": listed.item.owner})
    return listed.item


def snooze(tx: Tx, person: Person, item_id: int, version: int | None, until: datetime | None) -> Item:
    """Put an item off until a moment to come, or (`None`) back on the desk now."""
    listed = taken(tx, person, Action.SNOOZE, item_id, version)
    if until is not None and until <= tx.now():
        raise NotPossible(Message(id="failure-snooze-past", params={"at": until.isoformat()}))
    touch(tx, person, listed.item, snoozed_until=until)
    _audit(tx, person, "failure.snooze", listed.item, {"until": until.isoformat() if until else None})
    return listed.item


def comment(tx: Tx, person: Person, item_id: int, text: str) -> None:
    """Say something to an item, open or closed. Raises `NotPossible` when there is nothing in it, or too much."""
    listed = seen(tx, person, item_id, Action.COMMENT)
    said = text.strip()
    if not 0 < len(said) <= desk_notes.LONGEST:
        raise NotPossible(Message(id="comment-length", params={"length": desk_notes.LONGEST}))
    desk_notes.add(tx, item_id, by=person.login, text=said)
    _audit(tx, person, "failure.comment", listed.item, {"text": said})


def _audit(tx: Tx, person: Person, action: str, item: Item, detail: Mapping[str, Any]) -> None:
    about = {"item": item.id, "kind": item.kind, "cause": item.message.id}
    audit.append(tx, person.login, action, item.subject, {**about, **detail})

"""Trying again what failed: any number of items by a few statements, each with its own record in the trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hub.delivery.kinds import OF_A_VERSION
from hub.documents.ledger import FOLDER
from hub.documents.ledger import KIND as DOCUMENT
from hub.feeds import FEED
from hub.liaison.reasons import Skipped
from hub.people.person import Person, check
from hub.people.roles import Action
from hub.store import audit, desk, desk_lists, destinations, documents, outbox, schemes
from hub.store.audit import Act
from hub.store.desk import Item
from hub.store.desk_lists import Listed
from hub.store.engine import Tx
from hub.store.outbox import State
from models.messages import Message

PAUSED: Final = "destination"
"""Kind of the item that stands while a counterpart is paused; the subject is its id."""
RETRYABLE: Final = frozenset({desk.DELIVERY, PAUSED, DOCUMENT, FEED})


@dataclass(frozen=True, slots=True)
class Retried:
    """Ids of the items that are tried again, and of those that are not, each with its reason."""

    retried: tuple[int, ...] = ()
    skipped: Mapping[int, Skipped] = field(default_factory=dict)


def can_be_retried(item: Item) -> bool:
    """Whether there is anything that could be tried again."""
    return item.closed_at is None and item.kind in RETRYABLE


def retry(tx: Tx, person: Person, item_ids: Collection[int], *, job: int | None = None) -> Retried:
    """Have what the items stand for tried again at the next opportunity, and take them off the desk.

    A delivery is sent again, a paused counterpart is spoken with again, a refused document is asked for again; a feed
    is read again with every cycle anyway. Nothing else has anything that could be tried. What a newer version has
    overtaken is not sent: it is superseded. Raises `Denied`.
    """
    check(person, Action.RETRY)
    tx.alone()
    wanted = list(dict.fromkeys(item_ids))
    found = desk_lists.many(tx, wanted)
    skipped = judged(tx, person, wanted, found)
    chosen = [found[item_id] for item_id in wanted if item_id not in skipped]
    again = _deliveries(tx, person, chosen) | _others(tx, person, chosen)
    skipped |= {each.item.id: Skipped.UNDER_WAY for each in chosen if each.item.id not in again}
    done = [each.item for each in chosen if each.item.id in again]
    detail = {} if job is None else {"job": job}
    audit.append_many(tx, person.login, [_act(item, detail) for item in done])
    _give_way(tx, [found[item_id] for item_id, why in skipped.items() if why is Skipped.SUPERSEDED])
    return Retried(tuple(item.id for item in done), skipped)


def judged(tx: Tx, person: Person, wanted: Sequence[int], found: Mapping[int, Listed]) -> dict[int, Skipped]:
    """Which items a retry passes over, and why. Changes nothing."""
    of_versions = {
        each.item.scheme_id
        for each in found.values()
        if each.item.scheme_id and each.delivery and each.delivery.kind in OF_A_VERSION
    }
    newest = schemes.versions(tx, of_versions)
    reasons = {item_id: _why_not(person, found.get(item_id), newest) for item_id in wanted}
    return {item_id: why for item_id, why in reasons.items() if why is not None}


def _why_not(person: Person, listed: Listed | None, newest: Mapping[str, int]) -> Skipped | None:
    if listed is None:
        return Skipped.UNKNOWN
    item, delivery = listed.item, listed.delivery
    if not person.sees(item.area_code):
        return Skipped.OTHER_DISTRICT
    if item.closed_at is not None:
        return Skipped.SUPERSEDED if item.resolution == State.SUPERSEDED else Skipped.CLOSED
    if item.kind not in RETRYABLE or (item.kind == desk.DELIVERY and delivery is None):
        return Skipped.NOT_RETRYABLE
    if delivery is None:
        return None
    if delivery.state is State.SUPERSEDED or _is_overtaken(listed, newest):
        return Skipped.SUPERSEDED
    return None if delivery.state in {State.ATTENTION, State.WAITING} else Skipped.UNDER_WAY


def _is_overtaken(listed: Listed, newest: Mapping[str, int]) -> bool:
    # One that may have been accepted is settled first: its lane keeps the newer version behind it.
    delivery = listed.delivery
    if delivery is None or delivery.version is None or delivery.kind not in OF_A_VERSION or delivery.unsure:
        return False
    return newest.get(listed.item.scheme_id or "", 0) > delivery.version


def _give_way(tx: Tx, overtaken: Sequence[Listed]) -> None:
    newest = schemes.versions(tx, {each.item.scheme_id for each in overtaken if each.item.scheme_id})
    for each in overtaken:
        version = newest.get(each.item.scheme_id or "")
        if each.item.closed_at is None and each.delivery is not None and version is not None:
            newer = Message(id="delivery-superseded", params={"version": version})
            outbox.supersede_one(tx, each.delivery.id, newer)


def _deliveries(tx: Tx, person: Person, chosen: Sequence[Listed]) -> set[int]:
    by_row = {each.delivery.id: each.item for each in chosen if each.delivery is not None}
    outbox.retry_now(tx, list(by_row), actor=person.login)
    closed = desk_lists.many(tx, [item.id for item in by_row.values()])
    return {item_id for item_id, each in closed.items() if each.item.closed_at is not None}


def _others(tx: Tx, person: Person, chosen: Sequence[Listed]) -> set[int]:
    again = set()
    for item in (each.item for each in chosen if each.delivery is None):
        if item.kind == PAUSED:
            destinations.resume(tx, item.subject, person.login)
        elif item.kind == DOCUMENT and item.subject != FOLDER and not documents.want_again(tx, item.subject):
            continue
        desk.close(tx, item.kind, item.subject, resolution="retried", by=person.login)
        again.add(item.id)
    return again


def _act(item: Item, detail: Mapping[str, int]) -> Act:
    about = {"item": item.id, "kind": item.kind, "cause": item.message.id, **detail}
    return Act("failure.retry", item.subject, about)

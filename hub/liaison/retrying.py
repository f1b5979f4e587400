"""Trying again what failed: any number of items by a few statements, each with its own record in the trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hub.delivery.kinds import OF_A_VERSION
from hub.documents.ledger import FOLDER
from hub.documents.ledger import KIND as DOCUMENT
from hub.feeds import FEED
from hub.liaison.reasons import Skipped
from hub.people.person import Person, check, may
from hub.people.roles import Action
from hub.store import audit, desk, desk_lists, destinations, documents, outbox
from hub.store.audit import Act
from hub.store.desk import Item
from hub.store.desk_lists import Selection, Target
from hub.store.engine import Tx
from hub.store.outbox import State
from models.messages import Message

PAUSED: Final = "destination"
"""Kind of the item that stands while a counterpart is paused; the subject is its id."""
RETRYABLE: Final = frozenset({desk.DELIVERY, PAUSED, DOCUMENT, FEED})
_IDLE: Final = frozenset({State.ATTENTION, State.WAITING})


@dataclass(frozen=True, slots=True)
class Retried:
    """Ids of the items that are tried again, and of those that are not, each with its reason."""

    retried: tuple[int, ...] = ()
    skipped: Mapping[int, Skipped] = field(default_factory=dict)


def can_be_retried(item: Item) -> bool:
    """Whether there is anything that could be tried again."""
    return item.closed_at is None and item.kind in RETRYABLE


def of_ids(tx: Tx, item_ids: Sequence[int]) -> tuple[Target, ...]:
    """Items by id, open or closed, in the order in which they were to be sent."""
    every = Selection(state="all", snoozed="all", ids=tuple(item_ids))
    return desk_lists.targets(tx, every, limit=len(item_ids) + 1)


def retry(tx: Tx, person: Person, item_ids: Collection[int], *, job: int | None = None) -> Retried:
    """Have what the items stand for tried again at the next opportunity, and take them off the desk.

    A delivery is sent again, a paused counterpart is spoken with again, a refused document is asked for again; a feed
    is read again with every cycle anyway. Nothing else has anything that could be tried. What a newer version has
    overtaken is not sent: it is superseded. Raises `Denied`.
    """
    check(person, Action.RETRY)
    tx.alone()
    wanted = list(dict.fromkeys(item_ids))
    found = of_ids(tx, wanted)
    skipped = judged(person, wanted, found)
    chosen = [target for target in found if target.id not in skipped]
    again = _deliveries(tx, person, chosen) | _others(tx, person, chosen)
    skipped |= {target.id: Skipped.UNDER_WAY for target in chosen if target.id not in again}
    detail = {} if job is None else {"job": job}
    audit.append_many(tx, person.login, [_act(target, detail) for target in chosen if target.id in again])
    _give_way(tx, [each for each in found if skipped.get(each.id) is Skipped.SUPERSEDED])
    return Retried(tuple(item_id for item_id in wanted if item_id in again), skipped)


def judged(person: Person, wanted: Sequence[int], found: Sequence[Target]) -> dict[int, Skipped]:
    """Which items a retry passes over, and why."""
    reasons: dict[int, Skipped | None] = dict.fromkeys(wanted, Skipped.UNKNOWN)
    reasons |= {target.id: _why_not(person, target) for target in found}
    return {item_id: why for item_id, why in reasons.items() if why is not None}


def _why_not(person: Person, target: Target) -> Skipped | None:
    if not person.sees(target.area_code):
        return Skipped.OTHER_DISTRICT
    if target.closed:
        return Skipped.SUPERSEDED if target.resolution == State.SUPERSEDED else Skipped.CLOSED
    if target.kind == PAUSED and not may(person, Action.PAUSE):
        return Skipped.NOT_ALLOWED
    if target.kind != desk.DELIVERY:
        return None if target.kind in RETRYABLE else Skipped.NOT_RETRYABLE
    if target.row_id is None:
        return Skipped.NOT_RETRYABLE
    if target.row_state == State.SUPERSEDED or _is_overtaken(target):
        return Skipped.SUPERSEDED
    return None if target.row_state in _IDLE else Skipped.UNDER_WAY


def _is_overtaken(target: Target) -> bool:
    # One that may have been accepted is settled first: its lane keeps the newer version behind it.
    if target.version is None or target.row_kind not in OF_A_VERSION or target.unsure:
        return False
    return (target.newest or 0) > target.version


def _give_way(tx: Tx, overtaken: Sequence[Target]) -> None:
    for each in overtaken:
        if not each.closed and each.row_id is not None and each.newest is not None:
            newer = Message(id="delivery-superseded", params={"version": each.newest})
            outbox.supersede_one(tx, each.row_id, newer)


def _deliveries(tx: Tx, person: Person, chosen: Sequence[Target]) -> set[int]:
    by_row = {each.row_id: each.id for each in chosen if each.row_id is not None}
    if not by_row:
        return set()
    if outbox.retry_now(tx, list(by_row), actor=person.login) == len(by_row):
        return set(by_row.values())
    return {each.id for each in of_ids(tx, list(by_row.values())) if each.closed}


def _others(tx: Tx, person: Person, chosen: Sequence[Target]) -> set[int]:
    again = set()
    for target in (each for each in chosen if each.row_id is None):
        if target.kind == PAUSED:
            destinations.resume(tx, target.subject, person.login)
        is_document = target.kind == DOCUMENT and target.subject != FOLDER
        if is_document and not documents.want_again(tx, target.subject):
            continue
        desk.close(tx, target.kind, target.subject, resolution="retried", by=person.login)
        again.add(target.id)
    return again


def _act(target: Target, detail: Mapping[str, int]) -> Act:
    about = {"item": target.id, "kind": target.kind, "cause": target.cause, **detail}
    return Act("failure.retry", target.subject, about)

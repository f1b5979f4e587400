"""One failure with all that is known of it: what happened, the case it belongs to, the evidence, who else is at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from hub.clocks import board
from hub.clocks.board import Clock
from hub.liaison import listing, timeline
from hub.liaison.filters import Filter
from hub.liaison.items import seen
from hub.liaison.listing import Neighbours
from hub.liaison.retrying import PAUSED, can_be_retried
from hub.liaison.suggestions import Suggestion, is_correctable, suggestion_for
from hub.liaison.timeline import Entry
from hub.people.person import Person, may
from hub.people.roles import Action
from hub.store import accounts, cases, desk, desk_notes, outbox, stuck
from hub.store.cases import CaseRow
from hub.store.desk import Item
from hub.store.desk_lists import Listed
from hub.store.desk_notes import Comment, Reader
from hub.store.engine import Tx
from hub.store.outbox import Attempt, Row, State
from hub.store.stuck import Waiting

AT_IT: Final = timedelta(minutes=10)
"""How long after their last look somebody counts as having an item open."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One item, its delivery, the attempts at it with their redacted exchanges, and what waits behind it."""

    item: Item
    delivery: Row | None = None
    attempts: tuple[Attempt, ...] = ()
    behind: tuple[Waiting, ...] = ()
    """What cannot leave before this one has, `stuck.MOST_SHOWN` at most."""


@dataclass(frozen=True, slots=True)
class One:
    """One failure as its page shows it. `names` are people's, by login."""

    listed: Listed
    detail: Detail
    suggestion: Suggestion
    actions: frozenset[Action]
    """What this person can do with this item as it stands."""
    case: CaseRow | None
    clocks: tuple[Clock, ...]
    timeline: tuple[Entry, ...]
    comments: tuple[Comment, ...]
    others: tuple[Reader, ...]
    """Who else has it open, the first first."""
    neighbours: Neighbours | None
    names: Mapping[str, str]


def detail(tx: Tx, person: Person, item_id: int) -> Detail:
    """One item, open or closed. Raises `Missing` when there is none with this id in the person's districts."""
    return _detail(tx, seen(tx, person, item_id))


def _detail(tx: Tx, listed: Listed) -> Detail:
    row = outbox.get(tx, listed.delivery.id) if listed.delivery else None
    if row is None:
        return Detail(listed.item)
    return Detail(listed.item, row, outbox.attempts_of(tx, row.id), stuck.behind(tx, row.id))


def one(tx: Tx, person: Person, item_id: int, wanted: Filter | None = None) -> One:
    """One failure; `wanted` is the filter it was reached through. Raises `Missing`."""
    listed = seen(tx, person, item_id)
    item = listed.item
    case = cases.get(tx, item.case_number) if item.case_number else None
    readers = desk_notes.readers(tx, item_id, within=AT_IT)
    return One(
        listed=listed,
        detail=_detail(tx, listed),
        suggestion=suggestion_for(listed),
        actions=actions_on(person, listed),
        case=case,
        clocks=board.of_case(tx, item.case_number) if item.case_number else (),
        timeline=timeline.of_item(tx, item),
        comments=desk_notes.comments(tx, item_id),
        others=tuple(reader for reader in readers if reader.login != person.login),
        neighbours=listing.neighbours(tx, person, wanted, item_id) if wanted else None,
        names={row.login: row.name for row in accounts.every(tx)},
    )


def look(tx: Tx, person: Person, item_id: int) -> tuple[Reader, ...]:
    """Note that this person has the item open; who else has, the first first. For a page that asks now and then."""
    seen(tx, person, item_id)
    desk_notes.note_reader(tx, item_id, person.login, person.name)
    readers = desk_notes.readers(tx, item_id, within=AT_IT)
    return tuple(reader for reader in readers if reader.login != person.login)


def actions_on(person: Person, listed: Listed) -> frozenset[Action]:
    """What a person can do with an item as it stands."""
    item, delivery = listed.item, listed.delivery
    possible = {Action.COMMENT}
    if item.closed_at is None:
        possible |= {Action.ASSIGN, Action.SNOOZE, Action.RESOLVE}
        idle = delivery is not None and delivery.state in {State.ATTENTION, State.WAITING}
        if item.kind == desk.DELIVERY:
            possible |= {Action.ANSWER, Action.RETRY} if idle else set()
        elif can_be_retried(item) and (item.kind != PAUSED or may(person, Action.PAUSE)):
            possible.add(Action.RETRY)
        if is_correctable(listed):
            possible |= {Action.CORRECT, Action.APPROVE}
    return frozenset(action for action in possible if may(person, action))


def evidence(found: Detail) -> list[dict[str, Any]]:
    """The attempts with their exchanges, JSON-ready, for whoever takes them away to show somebody."""
    return [
        {
            "attempt": attempt.number,
            "trigger": attempt.trigger,
            "started_at": attempt.started_at.isoformat(),
            "ended_at": attempt.ended_at.isoformat() if attempt.ended_at else None,
            "outcome": attempt.outcome,
            "cause": attempt.error.id if attempt.error else None,
            "detail": attempt.detail,
            "exchange": list(attempt.exchange),
        }
        for attempt in found.attempts
    ]

"""What happened to a case, or to a whole scheme, in the order it happened: one line of people's words each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.delivery.kinds import Kind
from hub.store import accounts, cases, desk_history, schemes
from hub.store.cases import StoredEvent
from hub.store.desk import Item
from hub.store.desk_history import DeliveryLine
from hub.store.engine import Tx
from hub.store.outbox import State
from models.messages import Message, Value


class What(StrEnum):
    """What kind of thing happened."""

    VERSION = "version"
    WITHDRAWN = "withdrawn"
    CASE = "case"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    WAITING = "waiting"
    EVENT = "event"
    DESK = "desk"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, at which counterpart, and a sentence.

    `cause` says why where something went wrong; `item` and `delivery` lead to its page and its evidence.
    """

    at: datetime
    what: What
    message: Message
    counterpart: str | None = None
    case_number: str | None = None
    cause: Message | None = None
    item: int | None = None
    delivery: int | None = None
    recorded: bool | None = None
    """Of an event: whether the mirrors were told."""


def of_item(tx: Tx, item: Item) -> tuple[Entry, ...]:
    """The timeline of the case an item is about; of its scheme where it is about no case."""
    if item.case_number is not None:
        return of_case(tx, item.case_number)
    return of_scheme(tx, item.scheme_id) if item.scheme_id else ()


def of_case(tx: Tx, number: str) -> tuple[Entry, ...]:
    """What happened to one case."""
    case = cases.get(tx, number)
    if case is None:
        return ()
    lines = [each for each in desk_history.deliveries(tx, case.scheme_id) if each.case_number == number]
    return _sorted(
        [
            *_versions(tx, case.scheme_id),
            *_case(tx, number),
            *_deliveries(line for line in lines if line.kind not in {Kind.MATTER, Kind.EVENT} or line.failed),
            *_items(
                tx, (each for each in desk_history.items(tx, case.scheme_id) if each.case_number == number)
            ),
        ]
    )


def of_scheme(tx: Tx, scheme_id: str) -> tuple[Entry, ...]:
    """What happened to a scheme at all its companies and at the mirrors."""
    found = [*_versions(tx, scheme_id)]
    for case in cases.by_scheme(tx, scheme_id):
        found += _case(tx, case.number)
    found += _deliveries(desk_history.deliveries(tx, scheme_id))
    return _sorted([*found, *_items(tx, desk_history.items(tx, scheme_id))])


def _sorted(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _versions(tx: Tx, scheme_id: str) -> Iterable[Entry]:
    for version, received_at, source in schemes.history(tx, scheme_id):
        told = Message(id="timeline-version", params={"version": version, "source": source})
        yield Entry(received_at, What.VERSION, told)
    withdrawal = schemes.withdrawal(tx, scheme_id)
    if withdrawal is not None:
        told = Message(id="timeline-withdrawn", params={"reason": withdrawal.reason})
        yield Entry(withdrawal.withdrawn_at, What.WITHDRAWN, told)


def _case(tx: Tx, number: str) -> Iterable[Entry]:
    case = cases.get(tx, number)
    if case is not None:
        told = Message(id="timeline-case", params={"company": case.company})
        yield Entry(case.opened_at, What.CASE, told, case.company, number)
        for event in cases.events(tx, number):
            yield _event(event, case.company)


def _event(event: StoredEvent, company: str) -> Entry:
    told = Message(
        id="timeline-event" if event.legal else "timeline-event-illegal",
        params={
            "stage": event.stage,
            "status": event.status,
            "words": event.opinion_text or event.status_text,
        },
    )
    return Entry(
        event.occurred_at,
        What.EVENT,
        told,
        company,
        event.case_number,
        recorded=event.record_key is not None,
    )


def _deliveries(lines: Iterable[DeliveryLine]) -> Iterable[Entry]:
    for line in lines:
        match line.state:
            case State.DELIVERED:
                at, what = line.delivered_at or line.created_at, What.DELIVERED
            case State.ATTENTION:
                at, what = line.ended_at or line.created_at, What.FAILED
            case State.SUPERSEDED | State.DISCARDED:
                at, what = line.ended_at or line.created_at, What.SUPERSEDED
            case _:
                at, what = line.created_at, What.WAITING
        params: dict[str, Value] = {
            "delivery": line.kind.replace(".", "-"),
            "times": line.attempts,
            "version": line.version or 0,
        }
        message = Message(id=f"timeline-{what.value}", params=params)
        yield Entry(
            at,
            what,
            message,
            line.destination,
            line.case_number,
            cause=line.error if what is not What.DELIVERED else None,
            delivery=line.id,
        )


def _items(tx: Tx, items: Iterable[Item]) -> Iterable[Entry]:
    people = {row.login: row.name for row in accounts.every(tx)}
    for item in items:
        yield Entry(
            item.opened_at,
            What.DESK,
            Message(id="timeline-desk", params={"id": item.id}),
            item.destination,
            item.case_number,
            cause=item.message,
            item=item.id,
        )
        if item.closed_at is not None:
            who = people.get(item.closed_by or "", item.closed_by or "")
            params: dict[str, Value] = {"id": item.id, "resolution": item.resolution or "", "who": who}
            told = Message(id="timeline-decided", params=params)
            yield Entry(item.closed_at, What.DECIDED, told, item.destination, item.case_number, item=item.id)

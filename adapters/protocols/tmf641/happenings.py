"""What has happened to an order, read from the order itself.

TMF641 gives its events identifiers that no GET tells again, and keeps no history but the milestones. So whether
an order came with a notification or was asked for, each of its milestones, its present state and its alerts are
the same happenings with the same ids: what a lost notification would have told is told by the next reading.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from adapters.contract import Unreadable
from adapters.http import Redactor
from adapters.protocols.tmf641.order import SCHEME
from adapters.protocols.tmf641.wire import Alert, Milestone, Order
from adapters.reading import read_items
from models.digest import canonical_json
from models.events import Update
from models.messages import Message
from models.stage import Stage

T = TypeVar("T")

_PROGRESS: Final = frozenset({"acknowledged", "inProgress"})
_AT_THE_END: Final = frozenset({"completed", "partial"})
_DATED_BY: Final = {
    "acknowledged": "order_date",
    "inProgress": "start_date",
    "completed": "completion_date",
    "partial": "completion_date",
    "failed": "completion_date",
    "rejected": "completion_date",
    "cancelled": "cancellation_date",
}
_LONGEST_ID: Final = 128


@dataclass(frozen=True)
class Reading:
    """What one order tells: updates, what a person has to read, and when it last changed."""

    updates: tuple[Update, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    latest: datetime | None = None


@dataclass(frozen=True)
class Reader:
    """Reads the orders of one carrier, in its own codes."""

    company: str
    redactor: Redactor

    def order(self, item: Any, *, seen_at: datetime, asks: bool = False) -> Reading:
        """What an order tells. `seen_at` dates what the order gives no date for; `asks` says that it came with the
        question for more information, which is the state `pending` whatever the order says."""
        orders, unreadable = self._items((item,), Order.model_validate)
        if not orders:
            return Reading(unreadable=unreadable)
        return self._read(orders[0], seen_at, asks)

    def aside(self, event_id: str, message: Message, item: Any) -> Unreadable:
        """Something for a person to read, kept once for its id."""
        return Unreadable(event_id=short(event_id), message=message, body=self.redactor.item(item, 4000))

    def said(self, text: str) -> str:
        """Their words as they may be shown: masked, on one line."""
        return " ".join(self.redactor.excerpt(text, 1200).split())[:300]

    def _items(
        self, items: Iterable[Any], read: Callable[[Any], T]
    ) -> tuple[tuple[T, ...], tuple[Unreadable, ...]]:
        message = Message(id="counterpart-event-unreadable", params={"company": self.company})
        return read_items(items, read, own_id=lambda _: None, message=message, redactor=self.redactor)

    def _read(self, order: Order, seen_at: datetime, asks: bool) -> Reading:
        stages = list(_stages(order.milestone))
        told, bad = self._items(
            zip(order.milestone, stages, strict=True), lambda step: _milestone(order, *step)
        )
        state = "pending" if asks else order.state
        at = _date_of(state, order, told) or seen_at
        stage = stages[-1] if stages else Stage.REVIEW
        present, odd = self._items(
            (state,) if _says_more(state, order) else (), lambda state: _state(order, state, stage, at)
        )
        return Reading(
            updates=(*told, *present),
            unreadable=(*bad, *odd, *self._alerts(order)),
            latest=max((update.occurred_at for update in told), default=None),
        )

    def _alerts(self, order: Order) -> Iterator[Unreadable]:
        """Alerts go to a person: the national dictionary has no code for what may yet go wrong."""
        for item in order.jeopardy_alert:
            try:
                alert = Alert.model_validate(item)
            except ValidationError:
                alert = Alert()
            words = (alert.jeopardy_type, alert.name, alert.message, alert.exception)
            params = {
                "company": self.company,
                "order": order.id,
                "words": self.said(" ".join(filter(None, words))),
            }
            own = alert.id or hashlib.sha256(canonical_json(item)).hexdigest()
            yield self.aside(
                f"{order.id}/alert/{own}", Message(id="tmf641-jeopardy", params={**params}), item
            )


def _milestone(order: Order, item: Any, stage: Stage) -> Update:
    milestone = Milestone.model_validate(item)
    handler = milestone.handler
    return _update(
        order,
        {
            "event_id": short(f"{order.id}/milestone/{milestone.id}"),
            "scheme_version": milestone.scheme_version,
            "stage": stage,
            "status_code": milestone.name.partition(".")[2] if _own_stage(milestone.name) else milestone.name,
            "status_text": milestone.message or milestone.description,
            "occurred_at": milestone.milestone_date,
            "handler": handler.name if handler else None,
            "department": handler.department if handler else None,
            "opinion": milestone.opinion,
            "opinion_text": milestone.opinion_text,
            "documents": [document.model_dump() for document in milestone.document],
        },
    )


def _state(order: Order, state: str, stage: Stage, at: datetime) -> Update:
    reasons = [error.words for error in order.error_message]
    return _update(
        order,
        {
            "event_id": short(f"{order.id}/state/{state}"),
            "stage": Stage.ACCEPTANCE if state in _AT_THE_END else stage,
            "status_code": state,
            "status_text": state,
            "occurred_at": at,
            "opinion_text": " ".join([*reasons, order.cancellation_reason]).strip()[:4000],
        },
    )


def _update(order: Order, values: Mapping[str, Any]) -> Update:
    # Only what stays as it is: the same happening, read again, must be the same to the letter.
    return Update.model_validate(
        {**values, "remote_ref": order.id, "scheme_id": order.reference(SCHEME), "status": None}
    )


def _says_more(state: str, order: Order) -> bool:
    """Whether a state tells something that no milestone does. A milestone's `status` is the state it led to; where
    milestones tell the steps of the stages, a state of mere progress tells nothing beside them."""
    steps = [item for item in order.milestone if isinstance(item, dict)]
    if any(step.get("status") == state for step in steps):
        return False
    return state not in _PROGRESS or not any(_own_stage(str(step.get("name"))) for step in steps)


def _date_of(state: str, order: Order, told: Iterable[Update]) -> datetime | None:
    """When a state began: its own date, or the newest that the order has. Never the time of a notification: whoever
    asks for the order is not told that."""
    own: datetime | None = getattr(order, _DATED_BY.get(state, ""), None)
    dates = (order.order_date, order.start_date, *(update.occurred_at for update in told))
    return own or max(filter(None, dates), default=None)


def short(event_id: str) -> str:
    """The id, or its hash where it is longer than an id may be."""
    if len(event_id) <= _LONGEST_ID:
        return event_id
    return f"sha256:{hashlib.sha256(event_id.encode()).hexdigest()}"


def _own_stage(name: str) -> Stage | None:
    prefix = name.partition(".")[0]
    return Stage(prefix) if prefix in set(Stage) and "." in name else None


def _stages(milestones: tuple[Any, ...]) -> Iterator[Stage]:
    """Each milestone's stage: its own, or that of the one before it."""
    stage = Stage.REVIEW
    for item in milestones:
        name = item.get("name") if isinstance(item, dict) else None
        stage = (_own_stage(name) if isinstance(name, str) else None) or stage
        yield stage

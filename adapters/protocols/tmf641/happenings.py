"""What has happened to an order, read from the order itself.

TMF641 gives its events identifiers that no GET tells again, and keeps no history but the milestones. So whether
an order came with a notification or was asked for, each of its milestones, its present state and its alerts are
the same happenings with the same ids: what a lost notification would have told is told by the next reading.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from adapters.contract import Unreadable
from adapters.http import Redactor
from adapters.protocols.tmf641.order import SCHEME, VERSION
from adapters.protocols.tmf641.wire import Alert, Milestone, Order
from adapters.reading import read_items
from models.digest import canonical_json
from models.events import Update
from models.messages import Message
from models.stage import Stage
from models.status import HandlingStatus

UNTOLD: Final = frozenset({"assessingCancellation", "pendingCancellation"})
"""States that follow from our own cancellation and decide nothing: `cancelled`, or the old state again, will."""

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
    """Reads the orders of one carrier; `statuses` maps its codes to the national dictionary."""

    company: str
    statuses: Mapping[str, int]
    redactor: Redactor

    def order(self, item: Any, *, seen_at: datetime, asks_for: str | None = None) -> Reading:
        """What an order tells. `seen_at` dates a state that the order gives no date for; `asks_for` is the field
        that an information-required notification names."""
        message = Message(id="counterpart-event-unreadable", params={"company": self.company})
        orders, unreadable = read_items(
            (item,), Order.model_validate, own_id=lambda _: None, message=message, redactor=self.redactor
        )
        if not orders:
            return Reading(unreadable=unreadable)
        return self._read(orders[0], seen_at, asks_for)

    def aside(self, event_id: str, message: Message, item: Any) -> Unreadable:
        """Something for a person to read, kept once for its id."""
        return Unreadable(event_id=short(event_id), message=message, body=self.redactor.item(item, 4000))

    def _read(self, order: Order, seen_at: datetime, asks_for: str | None) -> Reading:
        stages = list(_stages(order.milestone))
        message = Message(id="counterpart-event-unreadable", params={"company": self.company})
        told, unreadable = read_items(
            zip(order.milestone, stages, strict=True),
            lambda pair: self._milestone(order, *pair),
            own_id=lambda _: None,
            message=message,
            redactor=self.redactor,
        )
        state = self._state(order, stages[-1] if stages else Stage.REVIEW, seen_at, asks_for)
        updates = (*told, *state)
        return Reading(
            updates=updates,
            unreadable=(*unreadable, *self._alerts(order)),
            latest=max((update.occurred_at for update in told), default=None),
        )

    def _milestone(self, order: Order, item: Any, stage: Stage) -> Update:
        milestone = Milestone.model_validate(item)
        code = milestone.name.partition(".")[2] if _own_stage(milestone.name) else milestone.name
        handler = milestone.handler
        return self._update(
            order,
            {
                "event_id": short(f"{order.id}/milestone/{milestone.id}"),
                "stage": stage,
                "status_code": code,
                "status_text": milestone.message or milestone.description,
                "occurred_at": milestone.milestone_date,
                "handler": handler.name if handler else None,
                "department": handler.department if handler else None,
                "opinion": milestone.opinion,
                "opinion_text": milestone.opinion_text,
                "documents": [document.model_dump() for document in milestone.document],
            },
        )

    def _state(self, order: Order, stage: Stage, seen_at: datetime, asks_for: str | None) -> Iterator[Update]:
        """The present state, unless a milestone tells of it: `status` names the state that the order then had."""
        state = "pending" if asks_for is not None else order.state
        recorded = {item.get("status") for item in order.milestone if isinstance(item, dict)}
        if state in UNTOLD or state in recorded:
            return
        reasons = [error.words for error in order.error_message]
        yield self._update(
            order,
            {
                "event_id": short(f"{order.id}/state/{state}"),
                "stage": Stage.ACCEPTANCE if state in _AT_THE_END else stage,
                "status_code": state,
                "status_text": asks_for or state,
                "occurred_at": getattr(order, _DATED_BY.get(state, ""), None) or seen_at,
                "opinion_text": " ".join([*reasons, order.cancellation_reason]).strip()[:4000],
            },
        )

    def _update(self, order: Order, values: Mapping[str, Any]) -> Update:
        status = self.statuses.get(values["status_code"])
        version = order.reference(VERSION)
        return Update.model_validate(
            {
                **values,
                "remote_ref": order.id,
                "scheme_id": order.reference(SCHEME),
                "scheme_version": int(version) if version and version.isdecimal() else None,
                "status": HandlingStatus(status) if status is not None else None,
            }
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

    def said(self, text: str) -> str:
        """Their words as they may be shown: masked, on one line."""
        return " ".join(self.redactor.excerpt(text, 1200).split())[:300]


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

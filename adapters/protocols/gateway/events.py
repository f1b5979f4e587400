"""The wire's events as updates of the domain."""

import hashlib
import json
from typing import Any, Final

from pydantic import ValidationError

from adapters.contract import Unreadable
from adapters.http import Redactor
from adapters.protocols.gateway.wire import Event
from models.events import Update
from models.messages import Message
from models.problems import faults_of

_SHOWN_BYTES: Final = 4000


def update_of(item: Any) -> Update:
    """One event. Raises `pydantic.ValidationError` when it is not as the wire document says."""
    event = Event.model_validate(item)
    return Update.model_validate(
        {
            "event_id": event.id,
            "remote_ref": event.reference,
            "scheme_id": event.scheme_id,
            "scheme_version": event.version,
            "stage": event.stage,
            # This wire speaks in the national dictionary: there is nothing to map.
            "status": event.handling_status,
            "status_code": str(event.handling_status),
            "status_text": event.status_text,
            "occurred_at": event.occurred_at,
            "handler": event.handler.name,
            "department": event.handler.department,
            "opinion": event.opinion,
            "opinion_text": event.opinion_text or "",
            "documents": [document.model_dump() for document in event.documents],
        }
    )


def read_events(
    items: tuple[Any, ...], redactor: Redactor, company: str
) -> tuple[tuple[Update, ...], tuple[Unreadable, ...]]:
    """The updates among `items`, and those items that could not be read, scrubbed."""
    updates: list[Update] = []
    unreadable: list[Unreadable] = []
    for item in items:
        try:
            updates.append(update_of(item))
        except ValidationError as error:
            unreadable.append(_unreadable(item, error, redactor, company))
    return tuple(updates), tuple(unreadable)


def _unreadable(item: Any, error: ValidationError, redactor: Redactor, company: str) -> Unreadable:
    return Unreadable(
        event_id=_id_of(item),
        message=Message(id="counterpart-event-unreadable", params={"company": company}),
        faults=faults_of(error),
        body=redactor.item(item, _SHOWN_BYTES),
    )


def _id_of(item: Any) -> str:
    """The event's own id, or one made from its content: the same item read again is the same item."""
    own = item.get("id") if isinstance(item, dict) else None
    if isinstance(own, str) and 0 < len(own) <= 100:
        return own
    content = json.dumps(item, sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"

"""The wire's events as updates of the domain."""

from typing import Any

from adapters.contract import Unreadable
from adapters.http import Redactor
from adapters.protocols.gateway.wire import Event
from adapters.reading import read_items
from models.events import Update
from models.messages import Message


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
    message = Message(id="counterpart-event-unreadable", params={"company": company})
    return read_items(items, update_of, own_id=_own_id, message=message, redactor=redactor)


def _own_id(item: Any) -> str | None:
    own = item.get("id") if isinstance(item, dict) else None
    return own if isinstance(own, str) and 0 < len(own) <= 100 else None

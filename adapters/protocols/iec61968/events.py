"""What a company reports of handling a scheme, as updates of the domain."""

from collections.abc import Iterable
from typing import Annotated, Any
from xml.etree.ElementTree import Element

from pydantic import Field

from adapters.contract import Unreadable
from adapters.http import Redactor
from adapters.protocols.iec61968 import xml
from adapters.protocols.iec61968.message import Several, Wire
from adapters.protocols.iec61968.xml import SUPPLY
from adapters.reading import read_items
from models.base import Day, Instant
from models.events import Update
from models.messages import Message

Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]


class SchemeReceipt(Wire):
    """A create, change or cancel was carried out."""

    reference: Reference
    scheme_id: str = Field(alias="schemeId")
    version: int
    taken_at: Instant = Field(alias="takenAt")


class Document(Wire):
    """A document that the company issued with an event."""

    sha256: str
    name: str = Field(alias="fileName")
    media_type: str = Field(alias="mediaType")
    size_bytes: int = Field(alias="sizeBytes")
    number: str
    issued_on: Day = Field(alias="issuedOn")


class HandlingEvent(Wire):
    """What happened to a scheme."""

    event_id: str = Field(alias="eventId", min_length=1, max_length=100)
    reference: Reference
    scheme_id: str = Field(alias="schemeId")
    version: int
    stage: str
    status_code: str = Field(alias="statusCode", min_length=1, max_length=32)
    status_text: str = Field(alias="statusText", min_length=1, max_length=200)
    occurred_at: Instant = Field(alias="occurredAt")
    handler: str
    department: str
    opinion: str | None = None
    opinion_text: str = Field(default="", alias="opinionText")
    documents: Annotated[tuple[Document, ...], Several] = Field(default=(), alias="document")


class Window(Wire):
    """A page of a window of events; they are read one by one, so that a bad one does not lose its neighbours."""

    window_end: Instant = Field(alias="windowEnd")
    continuation: str | None = Field(default=None, pattern=r"^[!-~]{1,100}$")
    events: Annotated[tuple[Any, ...], Several] = Field(default=(), alias="HandlingEvent")


def read_events(
    items: Iterable[Any], redactor: Redactor, company: str
) -> tuple[tuple[Update, ...], tuple[Unreadable, ...]]:
    """The updates among `items`, with the company's own codes, and those items that could not be read, scrubbed."""

    def update(item: Any) -> Update:
        event = HandlingEvent.model_validate(item)
        return Update.model_validate(
            {
                "remote_ref": event.reference,
                "scheme_version": event.version,
                "status": None,
                "documents": [document.model_dump() for document in event.documents],
                **event.model_dump(exclude={"reference", "version", "documents"}),
            }
        )

    message = Message(id="counterpart-event-unreadable", params={"company": company})
    return read_items(items, update, own_id=_own_id, message=message, redactor=redactor)


def members(payload: Element) -> Any:
    """One event's members, for `read_events`."""
    return xml.fields(payload, SUPPLY)


def _own_id(item: Any) -> str | None:
    own = item.get("eventId") if isinstance(item, dict) else None
    return own if isinstance(own, str) and 0 < len(own) <= 100 else None

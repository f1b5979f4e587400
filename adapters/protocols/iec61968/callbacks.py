"""EventMessages that a company posts to the hub: read, and acknowledged once they are committed."""

import uuid
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from adapters.contract import CallbackReply
from adapters.errors import ContractError
from adapters.http import Redactor
from adapters.protocols.iec61968 import message, xml
from adapters.protocols.iec61968.client import CONTENT_TYPE, refusal
from adapters.protocols.iec61968.message import Header
from models.messages import Message

_EVENT = "HandlingEvent"


def read_event(body: bytes, redactor: Redactor, company: str) -> tuple[Header, Any]:
    """The header and the event's members. Raises `ContractError` when this is no EventMessage about an event."""
    redactor.learn(body, CONTENT_TYPE)
    shown = redactor.body(body[:2000], CONTENT_TYPE) or ""
    unreadable = Message(id="callback-unreadable", params={"company": company})
    try:
        envelope = message.read(body)
    except xml.XmlRefused as refused:
        told = unreadable if refused.reason == "syntax" else refusal(refused, company)
        raise ContractError(told, detail=f"{refused.reason} {shown}"[:500]) from None
    except ValidationError:
        raise ContractError(unreadable, detail=shown[:500]) from None
    event = envelope.content(_EVENT)
    if envelope.kind != "EventMessage" or envelope.header is None or event is None:
        raise ContractError(unreadable, detail=shown[:500])
    return envelope.header, event


def acknowledgement(body: bytes, company: str, *, source: str, at: datetime) -> CallbackReply | None:
    """The ResponseMessage for an event that asks for one, after it was committed; `None` when it asks for none."""
    header, _ = read_event(body, Redactor(), company)
    if not header.ack_required:
        return None
    reply = message.acknowledgement(header, message_id=str(uuid.uuid4()), source=source, at=at)
    return CallbackReply(body=reply, content_type=CONTENT_TYPE)

"""The message envelope (IEC 61968-100): requests as they are written, replies and events as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal
from xml.etree.ElementTree import Element

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from adapters.protocols.iec61968 import xml
from adapters.protocols.iec61968.xml import MESSAGE, SUPPLY, Content

REVISION: Final = "1"
Verb = Literal["create", "change", "cancel", "get"]
Identifier = Annotated[str, Field(pattern=r"^[!-~]{1,200}$")]


def _several(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return value
    return () if value in (None, "") else (value,)


Several = BeforeValidator(_several)
"""Reads an element that may come never, once or often as a tuple."""


class Wire(BaseModel):
    """One shape of the wire. Members that are not listed are ignored: the standard has more than this wire uses."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, str_strip_whitespace=True
    )


class Header(Wire):
    """Of a message that is read."""

    verb: str = Field(alias="Verb")
    noun: str = Field(alias="Noun")
    message_id: Identifier = Field(alias="MessageID")
    correlation_id: Identifier = Field(alias="CorrelationID")
    ack_required: bool = Field(default=False, alias="AckRequired")


class ReplyError(Wire):
    """One error of a reply. `details` of a refused value lists what is taken, separated by vertical bars."""

    code: str = Field(max_length=20)
    level: Literal["INFORM", "WARNING", "FATAL", "CATASTROPHIC"] = "FATAL"
    reason: str = ""
    details: str = ""
    xpath: str = ""


class Outcome(Wire):
    """The Reply: what came of a request."""

    result: Literal["OK", "PARTIAL", "FAILED"] = Field(alias="Result")
    errors: Annotated[tuple[ReplyError, ...], Several] = Field(default=(), alias="Error")


@dataclass(frozen=True)
class Envelope:
    """A message that was read. A FaultMessage has no header, an EventMessage no outcome."""

    kind: str
    header: Header | None
    outcome: Outcome | None
    payload: Element | None

    def content(self, name: str) -> Any:
        """The payload's members, `None` when the payload is not called `name`."""
        if self.payload is None or xml.local(self.payload, SUPPLY) != name:
            return None
        return xml.fields(self.payload, SUPPLY)


class _Parts(Wire):
    header: Header | None = Field(default=None, alias="Header")
    outcome: Outcome | None = Field(default=None, alias="Reply")


def read(body: bytes) -> Envelope:
    """A message. Raises `XmlRefused`, and `pydantic.ValidationError` for one that is not of this envelope."""
    root = xml.read(body)
    kind = xml.local(root, MESSAGE)
    if kind is None:
        raise xml.XmlRefused("syntax")
    parts = {xml.local(part, MESSAGE): part for part in root}
    read_parts = {name: xml.fields(parts[name], MESSAGE) for name in ("Header", "Reply") if name in parts}
    found = _Parts.model_validate(read_parts)
    payload = parts.get("Payload")
    inner = payload[0] if payload is not None and len(payload) else None
    return Envelope(kind, found.header, found.outcome, inner)


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def request(
    verb: Verb,
    noun: str,
    *,
    message_id: str,
    source: str,
    at: datetime,
    ask: Content = None,
    payload: Element | None = None,
    reply_address: str | None = None,
) -> Element:
    """A RequestMessage; `ask` is its Request part, in the order of the schema."""
    head: dict[str, Content] = {
        **_head(verb, noun, source, at),
        "ReplyAddress": reply_address,
        "AckRequired": "false" if verb == "get" else "true",
        "MessageID": message_id,
        "CorrelationID": message_id,
    }
    root = xml.element(MESSAGE, "RequestMessage", {"Header": head, "Request": ask})
    if payload is not None:
        part = xml.element(MESSAGE, "Payload", None)
        part.append(payload)
        root.append(part)
    return root


def acknowledgement(event: Header, *, message_id: str, source: str, at: datetime) -> bytes:
    """The ResponseMessage that tells a company its event was taken."""
    head: Mapping[str, Content] = {
        **_head("reply", event.noun, source, at),
        "MessageID": message_id,
        "CorrelationID": event.message_id,
    }
    return xml.write(xml.element(MESSAGE, "ResponseMessage", {"Header": head, "Reply": {"Result": "OK"}}))


def _head(verb: str, noun: str, source: str, at: datetime) -> dict[str, Content]:
    return {"Verb": verb, "Noun": noun, "Revision": REVISION, "Timestamp": instant(at), "Source": source}

"""The wire's answers as they are read. Members that are not listed here are ignored, as the contract has it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.base import Day, Instant

Reference = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]


class Wire(BaseModel):
    """One shape of the wire."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class SchemeReceipt(Wire):
    """A submission was taken."""

    operation: Literal["submit"]
    reference: Reference
    scheme_id: str
    version: int
    received_at: Instant


class SchemeState(Wire):
    """A scheme as the company holds it now."""

    reference: Reference
    scheme_id: str
    version: int
    received_at: Instant
    state: Literal["open", "withdrawn", "closed"]


class WithdrawalReceipt(Wire):
    """A withdrawal was taken."""

    operation: Literal["withdraw"]
    reference: Reference
    scheme_id: str
    withdrawn_at: Instant


class ApplicationReceipt(Wire):
    """An application was taken."""

    operation: Literal["apply"]
    reference: Reference
    received_at: Instant


class Handler(Wire):
    """Who handled an event at the company."""

    name: str
    department: str


class IssuedDocument(Wire):
    """A document that the company issued with an event."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int
    number: str
    issued_on: Day


class Event(Wire):
    """What happened to a scheme."""

    id: str = Field(min_length=1, max_length=100)
    reference: Reference
    scheme_id: str
    version: int
    stage: str
    handling_status: int = Field(strict=True)
    status_text: str = Field(min_length=1, max_length=200)
    occurred_at: Instant
    handler: Handler
    opinion: str | None
    opinion_text: str | None
    documents: tuple[IssuedDocument, ...]


class EventPage(Wire):
    """A page of the feed; its events are read one by one, so that a bad one does not lose its neighbours."""

    events: tuple[Any, ...]
    next: str = Field(min_length=1, max_length=200)
    more: bool


class WebhookMessage(Wire):
    """A callback about one event."""

    type: Literal["scheme.event"]
    data: Any


class FieldError(Wire):
    """One fault of a submission, by a JSON Pointer into it."""

    pointer: str
    code: str
    detail: str = ""
    allowed: tuple[Any, ...] = ()


class Problem(Wire):
    """Problem details (RFC 9457), with this wire's list of field errors."""

    type: str
    title: str = ""
    detail: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def kind(self) -> str:
        """What a program decides by: the last segment of `type`."""
        return self.type.rstrip("/").rpartition("/")[2]

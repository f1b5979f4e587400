"""TMF641's resources as they are read. Members that are not listed here are ignored."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from models.base import Day, Instant

OrderState = Literal[
    "acknowledged",
    "rejected",
    "pending",
    "held",
    "inProgress",
    "cancelled",
    "completed",
    "failed",
    "partial",
    "assessingCancellation",
    "pendingCancellation",
]
"""ServiceOrderStateType."""

ENDED: Final = frozenset({"rejected", "cancelled", "completed", "failed", "partial"})
"""States that an order does not leave."""

Identifier = Annotated[str, Field(min_length=1, max_length=128)]


class Wire(BaseModel):
    """One shape of the wire, its members in camelCase."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        alias_generator=to_camel,
        populate_by_name=True,
    )


class ExternalReference(Wire):
    """A number that somebody else has for the order; `name` is its value."""

    external_reference_type: str = ""
    name: str


class ErrorMessage(Wire):
    """Why an order went wrong."""

    reason: str = ""
    message: str = ""

    @property
    def words(self) -> str:
        """Reason and message in one."""
        return f"{self.reason} {self.message}".strip()


class Order(Wire):
    """A ServiceOrder. Its milestones and alerts are read one by one, so that a bad one does not lose the rest."""

    id: Identifier
    external_id: str | None = None
    state: OrderState
    order_date: Instant | None = None
    start_date: Instant | None = None
    completion_date: Instant | None = None
    cancellation_date: Instant | None = None
    cancellation_reason: str = ""
    external_reference: tuple[ExternalReference, ...] = ()
    error_message: tuple[ErrorMessage, ...] = ()
    milestone: tuple[Any, ...] = ()
    jeopardy_alert: tuple[Any, ...] = ()

    def reference(self, kind: str) -> str | None:
        """The external reference of a type, if the order has one."""
        return next(
            (each.name for each in self.external_reference if each.external_reference_type == kind), None
        )


class Handler(Wire):
    """Who took a step at the carrier."""

    name: str
    department: str | None = None


class IssuedDocument(Wire):
    """A document that the carrier issued with a step."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int
    number: str | None = None
    issued_on: Day | None = None


class Milestone(Wire):
    """A ServiceOrderMilestone; what follows `milestone_date` is the profile's extension `HandlingMilestone`."""

    id: Identifier
    name: str = Field(min_length=1, max_length=80)
    message: str = ""
    description: str = ""
    milestone_date: Instant
    scheme_version: int | None = Field(default=None, ge=1)
    handler: Handler | None = None
    opinion: str | None = None
    opinion_text: str = ""
    document: tuple[IssuedDocument, ...] = ()


class Alert(Wire):
    """A ServiceOrderJeopardyAlert."""

    id: Identifier | None = None
    name: str = ""
    jeopardy_type: str = ""
    message: str = ""
    exception: str = ""


class ServiceOrderRef(Wire):
    """Which order."""

    id: Identifier


class Cancellation(Wire):
    """A CancelServiceOrder: the task by which an order is taken back."""

    id: Identifier
    state: Literal["accepted", "inProgress", "done", "terminatedWithError"]
    service_order: ServiceOrderRef
    effective_cancellation_date: Instant | None = None
    requested_cancellation_date: Instant | None = None
    completion_message: str = ""
    error_message: ErrorMessage | None = None

    @property
    def words(self) -> str:
        """What the carrier says of it."""
        said = self.error_message.words if self.error_message else ""
        return f"{said} {self.completion_message}".strip()


class Payload(Wire):
    """What a notification is about: one of the two."""

    service_order: Any = None
    cancel_service_order: Any = None


class Notification(Wire):
    """An event as it is sent to a listener. Its own id and times (`eventId`, `eventTime`, `timeOcurred`) are not read:
    no GET tells them again."""

    event_type: str = Field(min_length=1, max_length=100)
    field_path: str = ""
    event: Payload


class Violation(Wire):
    """One fault of what was sent, by a JSON Pointer into it: the profile's extension `ValidationError`."""

    path: str
    reason: str = ""
    allowed: tuple[Any, ...] = ()


class Error(Wire):
    """TMF630's error, with that extension."""

    code: str
    reason: str
    message: str = ""
    violation: tuple[Violation, ...] = ()

"""What the wire's errors mean: their words, and their faults by field."""

from collections.abc import Callable

from pydantic import ValidationError

from adapters.errors import RejectedError
from adapters.http import Reply
from adapters.protocols.tmf641.wire import Error, Violation
from models.messages import FieldFault, Message

FieldOf = Callable[[str], str]
"""From a JSON Pointer into what was sent to the field it came from."""

_REFUSALS = (400, 404, 405, 409, 422)


def dotted(pointer: str) -> str:
    """A JSON Pointer as a field path, where what was sent has no other names."""
    return pointer.strip("/").replace("/", ".") or "-"


def explain(reply: Reply, *, field_of: FieldOf = dotted) -> RejectedError | None:
    """The refusal that an answer carries; `None` leaves it to the status."""
    if reply.status not in _REFUSALS or not reply.content_type.endswith("json"):
        return None
    try:
        error = Error.model_validate_json(reply.content)
    except ValidationError:
        return None
    words = reply.words(" ".join(filter(None, (error.code, error.reason, error.message))))
    message = Message(id="tmf641-refused", params={"company": reply.counterpart, "words": words})
    faults = tuple(_fault(violation, reply, field_of) for violation in error.violation)
    return RejectedError(message, detail=f"{reply.status} {reply.excerpt()}", faults=faults)


def _fault(violation: Violation, reply: Reply, field_of: FieldOf) -> FieldFault:
    return FieldFault(
        field=reply.words(field_of(violation.path), 200),
        message=Message(id="tmf641-fault", params={"words": reply.words(violation.reason)}),
        allowed=tuple(reply.words(value, 60) for value in violation.allowed),
    )

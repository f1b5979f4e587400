"""What the wire's problems mean for the hub's next move. The last segment of a problem's `type` decides."""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import ValidationError

from adapters.errors import CounterpartError, RejectedError, TransientError, UnknownOutcome
from adapters.http import Clock, Reply, seconds_to_wait
from adapters.protocols.gateway.wire import FieldError, Problem
from models.messages import FieldFault, Message

FieldOf = Callable[[str], str]
"""From a JSON Pointer into what was sent to the field it came from."""

REFUSALS: Final[Mapping[str, str]] = {
    "validation-failed": "gateway-scheme-refused",
    "version-superseded": "gateway-version-superseded",
    "scheme-withdrawn": "gateway-scheme-withdrawn",
    "withdrawal-too-late": "gateway-withdrawal-too-late",
    "idempotency-key-reused": "gateway-key-reused",
    "unknown-scheme": "gateway-unknown-scheme",
    "unknown-document": "gateway-unknown-document",
    "length-mismatch": "gateway-length-mismatch",
    "digest-mismatch": "gateway-digest-mismatch",
}
"""Problem → sentence, where they said no. What is not listed here is judged by its status."""

FAULTS: Final = frozenset(
    {"required", "type", "format", "range", "not_allowed", "unknown_area", "inconsistent", "duplicate"}
)


def dotted(pointer: str) -> str:
    """A JSON Pointer as a field path, where what was sent has no other names."""
    return pointer.strip("/").replace("/", ".") or "-"


def problem_of(reply: Reply) -> Problem | None:
    """The problem an answer carries, or `None` when it carries none that can be read."""
    if not reply.content_type.endswith("json"):
        return None
    try:
        return Problem.model_validate_json(reply.content)
    except ValidationError:
        return None


def explain(reply: Reply, clock: Clock, *, safe: bool, field_of: FieldOf = dotted) -> CounterpartError | None:
    """The error that a problem calls for; `None` leaves it to the status."""
    problem = problem_of(reply)
    if problem is None or not 400 <= reply.status < 500:
        return None
    params: dict[str, str | int | float] = {
        "company": reply.counterpart,
        "words": "，".join(filter(None, map(reply.words, (problem.title, problem.detail)))),
    }
    detail = f"{reply.status} {reply.excerpt()}"
    wait = seconds_to_wait(reply.headers.get("retry-after"), clock())
    if problem.kind == "request-in-flight" and not safe:
        # An earlier attempt under this key is still being carried out over there: it may yet be accepted.
        return UnknownOutcome(Message(id="gateway-in-flight", params=params), detail=detail)
    if problem.kind in {"request-in-flight", "offset-mismatch", "upload-in-progress"}:
        message = Message(id="gateway-in-flight", params=params)
        return TransientError(message, detail=detail, retry_after=wait)
    if problem.kind in REFUSALS:
        faults = tuple(_fault(error, reply, field_of) for error in problem.errors)
        return RejectedError(Message(id=REFUSALS[problem.kind], params=params), detail=detail, faults=faults)
    return None


def _fault(error: FieldError, reply: Reply, field_of: FieldOf) -> FieldFault:
    code = error.code.replace("_", "-") if error.code in FAULTS else "other"
    return FieldFault(
        field=reply.words(field_of(error.pointer), 200),
        message=Message(id=f"gateway-fault-{code}", params={"words": reply.words(error.detail)}),
        allowed=tuple(reply.words(value, 60) for value in error.allowed),
    )

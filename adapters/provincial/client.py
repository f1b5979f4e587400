"""One operation of the gateway: sent signed, and judged by the code inside its reply."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    KeyTaken,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import Call, ErrorKind, HttpSeam, Reply, seconds_to_wait
from adapters.http.wiring import Clock
from adapters.provincial.wire import Head, Wire
from models.messages import Message

W = TypeVar("W", bound=Wire)

IN_BETWEEN: Final[Mapping[int, ErrorKind]] = {
    **dict.fromkeys((408, 425, 429, 500, 502, 503, 504), UnknownOutcome),
    **dict.fromkeys((400, 404, 409, 413, 415, 422), ContractError),
}
"""The gateway itself always answers 200. Any other status is a machine's in between, and says nothing of the call."""

CODES: Final[Mapping[str, tuple[ErrorKind, str]]] = {
    "40002": (TransientError, "province-send-again"),
    "40101": (AuthError, "province-credentials"),
    "40102": (AuthError, "province-clock"),
    "40103": (TransientError, "province-send-again"),
    "40301": (AuthError, "province-credentials"),
    "42901": (TransientError, "province-throttles"),
    "50001": (TransientError, "province-busy"),
    "40402": (RejectedError, "province-document-unknown"),
    "40403": (RejectedError, "province-scheme-unknown"),
    "40901": (KeyTaken, "province-call-refused"),
    "40902": (RejectedError, "province-review-over"),
}
"""Nothing was taken with any of these. One that is not listed (40001, 40401, 41301, …) is ours to mend."""

CURSOR_UNKNOWN: Final = "40003"
_THROTTLED: Final = "42901"


class CursorUnknown(ContractError):
    """The province does not know the cursor: its feed is to be read from the beginning."""


async def operate(
    seam: HttpSeam, operation: Mapping[str, Any], model: type[W], clock: Clock, *, safe: bool
) -> tuple[W, Reply]:
    """Carry out an operation and read its reply as `model`. Raises the `CounterpartError` its code calls for."""
    call = Call(
        "POST",
        "/gateway",
        safe=safe,
        headers={"content-type": "application/json"},
        body=json.dumps(operation, ensure_ascii=False).encode(),
        errors=IN_BETWEEN,
    )
    reply = await seam.call(call)
    head = reply.read(Head)
    if head.code != "0":
        raise error_of_code(head, reply, clock)
    return reply.read(model), reply


def explain_refusal(reply: Reply, clock: Clock) -> CounterpartError | None:
    """The error for a refusal at the door for documents, which has the same codes under ordinary statuses."""
    if reply.is_page or not reply.content_type.endswith("json"):
        return None
    head = reply.read(Head)
    return error_of_code(head, reply, clock) if head.code in CODES else None


def error_of_code(head: Head, reply: Reply, clock: Clock) -> CounterpartError:
    """What a code other than "0" means for the hub's next move."""
    kind, message_id = CODES.get(head.code, (ContractError, "province-call-refused"))
    message = Message(
        id=message_id,
        params={
            "company": reply.counterpart,
            "code": reply.words(head.code, 20),
            "words": reply.words(head.message),
        },
    )
    detail = reply.excerpt()
    if head.code == CURSOR_UNKNOWN:
        return CursorUnknown(message, detail=detail)
    if kind is TransientError:
        wait = head.retryAfter if head.retryAfter is not None else reply.headers.get("retry-after")
        return TransientError(
            message,
            detail=detail,
            retry_after=seconds_to_wait(wait, clock()),
            throttled=head.code == _THROTTLED,
        )
    return kind(message, detail=detail)

"""Refusals as problem details (RFC 9457), in the language of whoever called."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

from hub.language import Language, preferred, say, say_fault
from models.messages import FieldFault, Message

MEDIA_TYPE = "application/problem+json"


class Refused(Exception):
    """A call that is not taken: the HTTP status, the sentence, and the faults field by field."""

    def __init__(
        self,
        status: HTTPStatus,
        message: Message,
        *,
        faults: Iterable[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(str(message))
        self.status = status
        self.message = message
        self.faults = tuple(faults)
        self.headers = dict(headers or {})


async def answer(request: Request, error: Exception) -> JSONResponse:
    """The problem for `Refused`."""
    if not isinstance(error, Refused):
        raise error
    language = language_of(request)
    content = {
        "type": f"urn:liandong:problem:{error.message.id}",
        "title": error.status.phrase,
        "status": error.status.value,
        "detail": say(error.message, language),
        "errors": [
            {
                "pointer": "/" + fault.field.replace(".", "/"),
                "code": fault.message.id,
                "detail": say_fault(fault, language),
                "allowed": list(fault.allowed),
            }
            for fault in error.faults
        ],
    }
    return JSONResponse(content, error.status.value, headers=error.headers, media_type=MEDIA_TYPE)


def language_of(request: Request) -> Language:
    """English where the caller's first preference is English, else Chinese."""
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return preferred({}, Language.EN if first.startswith("en") else None)

"""Refusals as problem details (RFC 9457), in the language of whoever called."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from hub.language import Language, preferred, say, say_fault
from models.messages import FieldFault, Message

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:liandong:problem:"


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
    """The problem for a `Refused`, and for an address or a method that is not there."""
    if isinstance(error, HTTPException):
        nothing = "inbound-no-such-method" if error.status_code == 405 else "inbound-no-such-address"
        error = Refused(HTTPStatus(error.status_code), Message(id=nothing), headers=error.headers)
    if not isinstance(error, Refused):
        raise error
    return problem(error, language_of(request.headers))


def problem(refused: Refused, language: Language) -> JSONResponse:
    """The answer that tells of a refusal."""
    content = {
        "type": f"{TYPE_PREFIX}{refused.message.id}",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "detail": say(refused.message, language),
        "errors": [_error(fault, language) for fault in refused.faults],
    }
    return JSONResponse(content, refused.status.value, headers=refused.headers, media_type=MEDIA_TYPE)


def _error(fault: FieldFault, language: Language) -> dict[str, Any]:
    return {
        "pointer": _pointer(fault.field),
        "code": fault.message.id,
        "detail": say_fault(fault, language),
        "allowed": list(fault.allowed),
    }


def _pointer(path: str) -> str:
    """`demands.0.pipe_dn_mm` as a JSON Pointer (RFC 6901); the whole is the empty one."""
    if path == "-":
        return ""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path.split("."))


def language_of(headers: Mapping[str, str]) -> Language:
    """English where the caller's first preference is English, else Chinese."""
    first = headers.get("accept-language", "").split(",")[0].strip().lower()
    return preferred({}, Language.EN if first.startswith("en") else None)

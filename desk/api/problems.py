"""Refusals as problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from desk.failing import NotSignedIn, refused_of
from desk.problems import Refused
from hub.language import Language, preferred, say, say_fault
from models.messages import FieldFault, Message

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:liandong:problem:"


async def answer(request: Request, error: Exception) -> JSONResponse:
    """The problem for an exception that is foreseen."""
    match error:
        case NotSignedIn():
            refused = NotSignedIn.refused()
        case RequestValidationError():
            faults = [_fault(details) for details in error.errors()]
            refused = Refused(HTTPStatus.UNPROCESSABLE_ENTITY, Message(id="desk-form-wrong"), faults)
        case _:
            refused = refused_of(error)
    return problem(refused, language_of(request))


def _fault(details: Mapping[str, Any]) -> FieldFault:
    # Where it is and what kind of fault: never what was sent, which may be anything.
    params = {name: str(value) for name, value in details.get("ctx", {}).items()} | {"value": "…"}
    message = Message(id=f"invalid-{str(details['type']).replace('_', '-')}", params=params)
    return FieldFault(field=".".join(str(step) for step in details["loc"][1:]) or "-", message=message)


def problem(refused: Refused, language: Language) -> JSONResponse:
    """The answer that tells of a refusal."""
    content = {
        "type": f"{TYPE_PREFIX}{refused.message.id}",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "detail": say(refused.message, language),
        "errors": [_error(fault, language) for fault in refused.faults],
    }
    return JSONResponse(content, refused.status.value, media_type=MEDIA_TYPE)


def _error(fault: FieldFault, language: Language) -> dict[str, Any]:
    return {
        "field": fault.field,
        "code": fault.message.id,
        "detail": say_fault(fault, language),
        "allowed": list(fault.allowed),
    }


def language_of(request: Request) -> Language:
    """English where the caller's first preference is English, else Chinese."""
    first = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return preferred({}, Language.EN if first.startswith("en") else None)

"""Refusals as pages: the sentence, what it means, and a way back."""

from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from desk.addresses import link
from desk.problems import Refused
from desk.visit import Visit
from hub.cli.refusals import Refusal
from hub.liaison.refusals import Missing
from hub.people.refusals import Denied, Faulty, Spoken
from hub.people.refusals import Refused as NotLetIn
from models.messages import Message


class NotSignedIn(Exception):
    """Nobody is signed in; `back` is where they wanted to go."""

    def __init__(self, back: str = "/") -> None:
        super().__init__()
        self.back = back

    @staticmethod
    def refused() -> Refused:
        """The same for a program."""
        return Refused(HTTPStatus.UNAUTHORIZED, Message(id="desk-not-signed-in"))


FORESEEN: Final = (Refused, NotSignedIn, Spoken, Refusal, DBAPIError, NoConnection)
_KINDS: Final = {403: "forbidden", 404: "missing", 409: "conflict", 413: "large", 422: "wrong", 503: "busy"}


def refused_of(error: Exception) -> Refused:
    """What a foreseen exception means to whoever called."""
    match error:
        case Refused():
            return error
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return Refused(status, Message(id="desk-not-found" if status == 404 else "desk-not-so"))
        case Denied():
            return Refused(HTTPStatus.FORBIDDEN, error.message)
        case Missing():
            return Refused(HTTPStatus.NOT_FOUND, error.message)
        case Faulty():
            return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.message, error.faults)
        case NotLetIn():
            return Refused(HTTPStatus.UNAUTHORIZED, error.message)
        case Spoken():
            return Refused(HTTPStatus.CONFLICT, error.message)
        case Refusal() if error.message is not None:
            return Refused(HTTPStatus.CONFLICT, error.message, error.faults)
        case DBAPIError() | NoConnection():
            return Refused(HTTPStatus.SERVICE_UNAVAILABLE, Message(id="desk-busy"))
        case _:
            raise error


async def as_page(request: Request, error: Exception) -> Response:
    """The page for an exception that is foreseen; whoever is not signed in is shown the way in."""
    visit = getattr(request.state, "visit", None) or Visit(request, request.app.state.house)
    if isinstance(error, NotSignedIn):
        back = "" if error.back == "/" else error.back
        return visit.go(error.back if visit.person else link("/sign-in", back=back))
    refused = refused_of(error)
    return visit.page(
        "error.html",
        status=refused.status,
        kind=_KINDS.get(refused.status.value, "other"),
        message=refused.message,
        faults=refused.faults,
    )


def plain(request: Request, refused: Refused) -> HTMLResponse | Response:
    """The page where nothing else works any more."""
    visit = Visit(request, request.scope["app"].state.house)
    kind = _KINDS.get(refused.status.value, "failed")
    return visit.page(
        "error.html", status=refused.status, kind=kind, message=refused.message, faults=refused.faults
    )

"""What a route asks for: the visitor, somebody signed in, a form that the desk's own page has sent."""

import hmac
from collections.abc import AsyncIterator
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData

from desk.failing import NotSignedIn
from desk.problems import wrong_form
from desk.visit import SESSION, Visit
from hub.people import sessions

_STEPS: Final = {
    "totp": "/sign-in/code",
    "password": "/account/password",
    "enrolment": "/account/second-factor",
}
"""What is left to do before anything else is shown, and where."""
_MOST_FIELDS: Final = 2000


def visitor(request: Request) -> Visit:
    """Whoever calls, signed in or not."""
    visit = Visit(request, request.app.state.house)
    request.state.visit = visit
    with visit.read() as tx:
        visit.now = tx.now()
    token = request.cookies.get(SESSION, "")
    if token:
        settings = visit.hub.settings.people
        # A page that refreshes itself keeps no session alive: only a person's own doing does.
        visit.signed = sessions.find(visit.hub.store, token, settings, touch="x-live" not in request.headers)
    return visit


def halfway(visit: Annotated[Visit, Depends(visitor)]) -> Visit:
    """Somebody who has given the password, whatever is left to do."""
    if visit.person is None:
        raise NotSignedIn(visit.here if visit.request.method == "GET" else "/")
    return visit


def signed_in(visit: Annotated[Visit, Depends(halfway)]) -> Visit:
    """Somebody who is in."""
    if visit.awaits is not None:
        raise NotSignedIn(_STEPS[visit.awaits])
    return visit


async def posted(request: Request, visit: Annotated[Visit, Depends(visitor)]) -> AsyncIterator[FormData]:
    """The form, its files until the answer is out. Raises `Refused` for one that no page of the desk has sent to this
    visitor."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise wrong_form()
    async with request.form(max_files=4, max_fields=_MOST_FIELDS) as form:
        given = form.get("csrf")
        if not isinstance(given, str) or not hmac.compare_digest(given, visit.csrf):
            raise wrong_form()
        yield form


def text(form: FormData, name: str, longest: int = 4000) -> str:
    """A field of the form as trimmed text; nothing where it was not sent."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


Anybody = Annotated[Visit, Depends(visitor)]
Halfway = Annotated[Visit, Depends(halfway)]
Signed = Annotated[Visit, Depends(signed_in)]
Form = Annotated[FormData, Depends(posted)]

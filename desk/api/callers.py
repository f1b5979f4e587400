"""Who calls the API: a bearer of a token, or for reading alone whoever has the desk open in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from desk.api.problems import language_of
from desk.failing import NotSignedIn
from desk.house import House
from desk.visit import SESSION
from desk.words import Words
from hub.language import Language
from hub.liaison.names import names_of
from hub.people import sessions
from hub.people.person import Person
from hub.people.sessions import SignedIn
from hub.store.engine import Tx

_BEARER: Final = HTTPBearer(auto_error=False, description="The `token` that `POST /session` answers with.")
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody signed in, and the house they call at."""

    house: House
    signed: SignedIn
    language: Language
    now: datetime

    @property
    def words(self) -> Words:
        """The catalogues, for this caller now."""
        return Words(self.language, self.now, names_of(self.house.hub.settings))

    @property
    def person(self) -> Person:
        """The person."""
        return self.signed.person

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A reading transaction."""
        with self.house.hub.store.read() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A writing transaction. What it lets go is sent at once."""
        with self.house.hub.store.begin() as tx:
            yield tx
        self.house.courier.nudge()


def caller(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Caller:
    """The caller. Raises `NotSignedIn`.

    A cookie opens nothing that changes anything: another site's page could have it sent along.
    """
    house: House = request.app.state.house
    token = bearer.credentials if bearer else ""
    if not token and request.method in _READING:
        token = request.cookies.get(SESSION, "")
    found = sessions.find(house.hub.store, token, house.hub.settings.people) if token else None
    if found is None or found.awaits is not None:
        raise NotSignedIn
    with house.hub.store.read() as tx:
        now = tx.now()
    return Caller(house, found, language_of(request), now)


Called = Annotated[Caller, Depends(caller)]

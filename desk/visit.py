"""One call at the desk: who, in which language, and how it is answered."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.house import House
from desk.rendering import render
from desk.words import Words
from hub.bootstrap import Hub
from hub.language import Language
from hub.liaison.names import names_of
from hub.people.person import Person, may
from hub.people.roles import Action
from hub.people.sessions import SignedIn
from hub.store.engine import Tx
from models.messages import Message

LANGUAGE: Final = "liandong_language"
THEME: Final = "liandong_theme"
SEED: Final = "liandong_seed"
SESSION: Final = "liandong_session"
SAID: Final = "liandong_said"
THEMES: Final = ("auto", "light", "dark")
_YEAR: Final = 365 * 86_400
_SAID_SECONDS: Final = 30


@dataclass(slots=True)
class Visit:
    """A call with all that an answer depends on. `signed` is `None` where nobody has signed in."""

    request: Request
    house: House
    signed: SignedIn | None = None
    seed: str = ""
    cookies: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The present by the store's clock, where it could be asked."""

    def __post_init__(self) -> None:
        self.seed = self.request.cookies.get(SEED, "")
        if len(self.seed) != 43:  # what token_urlsafe(32) gives
            self.seed = secrets.token_urlsafe(32)
            self.cookies[SEED] = (self.seed, None)

    @property
    def person(self) -> Person | None:
        """Who is there; `None` where nobody has given a password."""
        return self.signed.person if self.signed else None

    @property
    def session(self) -> str:
        """The token of the session."""
        return self.signed.token if self.signed else ""

    @property
    def awaits(self) -> str | None:
        """What is left to do of signing in."""
        return self.signed.awaits if self.signed else None

    @property
    def hub(self) -> Hub:
        """The hub whose desk this is."""
        return self.house.hub

    @property
    def language(self) -> Language:
        """The language chosen at the switch, else the configuration's."""
        chosen = self.request.cookies.get(LANGUAGE, "")
        return Language(chosen) if chosen in set(Language) else Language(self.hub.settings.language)

    @property
    def theme(self) -> str:
        """Light, dark, or whatever the system says."""
        chosen = self.request.cookies.get(THEME, "")
        return chosen if chosen in THEMES else "auto"

    @property
    def words(self) -> Words:
        """The catalogues, for this reader now."""
        return Words(self.language, self.now, names_of(self.hub.settings))

    @property
    def csrf(self) -> str:
        """What a form of this visitor carries: made from a cookie that no other site can read."""
        return hmac.new(self.seed.encode(), f"form:{self.session}".encode(), hashlib.sha256).hexdigest()

    @property
    def who(self) -> Person:
        """The person. Only for pages that are shown to nobody else."""
        if self.person is None:
            raise LookupError("nobody is signed in")
        return self.person

    @property
    def here(self) -> str:
        """The address of this page with its query: where a switch or a form comes back to."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def may(self, action: str) -> bool:
        """Whether the person's role allows something."""
        return self.person is not None and may(self.person, Action(action))

    @property
    def sees_city(self) -> bool:
        """Whether every district is theirs."""
        return self.person is not None and not self.person.is_scoped

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A reading transaction of the store."""
        with self.hub.store.read() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A writing transaction of the store."""
        with self.hub.store.begin() as tx:
            yield tx

    def page(self, template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
        """A page of the desk."""
        said = self.request.cookies.get(SAID, "")
        if said:
            self.cookies[SAID] = ("", 0)
        words = self.words
        spoken = {name: getattr(words, name) for name in _SPOKEN}
        content = render(
            template,
            {
                "visit": self,
                "language": self.language.value,
                "languages": tuple(Language),
                "said": _unpacked(said),
                "names": words.names,
                "now": words.now,
                **spoken,
                **values,
            },
        )
        return self.with_cookies(HTMLResponse(content, status.value))

    def go(self, address: str, said: Message | None = None) -> Response:
        """Send the browser on after a form, with a sentence for the next page."""
        if said is not None:
            self.cookies[SAID] = (said.model_dump_json().encode().hex(), _SAID_SECONDS)
        return self.with_cookies(RedirectResponse(address, HTTPStatus.SEE_OTHER.value))

    def keep(self, name: str, value: str, *, seconds: int | None = _YEAR) -> None:
        """Set a cookie with the answer; `None` seconds: until the browser is closed."""
        self.cookies[name] = (value, seconds)

    def with_cookies(self, response: Response) -> Response:
        """The answer with the cookies that were set on the way."""
        secure = self.request.url.scheme == "https"
        for name, (value, seconds) in self.cookies.items():
            response.set_cookie(
                name, value, max_age=seconds, httponly=True, secure=secure, samesite="lax", path="/"
            )
        return response


_SPOKEN: Final = (
    "t", "say", "short", "trigger", "fault", "field", "choice", "named", "at", "ago", "since", "lasting", "day",
    "listing", "number",
)  # fmt: skip


def _unpacked(said: str) -> Message | None:
    # What a cookie says is the visitor's own word: it can only name a sentence of the catalogue.
    try:
        return Message.model_validate_json(bytes.fromhex(said)) if said else None
    except ValueError:
        return None

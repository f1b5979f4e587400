"""What the kit asks of a stand-in: a company of flesh and blood enough to be misunderstood by an adapter."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from models.company import Company
from models.scheme import Scheme


class Trouble(StrEnum):
    """What can go wrong on a wire, in the terms of the error taxonomy rather than of one wire."""

    REFUSED_CONNECTION = "refused_connection"
    LOST_BEFORE = "lost_before"
    """No answer, and nothing was done."""
    LOST_AFTER = "lost_after"
    """No answer, but it was done."""
    CUT_REPLY = "cut_reply"
    """Done, and the answer breaks off."""
    FAILED_AFTER = "failed_after"
    """Done, and the answer is a server error."""
    BUSY = "busy"
    """Not now: come back in seven seconds."""
    THROTTLED = "throttled"
    """Too many calls."""
    UNAUTHORIZED = "unauthorized"
    LOGIN_PAGE = "login_page"
    """A page for people where an answer was due."""
    STRANGE_SHAPE = "strange_shape"
    """An answer that the wire document does not have."""
    SLOW = "slow"
    REPEATED_EVENTS = "repeated_events"
    DISORDERED_EVENTS = "disordered_events"


class NotPlayed(Exception):
    """This stand-in cannot play that trouble, for a reason that is part of the report."""


class StandIn(Protocol):
    """A counterpart to check an adapter against."""

    @property
    def company(self) -> Company:
        """The company as the hub knows it."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the adapter is configured with to reach it."""

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        """Let calls go wrong, `times` of them or until `calm`. Raises `NotPlayed`."""

    async def calm(self) -> None:
        """Let nothing go wrong any more."""

    async def advance(self, days: int) -> None:
        """Let working days pass, in which the company does its work."""

    async def effects(self) -> Counter[tuple[str, str]]:
        """What really happened: how often, by effect (`scheme_taken`, `event_emitted` …) and what it is about."""

    async def asked(self) -> int:
        """How many calls have reached it."""

    async def call_back(self, url: str) -> None:
        """Send callbacks to `url` from now on. Raises `NotPlayed` on a wire without callbacks."""

    def unwelcome(self, scheme: Scheme) -> Scheme:
        """`scheme` changed so that this company must refuse it with a reason."""

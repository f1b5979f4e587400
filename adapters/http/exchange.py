"""The redacted record of what went over the wire during one delivery."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from pydantic import AwareDatetime

from models.base import Frozen

_MOST: Final = 32
"""Exchanges kept per delivery, the latest: a large document takes many calls, and its end tells the story."""


class Exchange(Frozen):
    """One call and its answer, scrubbed. `error` names what came in place of an answer."""

    method: str
    url: str
    started_at: AwareDatetime
    milliseconds: int
    status: int | None = None
    error: str | None = None
    request_headers: dict[str, str]
    request_body: str | None = None
    response_headers: dict[str, str]
    response_body: str | None = None


_recorder: ContextVar[list[Exchange] | None] = ContextVar("liandong_exchanges", default=None)


@contextmanager
def recording() -> Iterator[list[Exchange]]:
    """Collect the exchanges of every call made inside, in the order in which they ended."""
    exchanges: list[Exchange] = []
    token = _recorder.set(exchanges)
    try:
        yield exchanges
    finally:
        _recorder.reset(token)


def is_recording() -> bool:
    """Whether anybody keeps the exchanges of this call."""
    return _recorder.get() is not None


def keep(exchange: Exchange) -> None:
    """Add an exchange to the record that is open, if one is."""
    exchanges = _recorder.get()
    if exchanges is not None:
        exchanges.append(exchange)
        del exchanges[:-_MOST]

"""A stand-in for a company behind an HTTP wire: write `answer`, and it can play every trouble of the kit.

For adapters whose wire has no stand-in yet. The server is a few lines over asyncio, just enough for one adapter on
this machine; nothing of it is for use outside tests.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

from adapters.kit.receiver import read_request
from adapters.kit.stand_in import NotPlayed, Trouble
from models.company import Company
from models.scheme import Scheme

_PAGE: Final = b"<!doctype html><title>login</title><form><input name=user></form>"
_REASONS: Final[Mapping[Trouble, tuple[int, Mapping[str, str]]]] = {
    Trouble.BUSY: (503, {"retry-after": "7"}),
    Trouble.THROTTLED: (429, {"retry-after": "7"}),
    Trouble.UNAUTHORIZED: (401, {}),
}


@dataclass(frozen=True)
class Asked:
    """A call as it came in."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answered:
    """What the company answers; `body` is sent as JSON."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpCompany(ABC):
    """A company as the kit wants it. `note` each effect in `answer`; `pass_day` is where the company works."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._effects: Counter[tuple[str, str]] = Counter()
        self._asked = 0
        self._trouble: Trouble | None = None
        self._times: int | None = None
        self._calm = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._port = 0

    @abstractmethod
    def answer(self, asked: Asked) -> Answered:
        """What the company does with a call, and what it answers."""

    @abstractmethod
    def unwelcome(self, scheme: Scheme) -> Scheme:
        """`scheme` changed so that this company must refuse it with a reason."""

    @property
    @abstractmethod
    def settings(self) -> Mapping[str, Any]:
        """What the adapter is configured with to reach `self.address`."""

    @property
    def address(self) -> str:
        """Where the company listens."""
        return f"http://127.0.0.1:{self._port}"

    def pass_day(self) -> None:
        """One working day of the company."""
        return None

    def note(self, effect: str, about: str) -> None:
        """An effect took place."""
        self._effects[effect, about] += 1

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Listen on a free port of this machine until left."""
        await self._listen()
        try:
            yield self
        finally:
            self._calm.set()
            await self._close()

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        """See `StandIn`."""
        if trouble in {Trouble.REPEATED_EVENTS, Trouble.DISORDERED_EVENTS}:
            raise NotPlayed("this stand-in tells each event once and in order")
        self._trouble, self._times = trouble, times
        self._calm.clear()
        if trouble is Trouble.REFUSED_CONNECTION:
            await self._close()

    async def calm(self) -> None:
        """See `StandIn`."""
        self._trouble = None
        self._calm.set()
        if self._server is None:
            await self._listen()

    async def advance(self, days: int) -> None:
        """See `StandIn`."""
        for _ in range(days):
            self.pass_day()

    async def effects(self) -> Counter[tuple[str, str]]:
        """See `StandIn`."""
        return +self._effects

    async def asked(self) -> int:
        """See `StandIn`."""
        return self._asked

    async def call_back(self, url: str) -> None:
        """See `StandIn`."""
        raise NotPlayed("this stand-in sends no callbacks")

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_request(reader)) is not None:
                line, headers, body = request
                method, target, _ = line.split(" ", 2)
                parts = urlsplit(target)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self._asked += 1
                await self._respond(Asked(method, unquote(parts.path), query, headers, body), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the adapter went away, as in a check of cancellation it must
        finally:
            writer.close()

    async def _respond(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        trouble = self._take_trouble()
        play = _PLAYS.get(trouble) if trouble is not None else None
        if play is not None:
            await play(self, asked, writer)
        elif trouble is not None and trouble in _REASONS:
            status, headers = _REASONS[trouble]
            await _write(writer, status, b"{}", headers)
        else:
            await self._answer(asked, writer)

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        answered = self.answer(asked)
        body = b"" if answered.body is None else json.dumps(answered.body, ensure_ascii=False).encode()
        await _write(writer, answered.status, body, answered.headers)

    def _take_trouble(self) -> Trouble | None:
        trouble = self._trouble
        if trouble is not None and self._times is not None:
            self._times -= 1
            if self._times <= 0:
                self._trouble = None
        return trouble

    async def _lost_before(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        await self._calm.wait()
        writer.close()

    async def _lost_after(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.answer(asked)
        await self._lost_before(asked, writer)

    async def _cut(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.answer(asked)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{")
        await writer.drain()
        writer.close()

    async def _failed(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.answer(asked)
        await _write(writer, 502, b"<h1>502</h1>", {"content-type": "text/html"})

    async def _login(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        await _write(writer, 200, _PAGE, {"content-type": "text/html"})

    async def _strange(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        await _write(writer, 200, b'{"success": true, "result": [null, 42]}', {})

    async def _slow(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        await self._answer(asked, writer)


_Play = Callable[[HttpCompany, Asked, asyncio.StreamWriter], Awaitable[None]]
_PLAYS: Final[Mapping[Trouble, _Play]] = {
    Trouble.LOST_BEFORE: HttpCompany._lost_before,
    Trouble.LOST_AFTER: HttpCompany._lost_after,
    Trouble.CUT_REPLY: HttpCompany._cut,
    Trouble.FAILED_AFTER: HttpCompany._failed,
    Trouble.LOGIN_PAGE: HttpCompany._login,
    Trouble.STRANGE_SHAPE: HttpCompany._strange,
    Trouble.SLOW: HttpCompany._slow,
}


async def _write(writer: asyncio.StreamWriter, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    fields = {"content-type": "application/json", "content-length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"HTTP/1.1 {status} -\r\n{head}\r\n".encode() + body)
    await writer.drain()

"""A carrier's stand-in with the adapter before it; every call and every answer judged by the published schema."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

import sandbox
from adapters.contract import Page, Receipt, Unreadable
from adapters.http import SeamLimits, Wiring
from adapters.telecom.adapter import TelecomAdapter
from models.events import Update
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind
from tests.adapters.support import NOON, Request, answer, company, raw_server
from tests.adapters.telecom.published import check_exchange
from tests.models.builders import TELECOM, a_scheme
from tests.sandbox.clients import Control

CITY: dict[str, Any] = {
    "projects": 0,
    "revised": 0,
    "withdrawn": 0,
    "failures": {},
    "counterparts": [
        {"id": "telecom", "role": "utility", "kind": "telecom", "wire": "tmf641", "districts": ["511702"]}
    ],
}
KEY = "telecom-dz:FA-511702-2026-0007:v1"
TAKEN_BACK = Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=NOON, reason="方案调整")


class Judged(httpx.AsyncBaseTransport):
    """The network, with the schema looking on. What it found is in `faults`; whoever uses it asserts on that."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.calls: list[httpx.Request] = []
        self._network = httpx.AsyncHTTPTransport(verify=False, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._network.handle_async_request(request)
        content = await response.aread()
        self.calls.append(request)
        self.faults += check_exchange(request, response)
        return httpx.Response(response.status_code, headers=response.headers, content=content)

    async def aclose(self) -> None:
        await self._network.aclose()


class Side:
    """Both ends: the adapter, and the stand-in's control port."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        announced: dict[str, Any],
        judged: httpx.AsyncBaseTransport | None,
        callback: str | None,
        **limits: Any,
    ) -> None:
        self._http = http
        self.control = Control(http, announced["control"])
        self.address = announced["counterparts"]["telecom"]
        settings = {
            "base_url": self.address["base_url"],
            "token": self.address["token"],
            "webhook_secrets": [self.address["webhook_secret"]],
            "page_size": 2,
            **({"callback_url": callback} if callback else {}),
        }
        self.adapter = TelecomAdapter.connect(
            company(UtilityKind.TELECOM), settings, Wiring(SeamLimits(**limits), transport=judged)
        )

    async def pushed(self, key: str = KEY, **changes: Any) -> Receipt:
        return await self.adapter.push_scheme(scheme(**changes), key=key)

    async def forget_listener(self, number: str) -> None:
        """The carrier loses a listener."""
        answered = await self._http.delete(
            f"{self.address['base_url']}/hub/{number}",
            headers={"authorization": f"Bearer {self.address['token']}"},
        )
        assert answered.status_code == 204

    async def all_updates(self, cursor: str | None = None) -> Page:
        """Every page of a sweep, as one."""
        updates: list[Update] = []
        unreadable: list[Unreadable] = []
        page = Page(updates=(), cursor=cursor, more=True)
        while page.more:
            page = await self.adapter.fetch_updates(page.cursor)
            updates += page.updates
            unreadable += page.unreadable
        return Page(updates=tuple(updates), unreadable=tuple(unreadable), cursor=page.cursor)


def scheme(**changes: Any) -> Scheme:
    return a_scheme(**{"demands": [TELECOM]} | changes)


@asynccontextmanager
async def side(*, judged: bool = True, callback: str | None = None, **limits: Any) -> AsyncIterator[Side]:
    """A carrier and its adapter. `judged` ends with the schema's verdict; a fault on purpose is not for it."""
    transport = Judged() if judged else None
    async with sandbox.running(CITY) as announced, httpx.AsyncClient(trust_env=False) as http:
        both = Side(http, announced, transport, callback, **limits)
        try:
            yield both
        finally:
            await both.adapter.aclose()
    if transport is not None:
        assert transport.calls
        assert transport.faults == []


class Listener:
    """Where the carrier sends its notifications."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def take(self, request: Request, writer: asyncio.StreamWriter) -> None:
        body = await request.read(int(request.headers["content-length"]))
        self.messages.put_nowait((dict(request.headers), body))
        writer.write(answer(204))


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    """A listener on a free port."""
    listener = Listener()
    async with raw_server(listener.take) as door:
        listener.url = f"{door.url}/callbacks/telecom-dz"
        yield listener

"""A power company's stand-in with the adapter before it; every message of either side judged by the schemas."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

import sandbox
from adapters.contract import Page, Receipt, Unreadable
from adapters.http import SeamLimits, Wiring
from adapters.power.adapter import PowerAdapter
from models.events import Update
from models.scheme import Scheme, Withdrawal
from models.stage import UtilityKind
from tests.adapters.power.schemas import unlike
from tests.adapters.support import NOON, company
from tests.models.builders import POWER, a_scheme
from tests.sandbox.clients import Control

CITY: dict[str, Any] = {
    "projects": 0,
    "revised": 0,
    "withdrawn": 0,
    "failures": {},
    "counterparts": [
        {"id": "power", "role": "utility", "kind": "power", "wire": "iec61968", "districts": ["511702"]}
    ],
}
KEY = "power-dz:FA-511702-2026-0007:v1"
TAKEN_BACK = Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=NOON, reason="方案调整")


class Judged(httpx.AsyncBaseTransport):
    """The network, with the schemas looking on. What they found is in `faults`; whoever uses it asserts on that."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.judged = 0
        self._network = httpx.AsyncHTTPTransport(verify=False, trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._network.handle_async_request(request)
        content = await response.aread()
        if request.url.path.endswith("/messages"):
            self.faults += unlike(await request.aread()) + unlike(content)
            self.judged += 1
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
        **limits: Any,
    ) -> None:
        self.control = Control(http, announced["control"])
        self.address = announced["counterparts"]["power"]
        self.settings: dict[str, Any] = {
            "base_url": self.address["base_url"],
            "key_id": self.address["key_id"],
            "secret": self.address["token"],
            "callback_secrets": [self.address["webhook_secret"]],
            "part_bytes": 64 << 10,
            "page_size": 3,
        }
        self.wiring = Wiring(SeamLimits(**limits), transport=judged)
        self.adapter = self.connected()

    def connected(self, **changes: Any) -> PowerAdapter:
        """An adapter over the same network, differently configured."""
        return PowerAdapter.connect(company(UtilityKind.POWER), self.settings | changes, self.wiring)

    async def pushed(self, key: str = KEY, **changes: Any) -> Receipt:
        return await self.adapter.push_scheme(scheme(**changes), key=key)

    async def all_updates(self, cursor: str | None = None) -> Page:
        """Every page of a window, as one."""
        updates: list[Update] = []
        unreadable: list[Unreadable] = []
        page = Page(updates=(), cursor=cursor, more=True)
        while page.more:
            page = await self.adapter.fetch_updates(page.cursor)
            updates += page.updates
            unreadable += page.unreadable
        return Page(updates=tuple(updates), unreadable=tuple(unreadable), cursor=page.cursor)


def scheme(**changes: Any) -> Scheme:
    return a_scheme(**{"demands": [POWER], "documents": []} | changes)


@asynccontextmanager
async def side(*, judged: bool = True, **limits: Any) -> AsyncIterator[Side]:
    """A company and its adapter. `judged` ends with the schemas' verdict; a fault on purpose is not for it."""
    transport = Judged() if judged else None
    async with sandbox.running(CITY) as announced, httpx.AsyncClient(trust_env=False) as http:
        both = Side(http, announced, transport, **limits)
        try:
            yield both
        finally:
            await both.adapter.aclose()
        if transport is not None:
            assert transport.judged
            assert transport.faults == []

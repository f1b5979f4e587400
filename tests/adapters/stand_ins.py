"""The sandbox's companies as the kit wants them."""

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import sandbox
from adapters.kit import NotPlayed, StandIn, Trouble
from models.company import Company
from models.scheme import Scheme
from models.stage import UtilityKind

SettingsOf = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From what the sandbox announces of a company to what the adapter is configured with."""

OUTSIDE = "511725"

TROUBLES: Mapping[Trouble, Mapping[str, Any]] = {
    Trouble.REFUSED_CONNECTION: {"kind": "refuse_connection"},
    Trouble.LOST_BEFORE: {"kind": "timeout_before"},
    Trouble.LOST_AFTER: {"kind": "timeout_after"},
    Trouble.CUT_REPLY: {"kind": "cut_reply", "effect": True},
    Trouble.FAILED_AFTER: {"kind": "proxy_status", "status": 502, "effect": True},
    Trouble.BUSY: {"kind": "status", "status": 503, "retry_after": "7"},
    Trouble.THROTTLED: {"kind": "status", "status": 429, "retry_after": "7"},
    Trouble.UNAUTHORIZED: {"kind": "unauthorized"},
    Trouble.LOGIN_PAGE: {"kind": "login_page"},
    Trouble.STRANGE_SHAPE: {"kind": "wrong_shape"},
    Trouble.SLOW: {"kind": "slow", "seconds": 0.2},
    Trouble.REPEATED_EVENTS: {"kind": "duplicate_events"},
    Trouble.DISORDERED_EVENTS: {"kind": "out_of_order_events"},
}


@dataclass
class SandboxCompany:
    """One company of a running sandbox."""

    company: Company
    settings: Mapping[str, Any]
    control: str
    not_played: Mapping[Trouble, str]

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        if trouble in self.not_played:
            raise NotPlayed(self.not_played[trouble])
        await self._ask(
            "POST", "faults", {"counterpart": self.company.id, "times": times, **TROUBLES[trouble]}
        )

    async def calm(self) -> None:
        await self._ask("DELETE", "faults")

    async def advance(self, days: int) -> None:
        await self._ask("POST", "advance", {"days": days})

    async def effects(self) -> Counter[tuple[str, str]]:
        entries = (await self._ledger())["entries"]
        return Counter((entry["effect"], entry["business_key"]) for entry in entries)

    async def asked(self) -> int:
        ledger = await self._ledger()
        return sum(sum(counts.values()) for counts in ledger["requests"].values())

    async def call_back(self, url: str) -> None:
        await self._ask("POST", "callbacks", {"counterpart": self.company.id, "url": url})

    def unwelcome(self, scheme: Scheme) -> Scheme:
        outside = scheme.project.model_copy(update={"area_code": OUTSIDE})
        return scheme.model_copy(update={"project": outside})

    async def _ledger(self) -> Any:
        return await self._ask("GET", f"ledger?counterpart={self.company.id}")

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        def call() -> Any:
            data = None if body is None else json.dumps(body).encode()
            url = f"{self.control}/_sandbox/{path}"
            request = urllib.request.Request(url, data=data, method=method)  # noqa: S310  (loopback)
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  (loopback)
                text = answer.read()
            return json.loads(text) if text else None

        return await asyncio.to_thread(call)


def sandbox_company(
    kind: UtilityKind,
    settings_of: SettingsOf,
    *,
    wire: str = "gateway",
    not_played: Mapping[Trouble, str] | None = None,
    **counterpart: Any,
) -> Callable[[], AbstractAsyncContextManager[StandIn]]:
    """A company of `kind` behind `wire`, alone in a sandbox of its own."""

    @asynccontextmanager
    async def stand_in() -> AsyncIterator[StandIn]:
        company = {
            "id": "kit-company",
            "role": "utility",
            "kind": kind.value,
            "wire": wire,
            "districts": ["511702"],
        }
        city = {
            "projects": 0,
            "revised": 0,
            "withdrawn": 0,
            "failures": {},
            "counterparts": [company | counterpart],
        }
        async with sandbox.running(city) as announced:
            address = announced["counterparts"]["kit-company"]
            yield SandboxCompany(
                company=Company(id="kit-company", name="某公司", kind=kind, districts=frozenset({"511702"})),
                settings=settings_of(address),
                control=announced["control"],
                not_played=not_played or {},
            )

    return stand_in

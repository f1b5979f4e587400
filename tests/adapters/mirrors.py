"""The sandbox's mirrors as the kit wants them."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

import sandbox
from adapters.kit import MirrorStandIn, Trouble
from tests.adapters.stand_ins import TROUBLES, SettingsOf
from tests.sandbox.clients import Control

ID = "kit-mirror"


@dataclass
class SandboxMirror:
    """A mirror of a running sandbox."""

    settings: Mapping[str, Any]
    control: Control
    effect: str

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        fault = {**TROUBLES[trouble], "times": times}
        await self.control.fault(ID, fault.pop("kind"), **fault)

    async def calm(self) -> None:
        await self.control.clear()

    async def taken(self) -> Counter[str]:
        return Counter(entry["business_key"] for entry in await self.control.effects(ID, self.effect))


def sandbox_mirror(
    role: str, effect: str, settings_of: SettingsOf
) -> Callable[[], AbstractAsyncContextManager[MirrorStandIn]]:
    """A mirror alone in a sandbox of its own; `effect` is what its ledger calls a record taken."""

    @asynccontextmanager
    async def stand_in() -> AsyncIterator[MirrorStandIn]:
        city = {"projects": 0, "failures": {}, "counterparts": [{"id": ID, "role": role}]}
        async with sandbox.running(city) as announced, httpx.AsyncClient(trust_env=False) as http:
            settings = settings_of(announced["counterparts"][ID])
            yield SandboxMirror(settings, Control(http, announced["control"]), effect)

    return stand_in

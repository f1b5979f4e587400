"""One check's two sides: the adapter, and the stand-in it speaks with."""

import unittest
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from adapters.contract import Page, Receipt, Unreadable, UtilityAdapter, Verb, capabilities
from adapters.http import SeamLimits, Wiring, without_waiting
from adapters.kit import samples
from adapters.kit.stand_in import NotPlayed, StandIn, Trouble
from models.events import Update

_SHORTEST_REASON: Final = 10


def _skipped(reason: str) -> Callable[[object], None]:
    def skip(self: object) -> None:
        raise unittest.SkipTest(reason)

    return skip


@dataclass
class Side:
    """An adapter connected to its stand-in."""

    adapter: UtilityAdapter
    stand_in: StandIn

    async def push(self, number: int = 1, *, version: int = 1, with_drawing: bool = False) -> Receipt:
        """Submit scheme `number` under its key."""
        scheme = samples.a_scheme(number, version=version, with_drawing=with_drawing)
        return await self.adapter.push_scheme(scheme, key=samples.key(number, version=version))

    async def trouble(self, trouble: Trouble, *, times: int | None = None) -> None:
        """Let calls go wrong; where the stand-in cannot, the check is skipped with its reason."""
        try:
            await self.stand_in.trouble(trouble, times=times)
        except NotPlayed as reason:
            raise unittest.SkipTest(str(reason)) from None

    async def effects(self, effect: str) -> dict[str, int]:
        """How often an effect took place, by what it is about."""
        found = await self.stand_in.effects()
        return {about: times for (name, about), times in found.items() if name == effect}

    async def all_updates(self, cursor: str | None = None) -> Page:
        """Every page from `cursor` on, as one."""
        updates: list[Update] = []
        unreadable: list[Unreadable] = []
        page = Page(updates=(), cursor=cursor, more=True)
        while page.more:
            page = await self.adapter.fetch_updates(page.cursor)
            updates += page.updates
            unreadable += page.unreadable
        return Page(updates=tuple(updates), unreadable=tuple(unreadable), cursor=page.cursor)


class Checks:
    """What the groups of checks share: the adapter under check and its stand-in."""

    adapter: ClassVar[type[UtilityAdapter]]
    stand_in: ClassVar[Callable[[], AbstractAsyncContextManager[StandIn]]]
    skips: ClassVar[Mapping[str, str]] = {}
    """Checks that do not apply, by name, each with the reason."""

    def __init_subclass__(cls) -> None:
        """Put a skip that says why in the place of each check that does not apply."""
        super().__init_subclass__()
        for check, reason in cls.skips.items():
            if not callable(getattr(cls, check, None)) or len(reason) < _SHORTEST_REASON:
                raise TypeError(f"{cls.__name__} skips {check!r} for {reason!r}: no such check, or no reason")
            setattr(cls, check, _skipped(reason))

    def needs(self, verb: Verb) -> None:
        """Skip the check unless the adapter declares `verb` by overriding it."""
        if verb not in capabilities(self.adapter):
            raise unittest.SkipTest(f"{self.adapter.name} does not declare {verb}")

    @asynccontextmanager
    async def side(self, **limits: Any) -> AsyncIterator[Side]:
        """Both sides for one check. A check that never reached the stand-in has checked nothing, and fails."""
        async with type(self).stand_in() as stand_in:
            adapter = self.adapter.connect(stand_in.company, stand_in.settings, Wiring(SeamLimits(**limits)))
            asked = await stand_in.asked()
            try:
                with without_waiting():
                    yield Side(adapter, stand_in)
            finally:
                await adapter.aclose()
            if await stand_in.asked() == asked:
                raise AssertionError("this check asked nothing of the stand-in")

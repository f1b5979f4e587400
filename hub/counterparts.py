"""The live connections of a hub: each counterpart with its adapter and its limits."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.contract import Adapter, MirrorAdapter, SchemeSource, UtilityAdapter, takes_opinions
from hub.settings import Limits
from models.company import Company


@dataclass(frozen=True, slots=True)
class Utility:
    """A utility company and the adapter that speaks with it."""

    company: Company
    adapter: UtilityAdapter
    limits: Limits


@dataclass(frozen=True, slots=True)
class Mirror:
    """A system in which everything is recorded."""

    id: str
    name: str
    adapter: MirrorAdapter
    limits: Limits


@dataclass(frozen=True, slots=True)
class Source:
    """Where schemes come from."""

    id: str
    name: str
    adapter: SchemeSource
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Everyone the hub speaks with, by id."""

    utilities: Mapping[str, Utility]
    mirrors: Mapping[str, Mirror]
    sources: Mapping[str, Source]

    @property
    def companies(self) -> tuple[Company, ...]:
        """The utility companies, in the order of the configuration."""
        return tuple(utility.company for utility in self.utilities.values())

    @property
    def returning(self) -> frozenset[str]:
        """The sources of schemes that opinions are returned to."""
        return frozenset(id for id, source in self.sources.items() if takes_opinions(source.adapter))

    @property
    def authorities(self) -> tuple[str, ...]:
        """Everyone but companies that something is sent to: mirrors, and sources that opinions are returned to."""
        return tuple(dict.fromkeys([*self.mirrors, *sorted(self.returning)]))

    def name_of(self, counterpart: str) -> str:
        """A counterpart's name as people know it; its id where the configuration no longer has it."""
        if counterpart in self.utilities:
            return self.utilities[counterpart].company.name
        authority = self.mirrors.get(counterpart) or self.sources.get(counterpart)
        return authority.name if authority else counterpart

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """Every adapter once: a province that is both mirror and source has one."""
        every: list[Adapter] = [utility.adapter for utility in self.utilities.values()]
        every += [mirror.adapter for mirror in self.mirrors.values()]
        every += [source.adapter for source in self.sources.values()]
        return tuple({id(adapter): adapter for adapter in every}.values())

    async def aclose(self) -> None:
        """Let go of every connection."""
        await asyncio.gather(*(adapter.aclose() for adapter in self.adapters))

"""The working cycle: collect, fetch documents, push, pull, read the clocks, mirror: each a function over a hub."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from adapters.manual.adapter import ManualAdapter
from hub import collection, mappings, pulling, upkeep
from hub.backfill import running
from hub.backfill.running import Step
from hub.backup.reconciling import Drift, carry_on
from hub.bootstrap import Hub
from hub.casework import opinions
from hub.casework.deliveries import document_present
from hub.clocks import reading
from hub.clocks.reading import ReadClocks
from hub.collection import Collected
from hub.delivery.settling import DeliveryReport
from hub.documents.arrival import DocumentSource
from hub.documents.fetch import FetchReport, fetch_wanted
from hub.documents.issued import IssuedDocuments
from hub.liaison import bulk_steps, companies
from hub.manual.exchange import exchange
from hub.progress import Progress, quiet
from hub.pulling import Pulled
from models.company import Company


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What one cycle did, phase by phase, by counterpart."""

    collected: Mapping[str, Collected] = field(default_factory=dict)
    documents: FetchReport = field(default_factory=FetchReport)
    pushed: DeliveryReport = field(default_factory=DeliveryReport)
    pulled: Mapping[str, Pulled] = field(default_factory=dict)
    clocks: ReadClocks = field(default_factory=ReadClocks)
    mirrored: DeliveryReport = field(default_factory=DeliveryReport)
    drift: Drift | None = None
    """What happened since the backup, where the store had been restored from one."""

    @property
    def sent(self) -> int:
        """Deliveries that took effect."""
        return self.pushed.total("delivered") + self.mirrored.total("delivered")

    @property
    def attention(self) -> int:
        """Deliveries that now wait for a person."""
        return self.pushed.total("parked") + self.mirrored.total("parked")

    @property
    def failed(self) -> tuple[str, ...]:
        """Counterparts whose feed could not be read."""
        feeds: list[tuple[str, Collected | Pulled]] = [*self.collected.items(), *self.pulled.items()]
        return tuple(sorted({id for id, outcome in feeds if outcome.failed}))

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "sent": self.sent,
            "attention": self.attention,
            "failed": list(self.failed),
            "collected": {id: asdict(outcome) for id, outcome in self.collected.items()},
            "documents": asdict(self.documents),
            "pushed": self.pushed.as_dict(),
            "pulled": {id: asdict(outcome) for id, outcome in self.pulled.items()},
            "clocks": asdict(self.clocks),
            "mirrored": self.mirrored.as_dict(),
            "drift": self.drift.as_dict() if self.drift else None,
        }


async def collect(hub: Hub, source: str, progress: Progress = quiet) -> Collected:
    """Take in what one source of schemes has."""
    feed = hub.counterparts.sources[source]
    return await collection.collect(hub.store, feed, hub.city, progress, settings=hub.settings.delivery)


async def fetch_documents(hub: Hub, progress: Progress = quiet) -> FetchReport:
    """Bring in the documents that schemes name and that are not here yet."""
    sources: dict[str, DocumentSource] = {
        id: source.adapter for id, source in hub.counterparts.sources.items()
    }
    issuing = hub.city.issuing
    for id, utility in hub.counterparts.utilities.items():
        if id in issuing:
            sources[id] = IssuedDocuments(utility.adapter, hub.store)
    return await fetch_wanted(
        hub.store,
        hub.folder,
        sources,
        on_present=partial(document_present, without=hub.city.without_documents),
        settings=hub.settings.delivery,
        name_of=hub.counterparts.name_of,
        concurrency=hub.settings.documents.concurrency,
        progress=progress,
    )


async def push(
    hub: Hub,
    companies: Sequence[str] | None = None,
    progress: Progress = quiet,
    *,
    wait_for_leases: bool = False,
) -> DeliveryReport:
    """Deliver to utilities (default: all) what is due."""
    wanted = tuple(hub.counterparts.utilities if companies is None else companies)
    return await hub.pump(wanted).run(progress, wait_for_leases=wait_for_leases)


async def pull(hub: Hub, company: str, progress: Progress = quiet) -> Pulled:
    """Take in one company's updates, by its mapping as the file has it now."""
    utility = hub.counterparts.utilities[company]
    await mappings.refresh(hub.store, hub.settings.home, utility, hub.city)
    if isinstance(utility.adapter, ManualAdapter):
        return await _exchange(hub, utility.company, utility.adapter)
    return await pulling.pull(hub.store, utility, hub.city, progress, settings=hub.settings.delivery)


async def _exchange(hub: Hub, company: Company, adapter: ManualAdapter) -> Pulled:
    if adapter.folder is None:
        return Pulled()  # a person hands lists over, and takes them back
    return await exchange(hub.store, hub.folder, company, hub.city, hub.settings.home / adapter.folder)


async def read_clocks(hub: Hub) -> ReadClocks:
    """Read again every clock that may show something else by now; what mirrors are to be told of it is queued.

    So are the opinions of joint reviews whose deadline has passed, and a little of the history that waits. With a
    day's first reading goes the day's upkeep.
    """
    await asyncio.to_thread(opinions.close_all_due, hub.store, hub.city)
    await asyncio.to_thread(take_history, hub)
    await asyncio.to_thread(upkeep.daily, hub.store)
    return await reading.run(hub.store, hub.settings.home, hub.city)


def take_history(hub: Hub) -> Step:
    """Take in the next few cases of the history that waits, where the mirrors have room."""
    owners = {company.id: company for company in hub.counterparts.companies}
    return running.step(hub.store, owners, hub.city, hub.settings.backfill)


async def serve_desk(hub: Hub) -> None:
    """Release what the desk's jobs are to have tried again, and add up how calls went. The desk does both as well."""
    await asyncio.to_thread(bulk_steps.run_due, hub.store)
    await asyncio.to_thread(companies.add_up, hub.store)


async def mirror(
    hub: Hub,
    mirrors: Sequence[str] | None = None,
    progress: Progress = quiet,
    *,
    wait_for_leases: bool = False,
) -> DeliveryReport:
    """Deliver to mirrors (default: all, and opinions to their joint reviews) what is due."""
    wanted = tuple(hub.counterparts.authorities if mirrors is None else mirrors)
    return await hub.pump(wanted).run(progress, wait_for_leases=wait_for_leases)


async def run_cycle(hub: Hub, progress: Progress = quiet, *, wait_for_leases: bool = False) -> CycleReport:
    """One pass of all phases. `wait_for_leases` also takes over what a killed worker left, once its lease ends.

    A store that was restored is reconciled first; until that is done the pass receives and sends nothing.
    """
    drift = await carry_on(hub, progress)
    await serve_desk(hub)
    sources, utilities = tuple(hub.counterparts.sources), tuple(hub.counterparts.utilities)
    collected = [await collect(hub, source, progress) for source in sources]
    documents = await fetch_documents(hub, progress)
    pushed = await push(hub, None, progress, wait_for_leases=wait_for_leases)
    pulled = await asyncio.gather(*(pull(hub, company, progress) for company in utilities))
    clocks = await read_clocks(hub)
    mirrored = await mirror(hub, None, progress, wait_for_leases=wait_for_leases)
    return CycleReport(
        collected=dict(zip(sources, collected, strict=True)),
        documents=documents,
        pushed=pushed,
        pulled=dict(zip(utilities, pulled, strict=True)),
        clocks=clocks,
        mirrored=mirrored,
        drift=drift,
    )

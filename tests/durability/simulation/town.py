"""A simulated town: the real kernel between simulated counterparts, through bad times until all is quiet again."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import pytest

import hub.delivery.pump
from hub import collection, pulling
from hub.bootstrap import Hub
from hub.callbacks import take_callback
from hub.casework.deliveries import document_present
from hub.casework.names import push_key
from hub.counterparts import Counterparts, Mirror, Source, Utility
from hub.delivery.outcomes import Judge
from hub.documents.folder import DocumentFolder
from hub.settings import DeliverySettings, Limits, Settings
from hub.store import cursors, destinations, documents, outbox
from hub.store.rows import State
from models.company import Company
from models.events import Update
from models.stage import UtilityKind
from tests.durability.simulation import processes
from tests.durability.simulation.clockwork import Clockwork, StoreTime
from tests.durability.simulation.company import Asked, Keyed, Silent, SimulatedCompany
from tests.durability.simulation.manners import Manners
from tests.durability.simulation.network import Line, Weather
from tests.durability.simulation.officer import Officer
from tests.durability.simulation.plan import COMPANIES, DISTRICT, Plan, Wire
from tests.durability.simulation.processes import Process, SimulatedStore, become, dies
from tests.durability.simulation.province import SimulatedMirror, SimulatedSource
from tests.durability.simulation.trace import Trace

T = TypeVar("T")

MIRROR: Final = "province"
SOURCE: Final = "review"
_WIRES: Final[dict[Wire, type[SimulatedCompany]]] = {"keyed": Keyed, "asked": Asked, "silent": Silent}
_MOST_ROUNDS: Final = 12
"""Healthy cycles after which a town that is not quiet will not become so."""


_LONG: Final = 6 * 3600.0
"""Seconds between two healthy cycles."""


class NeverQuiet(Exception):
    """All has been well for days, and something still waits."""


class Town:
    """Counterparts, workers, the inbound door and an officer around one store."""

    def __init__(self, plan: Plan, store: SimulatedStore, loop: Clockwork) -> None:
        self.plan = plan
        self.trace = Trace()
        self.time = StoreTime(loop)
        self.store = store
        self.over = False
        store.clock = self.time
        self.companies = {name: self._company(name) for name in COMPANIES}
        self.mirror = SimulatedMirror(self._line(MIRROR), knows_keys=plan.mirror_knows_keys)
        self.source = SimulatedSource(self._line(SOURCE))
        self.hub = self._hub()
        self.officer = Officer(self.hub, self.companies, plan.stream("officer"), self.trace, self.lines)
        self._calm = Process("calm", plan.stream("calm"), self.trace)

    def _line(self, party: str) -> Line:
        weather = Weather(self.plan.stream(party), self.plan.share, late=self.plan.rough_times)
        return Line(party, weather, self.trace, Manners(strict=not self.plan.rough_times))

    def _company(self, name: str) -> SimulatedCompany:
        described = Company(
            id=name, name=f"{name} 公司", kind=UtilityKind(name), districts=frozenset([DISTRICT])
        )
        company = _WIRES[self.plan.wires[name]](
            described, self._line(name), self.plan.stream(f"life of {name}")
        )
        company.poison = push_key(name, "FA-511702-2026-0001", 1) if self.plan.poison else None
        channel = self.plan.channels[name]
        company.feeds = channel != "callbacks"
        if channel != "feed":
            company.calls_back = self._door(name)
        return company

    def _hub(self) -> Hub:
        plan = self.plan
        limits = Limits(concurrency=plan.concurrency)
        utilities = {name: Utility(each.company, each, limits) for name, each in self.companies.items()}
        counterparts = Counterparts(
            utilities=utilities,
            mirrors={MIRROR: Mirror(MIRROR, "省工改系统", self.mirror, limits)},
            sources={SOURCE: Source(SOURCE, "方案联审", self.source)},
        )
        settings = Settings.model_construct(home=Path(), delivery=DeliverySettings(lease=plan.lease))
        return Hub(settings, self.store, counterparts, DocumentFolder(Path("documents")))

    # --- the bad times ------------------------------------------------------------------------------------------

    async def live(self) -> None:
        """Live through the bad times, then until nothing moves any more. Raises `NeverQuiet`."""
        await self.found()
        loop = asyncio.get_running_loop()
        for at, change in self.plan.changes:
            loop.call_later(at, self.source.changes.append, change)
        workers = [loop.create_task(self._employ(f"worker-{n + 1}")) for n in range(self.plan.workers)]
        around = [loop.create_task(self.officer.work()), loop.create_task(self._paperwork())]
        if self.plan.rough_times:
            around.append(loop.create_task(self._set_clocks()))
        await asyncio.sleep(self.plan.hours * 3600)
        self.over = True
        for line in self.lines:
            line.weather.fair = True
        for task in around:
            task.cancel()
        await asyncio.gather(*workers)
        await asyncio.gather(*around, return_exceptions=True)
        await self.become_quiet()

    async def found(self) -> None:
        """The store comes to know its counterparts."""
        self.settle_in()
        with self.store.begin() as tx:
            destinations.ensure(tx, [*self.companies, MIRROR, SOURCE])

    async def rest(self, seconds: float) -> None:
        """Nobody works for a while, and the documents arrive."""
        await asyncio.sleep(seconds)
        self._take_documents()

    async def desk_day(self, share: float) -> None:
        """The officer decides a share of what lies on the desk."""
        self.officer.clear_desk(share)

    async def judged(self, judge: Callable[["Town"], T]) -> T:
        """What somebody says who looks at it all."""
        self.settle_in()
        return judge(self)

    def settle_in(self) -> None:
        """From here on the running task is one that nothing happens to."""
        become(self._calm)

    @property
    def lines(self) -> list[Line]:
        """The lines to all counterparts."""
        return [each.line for each in self.companies.values()] + [self.mirror.line, self.source.line]

    async def _employ(self, name: str) -> None:
        """A worker that is started again, after a while, whenever it has died."""
        chance = self.plan.stream(name)
        while not self.over:
            process = Process(name, chance, self.trace, moments=self.plan.moments())
            if not await dies(asyncio.create_task(self._shift(process))):
                return
            self.trace.crashes += 1
            await asyncio.sleep(chance.choice((1.0, 30.0, 400.0)))

    async def _shift(self, process: Process) -> None:
        become(process)
        loop = asyncio.get_running_loop()
        chance = self.plan.stream(f"{process.name} {loop.time()}")
        while not self.over:
            if self.plan.rough_times and chance.random() < 0.3:
                loop.call_later(chance.random() * 3, process.freeze, chance.choice((5.0, 60.0, 400.0)))
            for phase in self.phases():
                if chance.random() < 0.6:
                    await phase()
            await asyncio.sleep(chance.choice((1.0, 40.0, self.plan.pause, self.plan.pause)))

    def phases(self) -> list[Callable[[], Awaitable[object]]]:
        """What a worker does in a cycle, one after the other."""
        hub, sources, utilities = self.hub, self.hub.counterparts.sources, self.hub.counterparts.utilities
        return [
            lambda: collection.collect(self.store, sources[SOURCE], hub.city),
            lambda: hub.pump(COMPANIES).run(),
            *(lambda name=name: pulling.pull(self.store, utilities[name], hub.city) for name in COMPANIES),
            lambda: hub.pump([MIRROR]).run(),
        ]

    async def _set_clocks(self) -> None:
        chance = self.plan.stream("clocks")
        while True:
            await asyncio.sleep(chance.random() * self.plan.hours * 3600)
            seconds = chance.choice((-40.0, -5.0, 20.0, 70.0, 3600.0))
            self.trace.note("clock", f"is set by {seconds:+.0f} s")
            self.time.jump(seconds)

    async def _paperwork(self) -> None:
        """Documents arrive: noted as the hub notes them once it has fetched one."""
        become(Process("documents", self.plan.stream("documents"), self.trace))
        while True:
            await asyncio.sleep(self.plan.pause)
            self._take_documents()

    def _take_documents(self) -> None:
        with self.store.begin() as tx:
            for row in documents.wanted(tx, limit=10):
                documents.mark_present(tx, row.sha256)
                document_present(tx, row.sha256, self.hub.city.without_documents)

    def _door(self, company: str) -> Callable[[Update], Awaitable[None]]:
        """How a company calls back: again and again, until it is told that its event has been taken."""
        chance = self.plan.stream(f"door of {company}")

        async def call_back(update: Update) -> None:
            line = self.companies[company].line
            body = json.dumps([update.to_store()]).encode()
            while True:
                moments = processes.NEVER if self.over else self.plan.moments()
                door = Process("door", chance, self.trace, moments=moments)
                lost = not line.weather.fair and chance.random() < line.weather.share
                if not (lost and chance.random() < 0.5):  # else the call never arrived
                    died = await dies(asyncio.create_task(self._answer(door, company, body)))
                    self.trace.crashes += died
                    if not died and not lost:  # else the answer never arrived
                        return
                self.trace.note(company, f"calls back again about {update.event_id}")
                await asyncio.sleep(chance.choice((5.0, 300.0)))

        return call_back

    async def _answer(self, door: Process, company: str, body: bytes) -> None:
        become(door)
        await processes.to_thread(take_callback, self.hub, company, {}, body)

    # --- healed -------------------------------------------------------------------------------------------------

    async def become_quiet(self) -> None:
        """Cycle with nothing in the way until nothing moves any more. Raises `NeverQuiet`."""
        for _ in range(_MOST_ROUNDS):
            await asyncio.sleep(_LONG)  # whatever is still to be told is told, whatever waits falls due
            self._take_documents()
            self.officer.clear_desk()
            for phase in self.phases():
                await phase()
            if self._quiet():
                return
        raise NeverQuiet

    def _quiet(self) -> bool:
        if any(company.running for company in self.companies.values()):
            return False
        if len(self.source.changes) < len(self.plan.changes):
            return False
        with self.store.read() as tx:
            if documents.wanted(tx, limit=1):
                return False
            moving = outbox.counts(tx)
            read = {name: int(cursors.get(tx, name) or 0) for name in (*self.companies, SOURCE)}
            if read[SOURCE] < len(self.source.changes):
                return False
            if any(each.feeds and read[name] < len(each.feed) for name, each in self.companies.items()):
                return False
            return not any(state in {State.WAITING, State.SENDING} for _, _, state in moving)


@contextmanager
def simulated(plan: Plan) -> Iterator[None]:
    """The one switch: time, threads and chance of the kernel are those of the simulation."""
    jitter = plan.stream("jitter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "to_thread", processes.to_thread)
        patch.setattr(hub.delivery.pump, "Judge", lambda settings: Judge(settings, jitter))
        yield

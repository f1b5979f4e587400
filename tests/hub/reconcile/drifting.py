"""A city whose records go astray, the hub that reconciles it, and what the stand-ins' ledger says of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hub import reconcile
from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.settings import read_settings
from hub.store import findings, outbox
from hub.store.clock import SettableClock
from hub.store.findings import Finding
from tests.durability.city import PARTIES, City, make_home, running_city

COMPANIES = ("water-a", "gas-a")
EVENTS = "SPGL_XMSPSXBLXXXXB"
MOST_DAYS = 150
FOUND_AS = {
    "drift_hidden": "missing",
    "drift_changed": "differing",
    "drift_duplicated": "duplicated",
    "drift_delayed": "late",
    "drift_removed": "extra",
    "drift_lost": "missing",
    "drift_doubled": "duplicated",
    "drift_added": "extra",
}
"""What each kind of drift must be found as."""

Named = tuple[str, str, str]
"""Counterpart, kind, key."""


@dataclass
class Drifting:
    """The city, its hub, and a clock that goes by the city's days."""

    city: City
    hub: Hub
    clock: SettableClock

    async def drift(self, **what: Any) -> None:
        """Let records go astray."""
        await self.city.post("/drift", what)

    async def live(self) -> None:
        """A cycle each working day until nothing is left to happen."""
        for _ in range(MOST_DAYS):
            report = await run_cycle(self.hub)
            if not report.sent and await self.city.settled() and not self.waiting():
                return
            await self.advance()
        raise TimeoutError(f"not settled after {MOST_DAYS} days")

    async def advance(self, days: int = 1) -> None:
        """Working days pass, for everybody."""
        state = await self.city.post("/advance", {"days": days})
        now = datetime.fromisoformat(state["now"])
        self.clock.advance((now - self.now()).total_seconds())

    def now(self) -> datetime:
        """The hub's clock."""
        with self.hub.store.read() as tx:
            return tx.now()

    def waiting(self) -> int:
        """Deliveries under way."""
        with self.hub.store.read() as tx:
            return outbox.waiting_count(tx)

    async def compare(self, *, whole: bool = True) -> reconcile.ReconcileReport:
        """A pass over everybody; a minute later, so that what was sent before may be asked for."""
        self.clock.advance(60)
        return await reconcile.run(self.hub, whole=whole)

    def open(self) -> tuple[Finding, ...]:
        """Every open finding."""
        with self.hub.store.read() as tx:
            return findings.listed(tx, limit=10_000)

    def mend_all(self) -> reconcile.Mended:
        """Mend whatever the hub can mend by itself."""
        return reconcile.mend_all(self.hub.store, self.hub.city, actor="刘工")

    def found(self) -> set[Named]:
        """What is open, by name."""
        return {(each.counterpart, each.kind, each.key) for each in self.open()}

    async def drifted(self) -> set[Named]:
        """What went astray, as the stand-ins' ledger has it."""
        report = (await self.city.ledger()).report
        return {
            (each["counterpart"], FOUND_AS.get(each["effect"], "differing"), _key(each["business_key"]))
            for each in report["entries"]
            if each["effect"].startswith("drift_")
        }


@asynccontextmanager
async def drifting(
    home: Path, seed: int, *, platform: bool = False, **config: Any
) -> AsyncIterator[Drifting]:
    """A drifting city with its hub; with `platform`, the city's supervision platform is a second mirror."""
    if platform:
        config["counterparts"] = [
            *PARTIES,
            {"id": "supervision", "role": "supervision", "name": "项目信息化监管平台"},
        ]
    async with running_city(seed, **config) as city:
        make_home(home, city)
        state = await city.get("/state")
        clock = SettableClock(datetime.fromisoformat(state["now"]))
        async with open_hub(read_settings(home), clock=clock) as hub:
            yield Drifting(city, hub, clock)


def _key(business_key: str) -> str:
    return business_key.rpartition("/")[2]

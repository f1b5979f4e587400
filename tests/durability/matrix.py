"""The fault matrix: twelve kinds of fault at five counterparts, each over the wire that it speaks.

The hub works by its default schedule, on a clock that a cycle moves by five minutes; what a fault does to a call is
real. A fault strikes for two cycles, twice: while schemes leave, and while events come in. Each time, two cycles
after it is healed, all that was due by then has happened.

`python -m tests.durability.matrix SEED` replays one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adapters.http.short_retries import without_waiting
from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.liaison import retrying
from hub.people.person import operator
from hub.settings import read_settings
from hub.store import desk, outbox
from hub.store.clock import SettableClock
from tests.durability.days import MOST_DAYS
from tests.durability.forks import Forks
from tests.durability.judging import Findings, judged
from tests.durability.replaying import replay
from tests.durability.town import GAS, POWER, PROVINCE, TELECOM, WATER, WIRES, Town, make_home, running_town

CYCLE: Final = 300.0
"""Seconds between two cycles, as the flows run them."""
CYCLES_OF_GRACE: Final = 2
COUNTERPARTS: Final = (WATER, POWER, GAS, TELECOM, PROVINCE)
LIMITS: Final = {"deadline": "1s"}

Fault = Mapping[str, Any]

OVER_HTTP: Final[Mapping[str, Fault]] = {
    "a refused connection": {"kind": "refuse_connection"},
    "500 without effect": {"kind": "status", "status": 500},
    "500 with effect": {"kind": "status", "status": 500, "effect": True},
    "502 of a proxy, with effect": {"kind": "proxy_status", "status": 502, "effect": True},
    "503 with a wish to wait": {"kind": "status", "status": 503, "retry_after": "120"},
    "429": {"kind": "status", "status": 429, "retry_after": "30"},
    "a timeout before the effect": {"kind": "timeout_before", "times": 3},
    "a timeout after the effect": {"kind": "timeout_after", "times": 3},
    "a reply cut after the effect": {"kind": "cut_reply", "effect": True},
    "a slow answer": {"kind": "slow", "seconds": 0.3, "times": 8},
    "refused credentials": {"kind": "unauthorized"},
    "a login page in place of an answer": {"kind": "login_page"},
}
OVER_FILES: Final[Mapping[str, Fault]] = {
    "a refused connection": {"kind": "refuse_connection"},
    # A server of files has no statuses: what fails is an operation, before or after it was carried out.
    "500 without effect": {"kind": "cut_reply", "operation": "handOver"},
    "500 with effect": {"kind": "cut_reply", "operation": "handOver", "effect": True},
    "502 of a proxy, with effect": {"kind": "cut_reply", "operation": "archive", "effect": True},
    # Nobody there asks for patience in words: a table's other half comes a day later, a file may not be moved yet.
    "503 with a wish to wait": {"kind": "half_written_file"},
    "429": {"kind": "cut_reply", "operation": "archive"},
    "a timeout before the effect": {"kind": "timeout_before", "operation": "handOver", "times": 1},
    "a timeout after the effect": {"kind": "timeout_after", "operation": "handOver", "times": 1},
    "a reply cut after the effect": {"kind": "cut_upload", "after_bytes": 100},
    # The company's program is slow: its export comes a second time before the first was archived.
    "a slow answer": {"kind": "repeated_file"},
    "refused credentials": {"kind": "unauthorized"},
    # A file of the right name with something in it that is not of the wire.
    "a login page in place of an answer": {"kind": "bad_row"},
}
KINDS: Final = tuple(OVER_HTTP)
CELLS: Final = tuple((kind, counterpart) for kind in KINDS for counterpart in COUNTERPARTS)


@dataclass(frozen=True)
class Cell:
    """What came of one cell: how often the fault struck, and what the ledgers say, at every look and at the end."""

    struck: int
    findings: Findings
    left_on_the_desk: tuple[str, ...]


def fault_of(kind: str, counterpart: str) -> dict[str, Any]:
    """A kind of fault on the wire of `counterpart`."""
    faults = OVER_FILES if counterpart == GAS else OVER_HTTP
    return {"counterpart": counterpart, **faults[kind]}


async def lived_through(folder: Path, seed: int, store_url: str) -> Cell:
    """One cell: its fault strikes twice and is healed twice. `seed` modulo 60 is the cell's number."""
    # The short retries within a call would wait by the real clock; there are as many of them without.
    with without_waiting():
        return await _lived_through(folder, seed, store_url)


async def _lived_through(folder: Path, seed: int, store_url: str) -> Cell:
    kind, counterpart = CELLS[seed % len(CELLS)]
    # Where one company is struck, every project asks something of it; where the province is, of two kinds.
    kinds = ("water", "gas") if counterpart == PROVINCE else (WIRES[counterpart][0],)
    async with running_town(seed, projects=3, transport="sftp", kinds=kinds) as town:
        make_home(folder / "home", town, store_url=store_url, delivery={}, limits=dict(LIMITS))
        clock = SettableClock()
        async with open_hub(read_settings(folder / "home"), clock=clock) as hub:
            days = Days(town, hub, clock)
            for calm in (0, 2):
                await days.pass_by(calm)
                await days.strike(fault_of(kind, counterpart))
            await days.until_settled()
            found = await judged(town)
            for before in days.looks:
                found.lost += before.lost
                found.duplicated += before.duplicated
                found.out_of_order += before.out_of_order
            with hub.store.read() as tx:
                left = tuple(item.message.id for item in desk.open_items(tx))
        struck = (await town.ledger()).report["faults"].get(counterpart, {})
        return Cell(sum(struck.values()), found, left)


class Days:
    """A hub's days in a town, one cycle each; the hub's own clock moves by five minutes from cycle to cycle."""

    def __init__(self, town: Town, hub: Hub, clock: SettableClock) -> None:
        self._town, self._hub, self._clock = town, hub, clock
        self.looks: list[Findings] = []

    async def pass_by(self, cycles: int, *, days: int = 1) -> None:
        """Cycles with working days between them."""
        for _ in range(cycles):
            await run_cycle(self._hub)
            self._clock.advance(CYCLE)
            await self._town.post("/advance", {"days": days})

    async def strike(self, fault: dict[str, Any]) -> None:
        """Let a fault strike for two cycles and heal it; look again when its time of grace is over."""
        await self._town.post("/faults", fault)
        await self.pass_by(2)
        await self._town.clear_faults()
        self._speak_again()
        due = (await self._town.ledger()).report["entries"]
        await self.pass_by(CYCLES_OF_GRACE)
        self.looks.append(await judged(self._town, until=due[-1]["seq"] if due else 0))

    async def until_settled(self) -> None:
        """Cycles until nothing happens any more. Raises `TimeoutError` when that takes months."""
        for _ in range(MOST_DAYS):
            over = await self._town.settled()
            report = await run_cycle(self._hub)
            self._clock.advance(CYCLE)
            if over and not report.sent and not report.failed and not self._waiting():
                return
            await self._town.post("/advance", {"days": 4})
        raise TimeoutError(f"not settled after {MOST_DAYS} days")

    def _waiting(self) -> int:
        with self._hub.store.read() as tx:
            return outbox.waiting_count(tx)

    def _speak_again(self) -> None:
        """The officer's part once it works again: what waits for a person is tried again, and who was paused."""
        with self._hub.store.begin() as tx:
            items = [item.id for item in desk.open_items(tx) if retrying.can_be_retried(item)]
            retrying.retry(tx, operator("wang"), items)


async def _again(forks: Forks, folder: Path, seed: int, url: str) -> Cell:
    return await lived_through(folder, seed, url)


if __name__ == "__main__":
    replay("matrix", _again)

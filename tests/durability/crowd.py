"""Eight processes that deliver from one store: each item once, in order per lane, never two of a lane at a time.

The counterpart is a file that every call appends to, its beginning and its end: it is the ledger that is judged.
`python -m tests.durability.crowd SEED [--database postgresql]` runs one crowd.
"""

import asyncio
import os
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hub.delivery.pump import Pump
from hub.delivery.senders import Sent
from hub.settings import DeliverySettings, Limits
from hub.store import destinations, outbox
from hub.store.claims import Claimed, Delivered
from hub.store.engine import Store
from hub.store.outbox import NewMessage
from tests.durability.forks import Forks
from tests.durability.judging import Findings
from tests.durability.replaying import replay

PROCESSES: Final = 8
DESTINATIONS: Final = ("water-a", "power-a", "gas-a")
LANE: Final = 10
"""Items of a lane, on average."""
_PAGE: Final = 2000
_LIMITS: Final = Limits(concurrency=32, rate_per_second=1e6)


@dataclass
class Scribe:
    """A counterpart: appends what begins and what ends to its ledger; no line is torn, whoever else writes.

    A worker that waits for the database beyond its lease loses what it has sent and not yet settled. Another then asks
    here, by the key, as every adapter does, and is told.
    """

    path: Path
    ledger: int
    number: int
    limits: Limits = _LIMITS
    batch: int = 1

    async def send(self, claims: Sequence[Claimed]) -> tuple[Sent, ...]:
        """Take the one item."""
        (claimed,) = claims
        if claimed.unsure and f"end {claimed.lane} {claimed.key} " in self.path.read_text():
            self._write("asked", claimed)
            return (Sent(claimed, Delivered(claimed.key, None), ()),)
        self._write("begin", claimed)
        await asyncio.sleep(0)
        self._write("end", claimed)
        return (Sent(claimed, Delivered(claimed.key, None), ()),)

    def can_ask(self, claimed: Claimed) -> bool:
        """It can."""
        return True

    def _write(self, what: str, claimed: Claimed) -> None:
        line = f"{what} {claimed.lane} {claimed.key} {self.number}\n"
        os.write(self.ledger, line.encode())


def deliver(url: str, ledger: str, number: int) -> None:
    """What one process does: deliver until nothing waits."""
    descriptor = os.open(ledger, os.O_WRONLY | os.O_APPEND)
    store = Store.open(url)
    senders: dict[str, Any] = {id: Scribe(Path(ledger), descriptor, number) for id in DESTINATIONS}
    pump = Pump(store, senders, DeliverySettings(), on_settled=lambda *_: None)

    async def work() -> None:
        while True:
            await pump.run(wait_for_leases=True)
            with store.read() as tx:
                if not outbox.waiting_count(tx):
                    return

    asyncio.run(work())
    store.close()


async def crowded(forks: Forks, folder: Path, seed: int, store_url: str, *, items: int) -> "Seen":
    """`items` items of seeded lanes, delivered by eight processes at once; what the ledger says of them."""
    ledger = folder / "ledger"
    ledger.touch()
    sent = _fill(store_url, random.Random(seed), items)
    work = [{"url": store_url, "ledger": str(ledger), "number": number} for number in range(PROCESSES)]
    ends = await forks.run_together("tests.durability.crowd:deliver", work)
    assert [end.code for end in ends] == [0] * PROCESSES, "\n".join(end.words for end in ends)
    return judged(sent, ledger.read_text().splitlines())


def _fill(url: str, chance: random.Random, items: int) -> dict[str, list[str]]:
    """Fill the outbox; the keys of each lane in their order."""
    lanes: dict[str, list[str]] = defaultdict(list)
    messages = []
    for number in range(items):
        destination = chance.choice(DESTINATIONS)
        lane = f"{destination}/{chance.randrange(max(1, items // LANE))}"
        key = f"{number}"
        lanes[lane].append(key)
        messages.append(NewMessage(key=key, destination=destination, lane=lane, kind="scheme.push", body={}))
    store = Store.open(url)
    with store.begin() as tx:
        destinations.ensure(tx, DESTINATIONS)
    for start in range(0, items, _PAGE):
        with store.begin() as tx:
            outbox.enqueue(tx, messages[start : start + _PAGE])
    store.close()
    return lanes


@dataclass
class Seen:
    """What the ledger shows: the findings, how often two of a lane were under way at once, and who took part."""

    findings: Findings
    at_once: int
    asked: int
    """How often one asked for what a slower one had sent."""
    processes: int


def judged(sent: dict[str, list[str]], ledger: Sequence[str]) -> Seen:
    """Compare the ledger's lines with what was to be sent."""
    arrived: dict[str, list[str]] = defaultdict(list)
    under_way: Counter[str] = Counter()
    at_once, asked, processes = 0, 0, set()
    for line in ledger:
        what, lane, key, process = line.split()
        if what == "asked":
            asked += 1
            continue
        under_way[lane] += 1 if what == "begin" else -1
        at_once += under_way[lane] > 1
        processes.add(process)
        if what == "begin":
            arrived[lane].append(key)
    found = Findings(items=sum(map(len, sent.values())))
    for lane in {*sent, *arrived}:
        wanted, held = Counter(sent.get(lane, [])), Counter(arrived[lane])
        found.lost += (wanted - held).elements()
        found.duplicated += (held - wanted).elements()
        if wanted == held and arrived[lane] != sent[lane]:
            found.out_of_order.append(lane)
    return Seen(found, at_once, asked, len(processes))


async def _again(forks: Forks, folder: Path, seed: int, url: str) -> Seen:
    return await crowded(forks, folder, seed, url, items=5000 * PROCESSES)


if __name__ == "__main__":
    replay("crowd", _again)

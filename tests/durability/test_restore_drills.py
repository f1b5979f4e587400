"""Restore drills: a city at work, a backup in the middle, the store lost some days later, restored, and on to the end.

The checker reads the stand-ins' ledgers: nothing lost, nothing twice, no step of a matter given twice.
"""

import random
from collections import Counter
from pathlib import Path

import pytest

from hub.backup import restore, take
from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.settings import read_settings
from hub.store import desk, epochs
from hub.store.epochs import Mode
from tests.durability.city import City, Ledger, make_home, running_city
from tests.durability.claims import EVENTS, check_settled
from tests.durability.days import live
from tests.durability.tally import Tally

MOST_BEFORE, MOST_LOST = 6, 6
"""Cycles before the backup, and between it and the loss."""


async def drill(home: Path, seed: int, store_url: str, tally: Tally) -> None:
    """One drill. Replay it with this seed."""
    chance = random.Random(seed)
    before, lost = chance.randint(0, MOST_BEFORE), chance.randint(1, MOST_LOST)
    told = f"seed {seed}: backup after {before} cycles, loss {lost} cycles later"
    async with running_city(seed=seed) as city:
        make_home(home, city, store_url=store_url)
        file = home / "liandong.backup"
        async with open_hub(read_settings(home)) as hub:
            await work(hub, city, before, chance)
            take(hub.store, file)
            await work(hub, city, lost, chance)
        restore(store_url, file, replace=True)
        async with open_hub(read_settings(home)) as hub:
            report = await run_cycle(hub, wait_for_leases=True)
            assert report.drift is not None, told
            with hub.store.read() as tx:
                assert epochs.current(tx).mode is Mode.NORMAL, f"{told}: {report.drift}"
            await live(hub, city)
            ledger = await city.ledger()
            taken, emitted = ledger.rows_taken[EVENTS], ledger.total("event_emitted")
            found = {"lost": emitted - taken, "duplicated": len(ledger.twice), "out_of_order": reused(ledger)}
            tally("restore drills", seeds=1, crashes=1, items=emitted, resent=resent(ledger), **found)
            await check_settled(city, hub)
            assert not any(found.values()), f"{told}: {found}"
            assert not resent(ledger), told
            with hub.store.read() as tx:
                assert desk.open_items(tx) == (), told


async def work(hub: Hub, city: City, cycles: int, chance: random.Random) -> None:
    """So many cycles with a few days between them; now and then somebody does not answer."""
    for _ in range(cycles):
        if chance.random() < 0.3:
            await city.fault(chance.choice(["water-a", "province"]), "timeout_after", times=1)
        await run_cycle(hub, wait_for_leases=True)
        await city.post("/advance", {"days": chance.randint(1, 4)})
    await city.clear_faults()


def reused(ledger: Ledger) -> int:
    """How many steps of a matter were given twice at the province."""
    steps = Counter(
        (entry["facts"]["SPSXSLBM"], entry["facts"]["BLCS"])
        for entry in ledger.report["entries"]
        if entry["effect"] == "row_taken" and entry["facts"]["table"] == EVENTS
    )
    return sum(count - 1 for count in steps.values())


def resent(ledger: Ledger) -> int:
    """How often a company had to recognise a repeat by its key: whoever asks first, never."""
    companies = (counts for who, counts in ledger.report["replays"].items() if who != "province")
    return sum(sum(counts.values()) for counts in companies)


SEEDS = [pytest.param(seed, marks=() if seed == 1 else pytest.mark.long) for seed in range(40)]


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_store_lost_and_restored_loses_nothing_and_sends_nothing_twice(
    tmp_path: Path, sqlite_url: str, seed: int, tally: Tally
) -> None:
    await drill(tmp_path / "home", seed, sqlite_url, tally)


ON_POSTGRESQL = [
    pytest.param(seed, marks=() if seed == 100 else pytest.mark.long) for seed in range(100, 120)
]


@pytest.mark.postgres
@pytest.mark.parametrize("seed", ON_POSTGRESQL)
async def test_a_store_lost_and_restored_on_postgresql_too(
    tmp_path: Path, postgresql_url: str, seed: int, tally: Tally
) -> None:
    await drill(tmp_path / "home", seed, postgresql_url, tally)

"""Known ways to get it wrong, planted in the kernel: a programme that does not notice them proves nothing."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase

from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.durability.outage import BEARABLE, calls_in_an_outage
from tests.durability.planted.bugs import BUGS, Bug, Programme, planted
from tests.durability.simulation.checker import Wrong
from tests.durability.simulation.seeds import ground, live
from tests.durability.tally import Tally
from tests.store.test_outbox_model import on_sqlite, run

QUICK: Final = 40
"""Bugs that must be noticed within so many seeds, most of them in the first few, are looked for in every run."""
CASES = [
    pytest.param(name, marks=() if bug.seeds <= QUICK else pytest.mark.long)
    for name, bug in sorted(BUGS.items())
]


def simulated(bug: Bug, template: Path) -> set[Wrong]:
    """What the simulation says is wrong, up to the first town in which the bug shows as what it is."""
    found: set[Wrong] = set()
    with ground(f"sqlite:///{template}") as store:
        for seed in range(bug.seeds):
            found |= {violation.wrong for violation in live(seed, store).violations}
            if bug.wrong in found:
                break
    return found


def modelled(bug: Bug, template: Path) -> set[Wrong]:
    """Whether the state machine and its model part ways."""
    try:
        # Found is enough, small is not asked; the same examples each time, like the seeds of the other programmes.
        run(on_sqlite(template), examples=bug.seeds, phases=[Phase.generate], derandomize=True)
    except Exception:  # a refusal of the database is as good a sign as a difference from the model
        return {Wrong.STORE}
    return set()


def outaged(_bug: Bug, template: Path) -> set[Wrong]:
    """Whether a company that is away is called more often than it can bear."""
    clock = SettableClock()
    store = Store.open(f"sqlite:///{template}", clock=clock)
    calls = asyncio.run(calls_in_an_outage(store, clock, template.parent))
    store.close()
    return {Wrong.PRESSED} if calls > BEARABLE else set()


PROGRAMMES: Final[dict[Programme, Callable[[Bug, Path], set[Wrong]]]] = {
    Programme.SIMULATION: simulated,
    Programme.MODEL: modelled,
    Programme.OUTAGE: outaged,
}


@pytest.mark.parametrize("name", CASES)
def test_a_planted_bug_is_noticed(name: str, sqlite_url: str, tmp_path: Path, tally: Tally) -> None:
    template = Path(shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / "planted.db"))
    with planted(name) as bug:
        found = PROGRAMMES[bug.programme](bug, template)
    tally("planted bugs", planted=1, caught=int(bug.wrong in found))
    assert bug.wrong in found, f"{name} ({bug.words}) was not noticed; wrong: {found or 'nothing'}"


def test_a_company_that_is_away_is_left_in_peace(sqlite_url: str, tmp_path: Path) -> None:
    clock = SettableClock()
    store = Store.open(sqlite_url, clock=clock)
    assert 0 < asyncio.run(calls_in_an_outage(store, clock, tmp_path)) <= BEARABLE
    store.close()


def test_there_are_at_least_twenty_bugs() -> None:
    assert len(BUGS) >= 20
    assert all(bug.words for bug in BUGS.values())

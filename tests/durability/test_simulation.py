"""Seeded towns on the real kernel: whatever happens on the way, nothing is lost, nothing is done twice.

`make test` lives through a few, `make test-long` through 20,000; SIMULATED_SEEDS sets another number for the latter.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.durability.simulation.checker import Wrong
from tests.durability.simulation.processes import SimulatedStore
from tests.durability.simulation.replay import command
from tests.durability.simulation.seeds import Life, database, ground, live
from tests.durability.tally import Tally

SLICE: Final = 100
"""Seeds in every run of the suite."""
LONG: Final = int(os.environ.get("SIMULATED_SEEDS", "20000"))
TOGETHER: Final = 50
"""Seeds of one test, so that workers share them evenly."""
_LAST_LINES: Final = 80

FIRSTS = [
    *(pytest.param(first, TOGETHER) for first in range(0, SLICE, TOGETHER)),
    *(
        pytest.param(SLICE + first, min(TOGETHER, LONG - first), marks=pytest.mark.long)
        for first in range(0, LONG, TOGETHER)
    ),
]
ON_POSTGRESQL = [
    pytest.param(0, 2),
    *(pytest.param(n, 20, marks=pytest.mark.long) for n in range(2, 202, 20)),
]


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedStore]:
    """A store for many seeds."""
    with ground(database(tmp_path_factory.mktemp("simulation"))) as store:
        yield store


def told(lives: Sequence[Life], *, postgresql: bool = False) -> str:
    """What is wrong, how to see it again, and the end of the first one's trace."""
    lines = [f"{life}\n  again: {command(life.plan.seed, postgresql=postgresql)}" for life in lives]
    return "\n".join([*lines, *lives[0].trace.text().splitlines()[-_LAST_LINES:]]) if lives else ""


def count(lives: Sequence[Life], tally: Tally, programme: str) -> None:
    """Tell the figures of these seeds."""
    wrong = Counter(violation.wrong for life in lives for violation in life.violations)
    tally(
        programme,
        seeds=len(lives),
        crashes=sum(life.trace.crashes for life in lives),
        faults=sum(life.trace.faults for life in lives),
        items=sum(life.items for life in lives),
        lost=wrong[Wrong.LOST] + wrong[Wrong.HISTORY],
        duplicated=wrong[Wrong.DUPLICATED],
        out_of_order=wrong[Wrong.OUT_OF_ORDER],
        otherwise_wrong=sum(
            wrong[each] for each in (Wrong.STORE, Wrong.PRESSED, Wrong.NEVER_QUIET, Wrong.BROKEN)
        ),
    )


@pytest.mark.parametrize(("first", "seeds"), FIRSTS)
def test_nothing_is_lost_and_nothing_done_twice_whatever_happens(
    first: int, seeds: int, on_sqlite: SimulatedStore, tally: Tally
) -> None:
    lives = [live(seed, on_sqlite) for seed in range(first, first + seeds)]
    count(lives, tally, "simulation on SQLite")
    assert not told([life for life in lives if life.violations])


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "seeds"), ON_POSTGRESQL)
def test_nothing_is_lost_and_nothing_done_twice_on_postgresql(
    first: int, seeds: int, postgresql_url: str, tally: Tally
) -> None:
    with ground(postgresql_url) as store:
        lives = [live(seed, store) for seed in range(first, first + seeds)]
    count(lives, tally, "simulation on PostgreSQL")
    assert not told([life for life in lives if life.violations], postgresql=True)


def test_a_seed_is_lived_through_the_same_way_by_another_process(on_sqlite: SimulatedStore) -> None:
    rough = next(seed for seed in range(1, 100) if live(seed, on_sqlite).trace.crashes > 2)
    here = live(rough, on_sqlite).trace.text()
    told = subprocess.run(
        [sys.executable, *command(rough).split()[1:]],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": "7"},
    ).stdout
    assert here in told

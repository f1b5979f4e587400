"""kill -9 at random moments: the next life goes on where the last one ended; nothing is lost, twice or out of order."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.durability.forks import Forks
from tests.durability.kills import PROJECTS, History, many_hubs
from tests.durability.replaying import empty_store, replayed_by, replaying
from tests.durability.tally import Tally
from tests.store.support import Postgres

Lend = Callable[[Path], AbstractContextManager[str]]
PART = 100
"""Kills of one part of the long programme."""
TOGETHER = 34
"""Kills of one history, at most."""
SEEDS_APART = 1000


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lend(request: pytest.FixtureRequest, dialect: str) -> Lend:
    """A store without rows for each history."""
    if dialect == "sqlite":
        return lambda folder: empty_store("sqlite", folder)
    postgres: Postgres = request.getfixturevalue("postgres")

    @contextmanager
    def lent(_: Path) -> Iterator[str]:
        name = postgres.lend()
        yield postgres.url(name)
        postgres.take_back(name)

    return lent


async def struck(
    forks: Forks,
    folder: Path,
    seed: int,
    dialect: str,
    lend: Lend,
    tally: Tally,
    *,
    most: int,
    projects: int = PROJECTS,
) -> History:
    """One history, told to the tally and judged."""
    with replayed_by(replaying("kills", seed, dialect), seed), lend(folder) as url:
        lived = await many_hubs(forks, folder, seed, url, most=most, projects=projects)
        tally(
            f"kill -9 on {dialect}",
            seeds=1,
            crashes=lived.kills,
            stopped=lived.pauses,
            **lived.findings.numbers,
        )
        lived.findings.assert_clean()
    return lived


POSTGRESQL = pytest.mark.postgres


@pytest.mark.parametrize(
    ("dialect", "seed"),
    [("sqlite", 1), ("sqlite", 2), pytest.param("postgresql", 3, marks=POSTGRESQL)],
    indirect=["dialect"],
)
async def test_a_hub_that_is_killed_a_few_times_settles_with_nothing_lost_and_nothing_twice(
    forks: Forks, tmp_path: Path, dialect: str, seed: int, lend: Lend, tally: Tally
) -> None:
    lived = await struck(forks, tmp_path / "town", seed, dialect, lend, tally, most=6, projects=2)
    assert lived.kills == 6


@pytest.mark.long
@pytest.mark.parametrize(
    ("dialect", "part"),
    [
        *(("sqlite", part) for part in range(10)),
        *(pytest.param("postgresql", part, marks=POSTGRESQL) for part in range(10, 13)),
    ],
    indirect=["dialect"],
)
async def test_a_hundred_kills_leave_no_trace(
    forks: Forks, tmp_path: Path, dialect: str, part: int, lend: Lend, tally: Tally
) -> None:
    done = 0
    for seed in count((part + 1) * SEEDS_APART):
        lived = await struck(
            forks, tmp_path / str(seed), seed, dialect, lend, tally, most=min(TOGETHER, PART - done)
        )
        done += lived.kills
        if done == PART:
            break
    assert done == PART

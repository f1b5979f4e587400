"""Power cuts: with `synchronous=FULL` nothing that was told outside is forgotten, and the database is whole."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.durability.forks import Forks
from tests.durability.kills import History
from tests.durability.powercut import cut_history
from tests.durability.replaying import empty_store, replayed_by, replaying
from tests.durability.tally import Tally
from tests.durability.vfs import library

pytestmark = pytest.mark.skipif(
    library() is None,
    reason="this Python's SQLite is linked into its module: a VFS cannot be registered with it from outside",
)
PART = 100
"""Cuts of one part of the long programme."""
FEW = 2
"""Projects of a town of the suite."""
LATE = (150, 350)
"""Changes to the disk by which a first life has certainly told somebody something."""


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> Iterator[int]:
    """Seeds of one part, as many as it takes."""
    return count(1000 * (request.param + 1))


async def cut(
    forks: Forks, folder: Path, seed: int, tally: Tally, *, most: int, **more: Any
) -> tuple[int, History]:
    """One history, told to the tally and judged."""
    command = replaying("powercut", seed, "sqlite")
    with replayed_by(command, seed), empty_store("sqlite", folder) as url:
        cuts, lived = await cut_history(forks, folder, seed, url, most=most, **more)
        tally("power cut", seeds=1, crashes=cuts, **lived.findings.numbers)
        lived.findings.assert_clean()
    return cuts, lived


async def test_what_was_told_outside_outlasts_a_power_cut(forks: Forks, tmp_path: Path, tally: Tally) -> None:
    cuts, _ = await cut(forks, tmp_path / "town", 1, tally, most=8, projects=FEW)
    assert cuts == 8


@pytest.mark.long
@pytest.mark.parametrize("seeds", [0, 1], indirect=True)
async def test_a_hundred_power_cuts_leave_no_trace(
    forks: Forks, tmp_path: Path, seeds: Iterator[int], tally: Tally
) -> None:
    done = 0
    while done < PART:
        seed = next(seeds)
        cuts, _ = await cut(forks, tmp_path / str(seed), seed, tally, most=PART - done)
        done += cuts
    assert done == PART


@pytest.mark.parametrize(
    "planted", [{"synchronous": "OFF"}, {"synchronous": "NORMAL"}, {"lies": ["store"]}], ids=str
)
async def test_a_store_that_does_not_wait_for_the_disk_is_found_out(
    forks: Forks, tmp_path: Path, planted: dict[str, Any], tally: Tally
) -> None:
    with pytest.raises(AssertionError, match=r"forgotten|malformed|cut \d"):
        await cut(forks, tmp_path / "town", 3, tally, most=10, changes=LATE, **planted)
    tally("power cut", planted=1, caught=1)


async def test_documents_that_are_not_waited_for_are_found_out(
    forks: Forks, tmp_path: Path, tally: Tally
) -> None:
    with pytest.raises(AssertionError, match=r"forgotten: .*document"):
        await cut(forks, tmp_path / "town", 3, tally, most=10, changes=LATE, lies=["documents"])
    tally("power cut", planted=1, caught=1)

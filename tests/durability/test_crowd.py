"""Eight processes on one store: each item arrives once, in order per lane, with one of a lane under way at most."""

from pathlib import Path

import pytest

from tests.durability.crowd import PROCESSES, crowded, judged
from tests.durability.forks import Forks
from tests.durability.replaying import replayed_by, replaying
from tests.durability.tally import Tally

LONG = 5000 * PROCESSES
DIALECTS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


async def delivered_by_a_crowd(
    forks: Forks, folder: Path, seed: int, url: str, tally: Tally, *, items: int
) -> None:
    dialect = url.partition(":")[0]
    with replayed_by(replaying("crowd", seed, dialect), seed):
        seen = await crowded(forks, folder, seed, url, items=items)
        tally(
            f"eight processes on {dialect}",
            seeds=1,
            at_once=seen.at_once,
            asked=seen.asked,
            **seen.findings.numbers,
        )
        seen.findings.assert_clean()
        assert seen.at_once == 0
        assert seen.processes > 1


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_crowd_of_workers_delivers_each_item_once_and_in_order(
    forks: Forks, tmp_path: Path, dialect: str, request: pytest.FixtureRequest, tally: Tally
) -> None:
    url = request.getfixturevalue(f"{dialect}_url")
    await delivered_by_a_crowd(forks, tmp_path, 5, url, tally, items=600)


@pytest.mark.long
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_eight_processes_deliver_five_thousand_items_each(
    forks: Forks, tmp_path: Path, dialect: str, request: pytest.FixtureRequest, tally: Tally
) -> None:
    url = request.getfixturevalue(f"{dialect}_url")
    await delivered_by_a_crowd(forks, tmp_path, 6, url, tally, items=LONG)


def test_the_ledger_shows_what_is_lost_twice_out_of_order_and_at_once() -> None:
    sent = {"a": ["1", "2"], "b": ["3", "4"], "c": ["5"]}
    seen = judged(
        sent,
        [
            *("begin a 2 0", "end a 2 0", "begin a 1 0", "end a 1 0"),
            *("begin b 3 0", "begin b 3 1", "end b 3 0", "end b 3 1", "begin b 4 1", "end b 4 1"),
            "asked b 4 2",
        ],
    )
    assert seen.findings.lost == ["5"]
    assert seen.findings.duplicated == ["3"]
    assert seen.findings.out_of_order == ["a"]
    assert (seen.at_once, seen.asked, seen.processes) == (1, 1, 2)

"""Whatever goes astray is found, named and mended: the stand-ins' ledger says what did."""

from pathlib import Path

import pytest

from hub.reconcile import MENDABLE
from tests.hub.reconcile.drifting import COMPANIES, EVENTS, drifting

RATES = {"hide": 0.12, "change": 0.12, "duplicate": 0.12, "delay": 0.12, "days": 6}


LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 13)]


@pytest.mark.parametrize("seed", [20260302, *LONG])
async def test_all_drift_is_found_named_and_mended_and_a_second_pass_is_clean(
    tmp_path: Path, seed: int
) -> None:
    async with drifting(tmp_path / "home", seed, projects=5) as town:
        for number, company in enumerate(COMPANIES):
            await town.drift(counterpart=company, seed=seed + number, **RATES)
        await town.live()
        await town.drift(counterpart="province", seed=seed, lose=4, change=4, add=4)
        report = await town.compare()
        astray = await town.drifted()
        assert {kind for _, kind, _ in astray} == {"missing", "differing", "duplicated", "late", "extra"}
        assert town.found() == astray
        assert report.open_total == report.new == len(astray)

        ways = {each.way for each in town.open()}
        assert ways <= MENDABLE
        mended = town.mend_all()
        assert (len(mended.done), mended.left) == (len(astray), {})
        await town.live()
        assert (await town.compare()).clean
        assert town.found() == set()

        state, ledger = await town.city.get("/state"), await town.city.ledger()
        assert ledger.twice == []
        assert state["counterparts"]["province"][EVENTS] == ledger.total("event_emitted")


async def test_two_mirrors_are_reconciled_each_by_itself(tmp_path: Path) -> None:
    async with drifting(tmp_path / "home", 7, projects=2, platform=True) as town:
        await town.live()
        report = await town.compare()
        assert report.clean
        assert {*report.read} == {*COMPANIES, "province", "supervision"}
        assert min(report.read["province"], report.read["supervision"]) > 0
        await town.drift(counterpart="province", seed=1, lose=1)
        await town.drift(counterpart="gas-a", seed=1, remove=1)
        await town.compare()
        assert town.found() == await town.drifted()
        assert {(each.kind, each.way) for each in town.open()} == {
            ("missing", "remirror"),
            ("extra", "ask-company"),
        }

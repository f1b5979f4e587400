"""Every kind of fault at every counterpart, healed: two cycles later all is through, nothing lost, nothing twice."""

import random
from pathlib import Path

import pytest

from tests.durability.matrix import CELLS, KINDS, lived_through
from tests.durability.replaying import replayed_by, replaying
from tests.durability.tally import Tally
from tests.durability.town import GAS, PROVINCE

IN_THE_SUITE = frozenset(random.Random(20).sample(range(len(CELLS)), 7))
"""A choice that has every counterpart; the rest is for `make test-long`."""
_STRANGE = KINDS[-1]
LEFT = {
    (_STRANGE, GAS): {"batch-row-unreadable"},
    # Opinions that waited for a person while their scheme was revised or withdrawn are not wanted any more.
    (_STRANGE, PROVINCE): {"province-review-over"},
}
"""What may be left on the desk when all is over: what nobody can put right by trying it again."""
CELL = [
    pytest.param(
        number,
        id=f"{kind} at {counterpart}",
        marks=() if number in IN_THE_SUITE else (pytest.mark.long,),
    )
    for number, (kind, counterpart) in enumerate(CELLS)
]


def test_there_are_twelve_kinds_of_fault_at_five_counterparts_and_the_suite_has_some_of_each() -> None:
    assert len(set(CELLS)) == len(KINDS) * 5 == 60
    assert len({CELLS[number][1] for number in IN_THE_SUITE}) == 5
    assert len({CELLS[number][0] for number in IN_THE_SUITE}) > 4


@pytest.mark.parametrize("seed", CELL)
async def test_a_fault_that_heals_leaves_no_trace_two_cycles_later(
    tmp_path: Path, seed: int, sqlite_url: str, tally: Tally
) -> None:
    kind, counterpart = CELLS[seed]
    with replayed_by(replaying("matrix", seed, "sqlite"), seed):
        cell = await lived_through(tmp_path, seed, sqlite_url)
        found = cell.findings
        clean = not (found.lost or found.duplicated or found.out_of_order)
        tally("fault matrix", faults=cell.struck, cells=1, healed=int(clean), **found.numbers)
        found.assert_clean()
        # A place that is gone cannot count who comes in vain.
        assert cell.struck or kind == "a refused connection"
        assert set(cell.left_on_the_desk) <= LEFT.get((kind, counterpart), frozenset())

"""Which handling status may follow which, written out by hand."""

import pytest

from models.status import CONCLUSIONS, ENDS, PASSES, HandlingStatus, may_follow, successors

# Rows: the status before; "-" is a matter not yet begun. Columns: the codes 1 to 15; "x" may follow.
#         1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
TABLE = """
    -     x . x . . . . x . . . . . x .
    1     . x x x x x . x . . . . . x .
    2     . . . . . . . . . . . . . . .
    3     . . . . . x . x x . x x x x .
    4     . . . . . . . . . . . . . . .
    5     . . . . . . . . . . . . . . .
    6     . x . x x . x . . . . . . x .
    7     . x x x x x . x x . x x x x .
    8     . . . . . x . . x . x x x x .
    9     . . . . . . . . . x . . . x .
    10    . . . . . x . x x . x x x x .
    11    . . . . . . . . . . . . . . x
    12    . . . . . . . . . . . . . . x
    13    . . . . . . . . . . . . . . .
    14    . . . . . . . . . . . . . . .
    15    . . . . . . . . . . . . . . .
"""
PAIRS = [
    (None if before == "-" else HandlingStatus(int(before)), HandlingStatus(number), mark == "x")
    for before, *marks in (line.split() for line in TABLE.split("\n") if line.strip())
    for number, mark in enumerate(marks, start=1)
]


def history(*codes: int) -> tuple[HandlingStatus, ...]:
    return tuple(HandlingStatus(code) for code in codes)


def test_the_table_holds_every_pair() -> None:
    assert len(PAIRS) == 16 * 15


@pytest.mark.parametrize(("before", "after", "legal"), PAIRS)
def test_a_status_follows_only_where_the_table_says(
    before: HandlingStatus | None, after: HandlingStatus, legal: bool
) -> None:
    assert (after in successors(before)) is legal


@pytest.mark.parametrize(
    ("earlier", "after", "legal"),
    [
        # A conclusion and a special procedure need an acceptance or start of handling at some time before.
        (history(1, 6, 7), 11, False),
        (history(1, 6, 7), 12, False),
        (history(1, 6, 7), 13, False),
        (history(1, 6, 7), 9, False),
        (history(1, 3, 6, 7), 11, True),
        (history(8, 6, 7), 12, True),
        (history(1, 3, 6, 7), 13, True),
        (history(1, 3, 6, 7), 9, True),
        (history(3, 9, 10), 11, True),
        # What was taken on can no longer be turned away at the window.
        (history(1, 6), 2, True),
        (history(1, 6, 7), 4, True),
        (history(1, 6, 7), 5, True),
        (history(1, 3, 6), 2, False),
        (history(1, 3, 6, 7), 4, False),
        (history(1, 8, 6, 7), 5, False),
        (history(1, 3, 6, 7), 3, True),
        ((), 11, False),
        ((), 1, True),
    ],
)
def test_what_came_earlier_decides_too(earlier: tuple[HandlingStatus, ...], after: int, legal: bool) -> None:
    assert may_follow(earlier, HandlingStatus(after)) is legal


def test_the_ends_are_the_dictionarys() -> None:
    assert {int(status) for status in ENDS} == {2, 4, 5, 11, 12, 13, 14, 15}
    assert {int(status) for status in CONCLUSIONS} == {11, 12, 13}
    assert {int(status) for status in PASSES} == {11, 12}


def test_the_dictionary_has_fifteen_codes() -> None:
    assert [int(status) for status in HandlingStatus] == list(range(1, 16))

"""What the durability programmes counted, as one table at the end of the run.

A test takes the fixture `tally` and tells what it did; the figures travel with its report, so they arrive from
xdist's workers too, and they count even where the test fails afterwards.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import pytest

PROPERTY: Final = "tally"

COLUMNS: Final = ("seeds", "crashes", "faults", "items", "lost", "duplicated", "out_of_order")
"""What every programme may count. Anything else it counts stands at the end of its line, by its name."""


class Tally(Protocol):
    """`tally("kill -9 on SQLite", seeds=1, crashes=1, items=12, lost=0, duplicated=0, out_of_order=0)`.

    Call it as often as you like: the figures of one programme are added up over calls, tests and workers. Use the
    names of `COLUMNS` where they fit (`seeds` stands for runs of any kind), a plain word with underscores for
    anything else (`cells=1, healed=1`, `planted=1, caught=1`). Tell what was lost, duplicated or out of order
    before asserting that nothing was, and leave a name out that the programme does not look for.
    """

    def __call__(self, programme: str, **numbers: int) -> None:
        """Add `numbers` to the figures of `programme`."""


def tally_of(request: pytest.FixtureRequest) -> Tally:
    """The tally of one test."""

    def add(programme: str, **numbers: int) -> None:
        request.node.user_properties.append((PROPERTY, [programme, numbers]))

    return add


class Figures:
    """The figures of a run, by programme in the order of their names."""

    def __init__(self) -> None:
        self.numbers: dict[str, Counter[str]] = defaultdict(Counter)
        self.seconds: dict[str, float] = defaultdict(float)

    def add(self, properties: Iterable[tuple[str, object]], seconds: float) -> None:
        """Take the figures that one test told, and how long it took."""
        told: list[tuple[str, Mapping[str, int]]] = [
            value  # type: ignore[misc]  # as `tally_of` wrote it
            for name, value in properties
            if name == PROPERTY
        ]
        for programme, numbers in told:
            self.numbers[programme].update(numbers)
        named = {programme for programme, _ in told}
        for programme in named:
            self.seconds[programme] += seconds / len(named)

    def lines(self) -> list[str]:
        """The table in plain text: a line for each programme, and their sum."""
        heads = ["programme", *(name.replace("_", " ") for name in COLUMNS), "seconds", "and"]
        rows = [self._row(name) for name in sorted(self.numbers)]
        sums = Counter[str]()
        for numbers in self.numbers.values():
            sums.update({name: count for name, count in numbers.items() if name in COLUMNS})
        total = ["all", *(str(sums[name]) for name in COLUMNS), f"{sum(self.seconds.values()):.0f}", ""]
        return _aligned([heads, *rows, total])

    def _row(self, programme: str) -> list[str]:
        numbers = self.numbers[programme]
        rest = [f"{name.replace('_', ' ')} {numbers[name]}" for name in numbers if name not in COLUMNS]
        counted = [str(numbers[name]) if name in numbers else "" for name in COLUMNS]
        return [programme, *counted, f"{self.seconds[programme]:.0f}", ", ".join(rest)]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if place in {0, len(widths) - 1} else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def print_table(reporter: pytest.TerminalReporter) -> None:
    """Print what the programmes of this run counted, if any did."""
    figures = Figures()
    reports = [each for group in reporter.stats.values() for each in group]
    reports = [each for each in reports if isinstance(each, pytest.TestReport)]
    durations: dict[str, float] = defaultdict(float)
    for report in reports:
        durations[report.nodeid] += report.duration
    for report in reports:
        if report.when == "teardown":  # the last word of a test: it has all that the others had
            figures.add(report.user_properties, durations[report.nodeid])
    if figures.numbers:
        reporter.section("durability programmes")
        for line in figures.lines():
            reporter.write_line(line)

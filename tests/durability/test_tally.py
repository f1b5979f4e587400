"""The table of figures: what tests tell is added up by programme, from whichever worker they come."""

from pathlib import Path

import pytest

from tests.durability.tally import Figures, tally_of

pytest_plugins = ["pytester"]

SUMMARY = """
    from tests.durability.tally import print_table

    def pytest_terminal_summary(terminalreporter):
        print_table(terminalreporter)
"""
PROGRAMME = """
    import pytest
    from tests.durability.tally import tally_of

    @pytest.mark.parametrize("seed", range(4))
    def test_seed(request, seed):
        tally = tally_of(request)
        tally("simulation", seeds=1, faults=seed, lost=0)
        tally("planted bugs", planted=2, caught=1)
        assert seed != 3
"""


def test_figures_arrive_from_every_worker_and_from_failing_tests(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makeconftest(SUMMARY)
    pytester.makepyfile(PROGRAMME)
    result = pytester.runpytest_subprocess("-n", "2", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["*durability programmes*", "planted bugs*planted 8, caught 4", "simulation*4*6*0*"]
    )


def test_figures_of_a_programme_are_added_up(request: pytest.FixtureRequest) -> None:
    figures = Figures()
    figures.add([("tally", ["kills", {"seeds": 1, "lost": 0, "kills": 3}]), ("other", 1)], 2.0)
    figures.add([("tally", ["kills", {"seeds": 2}])], 3.0)
    heads, row, total = (line.split() for line in figures.lines())
    assert heads[0] == "programme"
    assert row == ["kills", "3", "0", "5", "kills", "3"]
    assert total == ["all", "3", "0", "0", "0", "0", "0", "0", "5"]
    assert callable(tally_of(request))

"""`liandong report` in both languages."""

from pathlib import Path

import pytest

from tests.hub.cli.support import Run, words


def test_a_report_is_written_where_it_is_wanted(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    for name in ("r.html", "r.xlsx", "r.json"):
        result = run_spoken(
            "report", "--from", "2026-03-01", "--to", "2026-03-31", "--out", str(tmp_path / name)
        )
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).is_file()
    assert "2026-03-31" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_last_thirty_days_are_reported_where_no_day_is_named(run_spoken: Run, made: Path) -> None:
    answer = run_spoken.read("report", "--to", "2026-03-31")
    assert answer["period"] == {"first": "2026-03-02", "last": "2026-03-31"}


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--out", "r.doc"),
        ("--out", "r.html", "--from", "yesterday"),
        ("--out", "r.html", "--from", "2026-03-02", "--to", "2026-03-01"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_what_can(
    wrong: tuple[str, ...], run_spoken: Run, made: Path
) -> None:
    result = run_spoken("report", *wrong)
    assert result.exit_code == 2
    assert words(result)


def test_a_file_that_cannot_be_written_is_told(run_spoken: Run, made: Path, tmp_path: Path) -> None:
    result = run_spoken("report", "--out", str(tmp_path / "nowhere" / "r.html"))
    assert result.exit_code == 1
    assert "nowhere" in words(result)

"""`liandong backfill` as a person calls it: told first, done once."""

import re
from pathlib import Path

import pytest

from hub.store.engine import Store
from tests.hub.backfill.conftest import grid, old
from tests.hub.cli.support import Run, words
from tests.hub.intake.conftest import write_csv

COMPANY = """
[[companies]]
id = "water-a"
name = "通川供水"
kind = "water"
districts = ["511702"]
adapter = "manual"

[backfill]
cases_at_once = 1
pause = "1ms"
"""
ROWS = [old("受理", "2026-03-02 10:00"), old("办结通过", "2026-03-04 10:00"), old("坏", "2026-03-04 10:00")]


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    config = made / "liandong.toml"
    text = config.read_text(encoding="utf-8")
    kept = re.sub(r"^\[backfill\].*?(?=^\[)", "", text, flags=re.DOTALL | re.MULTILINE)
    config.write_text(kept + COMPANY, encoding="utf-8")
    return write_csv(tmp_path / "历史.csv", grid(ROWS))


def events(store: Store) -> int:
    with store.read() as tx:
        count: int = tx.connection.exec_driver_sql("SELECT COUNT(*) FROM event").scalar_one()
    return count


def test_a_dry_run_tells_what_would_be_new_and_what_is_wrong(
    run_spoken: Run, file: Path, made_store: Store
) -> None:
    result = run_spoken("backfill", "water-a", "--file", str(file), "--dry-run")
    assert result.exit_code == 1
    assert "历史.csv" in words(result)
    assert events(made_store) == 0


def test_a_file_is_taken_in_once_and_listed(run: Run, file: Path, made_store: Store) -> None:
    for _ in range(2):
        answer = run.read("backfill", "water-a", "--file", str(file), "--by", "李明", code=1)
        assert (answer["taken"], answer["of"]) == (1, 1)
        assert [each["row"] for each in answer["refused"]] == [4]
    assert events(made_store) == 2
    first, *_ = run.read("backfill")["jobs"]
    assert (first["company"], first["by"], first["file"]) == ("water-a", "李明", "历史.csv")
    assert "通川供水" in words(run("backfill"))


def test_a_job_may_be_left_to_the_daily_work(run: Run, file: Path, made_store: Store) -> None:
    answer = run.read("backfill", "water-a", "--file", str(file), "--later", code=1)
    assert (answer["taken"], answer["of"]) == (0, 1)
    assert events(made_store) == 0


@pytest.mark.parametrize("arguments", [["water-a"], ["gas-a", "--feed"], ["water-a", "--feed"]])
def test_what_cannot_be_read_is_said_in_a_sentence(run_spoken: Run, file: Path, arguments: list[str]) -> None:
    assert run_spoken("backfill", *arguments).exit_code == 2

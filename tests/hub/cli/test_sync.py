"""`liandong sync`, against stand-ins on loopback."""

import re
from pathlib import Path

import pytest

from hub.demo.standins import Control, StandIns
from tests.hub.cli.support import Run, words


@pytest.fixture
def control(stand_ins: StandIns) -> Control:
    return Control(stand_ins.announcement["control"])


def change(home: Path, pattern: str, by: str) -> None:
    path = home / "liandong.toml"
    text, times = re.subn(pattern, by, path.read_text(encoding="utf-8"))
    assert times
    path.write_text(text, encoding="utf-8")


def test_a_cycle_tells_what_it_did_and_a_second_one_sends_nothing(
    run_spoken: Run, connected: Path, control: Control
) -> None:
    first = run_spoken("sync")
    assert first.exit_code == 0, first.output
    assert run_spoken.read("status")["schemes"] > 0
    before = control.ledger()["entries"]
    again = run_spoken.read("sync")
    assert (again["sent"], again["attention"], again["failed"]) == (0, 0, [])
    assert control.ledger()["entries"] == before


def test_a_counterpart_that_cannot_be_reached_is_named_with_exit_code_1(
    run_spoken: Run, connected: Path
) -> None:
    change(connected, r'(name = "达州电信"(?s:.*?)base_url = "http://)[\d.:]+', r"\g<1>127.0.0.1:1")
    result = run_spoken("sync")
    assert result.exit_code == 1
    assert "达州电信" in words(result)
    assert run_spoken.read("status")["schemes"] > 0


def test_what_is_new_on_the_desk_is_told_once_with_exit_code_1(run_spoken: Run, connected: Path) -> None:
    change(connected, r'(name = "达州供电公司"(?s:.*?)districts = )\[[^\]]*\]', r'\1["511781"]')
    first = run_spoken("sync")
    waiting = run_spoken.read("status")["desk"]["open"]
    assert waiting > 0
    assert first.exit_code == 1
    assert "failureslist" in words(first)
    again = run_spoken.read("sync")
    assert (again["new_items"], again["open_items"]) == (0, waiting)


def test_progress_is_for_terminals(run: Run, connected: Path) -> None:
    assert run("sync").stderr == ""

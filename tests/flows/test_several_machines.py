"""Two machines on one Prefect server: each due run is taken by one of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.together import REPORT

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


def test_a_due_run_is_carried_out_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.flows.together", str(tmp_path)]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert played.returncode == 0, played.stderr[-4000:]
    report = json.loads((tmp_path / REPORT).read_text(encoding="utf-8"))
    assert len(report["runs"]) >= 6
    assert {run["times"] for run in report["runs"]} == {1}
    assert [each["exit"] for each in report["exits"]] == [0, 0]
    assert not any("Traceback" in each["told"] for each in report["exits"])

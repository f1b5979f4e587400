"""What a real Prefect server shows of the flows, and what they did: see `tests.flows.scenes`."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flows.play import REPORT

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(480)  # a Prefect server makes its database first, and may share two cores


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of every scene; played once, by whichever worker comes first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "flows"
    with open(shared / "flows.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / REPORT).is_file():
            folder.mkdir()
            command = [sys.executable, "-m", "tests.flows.play", str(folder)]
            played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert played.returncode == 0, played.stderr[-4000:]
    seen: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return seen


def summary(scene: dict[str, Any]) -> list[str]:
    """The rows of a scene's table, without its head."""
    lines: list[str] = scene["artifacts"]["liandong-summary"].splitlines()
    return [line for line in lines if line.startswith("|")][2:]


def test_a_cycle_carries_everything(report: dict[str, Any]) -> None:
    scene = report["everything_well"]
    # The province has the project, and for each company a matter with two events.
    assert (scene["east"], scene["west"], scene["province"]) == (1, 1, 7)
    assert scene["type"] == "COMPLETED"
    assert scene["message"] == "已送达 9 项，0 项稍后自动重试，0 项等人处理。"


def test_a_run_shows_its_progress_and_one_row_for_each_counterpart_and_phase(report: dict[str, Any]) -> None:
    scene = report["everything_well"]
    assert scene["artifacts"]["liandong-progress"] == 100
    assert summary(scene) == [
        "| 取附件 | 各来源 | 0 | 0 | 0 | 正常 |",
        "| 推送 | water-a 公司 | 1 | 0 | 0 | 正常 |",
        "| 推送 | water-b 公司 | 1 | 0 | 0 | 正常 |",
        "| 收取办理情况 | water-a 公司 | 2 | 0 | 0 | 正常 |",
        "| 收取办理情况 | water-b 公司 | 2 | 0 | 0 | 正常 |",
        "| 读取时限 | 联动 | 2 | 0 | 0 | 正常 |",
        "| 录入省系统等平台 | 省工改系统 | 7 | 0 | 0 | 正常 |",
    ]
    assert "[打开联络台](http://desk.example/liandong)" in scene["artifacts"]["liandong-summary"]


def test_prefect_keeps_no_parameter_but_the_home_folder_and_ids(report: dict[str, Any]) -> None:
    for name, scene in report.items():
        for run in scene.get("runs", [scene]):
            assert Path(run["parameters"]["home"]).name == name
            assert set(run["parameters"]) <= {"home", "sources", "companies", "mirrors"}


def test_a_counterpart_out_of_reach_fails_the_run_by_name_and_costs_nobody_else_anything(
    report: dict[str, Any],
) -> None:
    scene = report["west_down"]
    assert scene["type"] == "FAILED"
    assert scene["message"].startswith("water-b 公司这一轮没有办成，其余照常完成")
    assert (scene["east"], scene["west"], scene["province"]) == (1, 0, 4)
    assert "| 推送 | water-b 公司 | 0 | 1 | 0 | 未办成 |" in summary(scene)
    assert "| 推送 | water-a 公司 | 1 | 0 | 0 | 正常 |" in summary(scene)


def test_an_error_nobody_has_foreseen_stays_with_its_task(report: dict[str, Any]) -> None:
    scene = report["west_broken"]
    assert scene["type"] == "FAILED"
    assert scene["message"].startswith("water-b 公司")
    assert (scene["east"], scene["west"], scene["province"]) == (1, 1, 4)
    assert scene["artifacts"]["liandong-progress"] == 100


def test_a_single_phase_keeps_to_the_companies_it_is_given(report: dict[str, Any]) -> None:
    scene = report["west_alone"]
    assert scene["type"] == "COMPLETED"
    assert (scene["east"], scene["west"], scene["province"]) == (0, 1, 4)


def test_an_unknown_company_fails_the_run(report: dict[str, Any]) -> None:
    assert report["unknown_company"]["type"] == "FAILED"
    assert "water-x" in report["unknown_company"]["message"]


def test_collecting_without_a_source_is_done_at_once(report: dict[str, Any]) -> None:
    assert report["no_source"]["type"] == "COMPLETED"


def test_a_hub_that_cannot_be_opened_fails_the_run_with_the_reason(report: dict[str, Any]) -> None:
    assert report["not_ready"]["type"] == "FAILED"
    assert "liandong db upgrade" in report["not_ready"]["message"]


def test_a_run_without_a_configuration_fails_with_the_reason(report: dict[str, Any]) -> None:
    assert report["no_configuration"]["type"] == "FAILED"
    assert "liandong.toml" in report["no_configuration"]["message"]


def test_a_run_long_overtaken_gives_way_and_one_a_little_late_does_its_work(report: dict[str, Any]) -> None:
    assert (report["overtaken"]["name"], report["overtaken"]["east"]) == ("Skipped", 0)
    assert (report["a_little_late"]["name"], report["a_little_late"]["east"]) == ("Completed", 1)


def test_liandong_serve_runs_cycles_at_their_interval_and_stops_when_asked(report: dict[str, Any]) -> None:
    served = report["unattended"]
    assert [run["scheduled"] for run in served["runs"]] == [True, True]
    assert served["exit"] == 0
    assert "已停止定时运行" in served["told"]
    assert "Traceback" not in served["told"]


def test_a_run_of_reminders_tells_what_is_late_and_sends_the_digest(report: dict[str, Any]) -> None:
    scene = report["reminded"]
    assert scene["type"] == "COMPLETED"
    assert summary(scene) == ["| 提醒 | 联动 | 2 | 0 | 0 | 正常 |"]

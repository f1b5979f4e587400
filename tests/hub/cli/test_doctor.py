"""`liandong doctor` finds what is missing, and says what to do about it."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.cli import checks
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.cli.support import Run, words


@pytest.fixture(autouse=True)
def _no_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other rooms bring in is not this test's business."""
    monkeypatch.setattr(checks, "broken", lambda: ())


def change(home: Path, pattern: str, by: str) -> None:
    path = home / "liandong.toml"
    text, times = re.subn(pattern, by, path.read_text(encoding="utf-8"))
    assert times
    path.write_text(text, encoding="utf-8")


def wrong(run: Run) -> dict[str, Any]:
    """The findings that need attention, by check."""
    return {each["check"]: each for each in run.read("doctor", code=1)["findings"] if not each["ok"]}


def test_a_home_in_order_is_found_ready(run_spoken: Run, connected: Path) -> None:
    result = run_spoken("doctor")
    assert result.exit_code == 0, result.output
    answer = run_spoken.read("doctor")
    assert answer["ok"]
    assert {each["counterpart"] for each in answer["findings"] if each["check"] == "doctor-answers"} == {
        "province", "supervision", "water-tc", "water-xq", "power-dz", "gas-tc", "gas-xq",
        "telecom-a", "telecom-b", "telecom-c",
    }  # fmt: skip


def test_a_counterpart_that_cannot_be_reached_is_named_and_the_others_still_asked(
    run_spoken: Run, connected: Path
) -> None:
    change(connected, r'(name = "通川区供水有限公司"(?s:.*?)base_url = "http://)[\d.:]+', r"\g<1>127.0.0.1:1")
    found = wrong(run_spoken)
    assert set(found) == {"counterpart-unreachable"}
    assert found["counterpart-unreachable"]["counterpart"] == "water-tc"
    result = run_spoken("doctor")
    assert result.exit_code == 1
    assert "通川区供水有限公司" in words(result)


@pytest.mark.parametrize(
    ("counterpart", "check"),
    [
        ("province", "province-credentials"),
        ("water-tc", "counterpart-credentials"),
        ("power-dz", "iec-credentials"),
        ("telecom-a", "counterpart-credentials"),
    ],
)
def test_a_wrong_credential_is_found_before_anything_is_sent(
    run: Run, connected: Path, counterpart: str, check: str
) -> None:
    (connected / "secrets" / counterpart).write_text("somebody else's secret")
    assert wrong(run)[check]["counterpart"] == counterpart


def test_a_missing_secret_is_named_by_counterpart_and_field(run_spoken: Run, connected: Path) -> None:
    (connected / "secrets" / "power-dz").unlink()
    found = wrong(run_spoken)["adapter-settings"]
    assert found["counterpart"] == "power-dz"
    assert found["faults"][0]["field"] == "power-dz.settings.secret"
    assert "secrets/power-dz" in found["faults"][0]["sentence"]


def test_a_company_without_its_credit_code_is_found(run: Run, connected: Path) -> None:
    change(connected, r'(name = "达州供电公司"(?s:.*?))credit_code = "\w+"\n', r"\1")
    assert "达州供电公司" in wrong(run)["doctor-credit-code"]["sentence"]


def test_a_district_that_nobody_serves_for_some_kind_is_found(run: Run, connected: Path) -> None:
    change(connected, r'(name = "通川燃气有限公司"(?s:.*?)districts = \["511702"), "511703"\]', r"\1]")
    sentence = wrong(run)["doctor-unserved"]["sentence"]
    assert "511703" in sentence
    assert "供气" in sentence


def test_a_database_that_is_missing_is_found(run: Run, connected: Path) -> None:
    (connected / "liandong.db").unlink()
    assert set(wrong(run)) == {"store-missing"}


def test_a_folder_that_cannot_be_written_is_found(run: Run, connected: Path) -> None:
    shutil.rmtree(connected / "documents", ignore_errors=True)
    (connected / "documents").touch()
    assert set(wrong(run)) == {"doctor-folder"}


def test_a_disk_that_is_nearly_full_is_found(
    run: Run, connected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 30))
    assert set(wrong(run)) == {"doctor-space"}


def test_a_clock_that_is_off_is_found(made_store: Store) -> None:
    made_store.clock = SettableClock(datetime.now(UTC) + timedelta(seconds=90))
    finding = checks._clock(made_store)
    assert not finding.ok
    assert 85 <= float(finding.message.params["seconds"]) <= 95


def test_a_missing_intake_token_is_found(run: Run, connected: Path) -> None:
    with open(connected / "liandong.toml", "a", encoding="utf-8") as file:
        file.write('\n[inbound]\nintake_token = { env = "NO_SUCH_TOKEN" }\n')
    assert wrong(run)["doctor-intake-token"]["faults"][0]["field"] == "inbound.intake_token"


def test_a_home_without_counterparts_is_found(run: Run, made: Path) -> None:
    assert set(wrong(run)) == {"doctor-no-counterparts"}


def test_a_plugin_that_cannot_be_loaded_is_found(
    run: Run, connected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "broken", lambda: [("desk", "ImportError")])
    assert "desk" in wrong(run)["doctor-plugin"]["sentence"]

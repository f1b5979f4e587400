"""`liandong reconcile` and `liandong certificate`, against stand-ins on loopback."""

import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.certificate.document import read
from hub.demo.standins import StandIns
from tests.hub.cli.support import Run, words


@pytest.fixture
def control(stand_ins: StandIns) -> str:
    return f"{stand_ins.announcement['control']}/_sandbox"


def patient(home: Path) -> None:
    """The stand-ins' days are not ours: nothing is late."""
    path = home / "liandong.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '\n[reconcile]\nlate_after = "2000d"\n', encoding="utf-8")


def drift(control: str, **what: Any) -> None:
    httpx.post(f"{control}/drift", json=what, trust_env=False).raise_for_status()


def test_drift_is_named_mended_and_gone(run: Run, connected: Path, control: str) -> None:
    patient(connected)
    run("sync")
    first = run.read("reconcile", "--full")
    assert first["clean"]
    assert first["read"]["province"] > 0
    assert first["unread"]
    drift(control, counterpart="province", seed=4, lose=1)
    found = run("reconcile", "--full", "--mirror", "province")
    assert found.exit_code == 1
    assert "--mend" in words(found)
    listed = run.read("reconcile", "--list", code=1)["findings"]
    assert [(each["counterpart"], each["kind"], each["state"]) for each in listed] == [
        ("province", "missing", "open")
    ]
    assert run.read("status")["reconciled"]["open"] == 1
    mended = run.read("reconcile", "--mend", str(listed[0]["id"]))
    assert mended == {"mended": [listed[0]["id"]], "left": {}}
    run("sync")
    assert run("reconcile", "--full", "--mirror", "province").exit_code == 0


def test_what_cannot_be_mended_is_left_with_its_reason(run: Run, connected: Path) -> None:
    result = run("reconcile", "--mend", "12345")
    assert result.exit_code == 1
    assert "12345" in words(result)


def test_wrong_use_is_refused(run_spoken: Run, connected: Path) -> None:
    assert run_spoken("reconcile", "--mend", "everything").exit_code == 2
    assert run_spoken("reconcile", "--company", "nobody").exit_code == 2
    assert run_spoken("certificate", "make", "--day", "yesterday").exit_code == 2
    assert run_spoken("certificate", "make", "--day", "2026-03-02").exit_code == 2  # no key
    run_spoken("certificate", "key")
    assert run_spoken("certificate", "make", "--company", "nobody").exit_code == 2


def test_a_certificate_is_made_verified_and_compared(run: Run, connected: Path, tmp_path: Path) -> None:
    patient(connected)
    run("sync")
    assert run("certificate", "key").exit_code == 0
    key = connected / "secrets" / "certificate.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run("certificate", "key").exit_code == 2
    out = tmp_path / "out"
    made = run("certificate", "make", "--day", "2026-03-02", "--company", "water-tc", "--out", str(out))
    assert made.exit_code == 0, made.output
    file = out / "water-tc-2026-03-02.json"
    public = read(file.read_bytes())["signature"]
    elsewhere = Run(tmp_path / "another machine", run.language)
    named = ("--key", f"{public['algorithm']}:{public['key']}")
    for path in (file, file.with_suffix(".pdf")):
        assert elsewhere("certificate", "verify", str(path), *named).exit_code == 0
        assert elsewhere("certificate", "verify", str(path)).exit_code == 0
    assert elsewhere("certificate", "verify", str(file), "--key", "ed25519:" + "00" * 32).exit_code == 1
    assert elsewhere("certificate", "verify", str(file), "--key", "rubbish").exit_code == 2
    assert elsewhere("certificate", "diff", str(file), str(file)).exit_code == 0
    altered = tmp_path / "altered.json"
    altered.write_bytes(file.read_bytes().replace(b"2026-03-02", b"2026-03-01", 1))
    assert elsewhere("certificate", "verify", str(altered)).exit_code == 1
    assert elsewhere("certificate", "diff", str(file), str(altered)).exit_code == 1
    assert not (tmp_path / "another machine" / "liandong.db").exists()


def test_what_is_no_certificate_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    for name, content in {"a.json": b"{}", "b.json": b"\xff", "c.pdf": b"%PDF-1.7"}.items():
        (tmp_path / name).write_bytes(content)
        assert run("certificate", "verify", str(tmp_path / name)).exit_code == 1

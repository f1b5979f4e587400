"""A document of more than 300 MB, over real HTTP from the province's stand-in to the utility's."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).with_name("carry_big_document.py")
LIMIT = 32 << 20
CITY = {
    "projects": 1,
    "push_days": 1,
    "revised": 0,
    "withdrawn": 0,
    "kinds": ["water"],
    "districts": ["511702"],
    "failures": dict.fromkeys(
        (
            "unserved",
            "old_form_codes",
            "failing_check_digits",
            "wrong_digests",
            "wrong_types",
            "refused_rows",
            "refused_schemes",
        ),
        0,
    ),
    "counterparts": [
        {"id": "province", "role": "province"},
        {"id": "water", "role": "utility", "kind": "water", "districts": ["511702"]},
    ],
    "big_document_mb": 300,
}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Path]:
    """The stand-ins, in a process of their own; the file with their announcement."""
    config, announcement = tmp_path / "city.json", tmp_path / "announced.json"
    config.write_text(json.dumps(CITY))
    command = [sys.executable, "-m", "sandbox", "--config", str(config), "--announce", str(announcement)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("sandbox control=")
            yield announcement
        finally:
            process.terminate()
        assert process.wait(30) == 0


def control(announcement: Path, path: str, body: dict[str, Any] | None = None) -> Any:
    """Ask the sandbox's control port."""
    address = json.loads(announcement.read_text())["control"] + "/_sandbox/" + path
    asked = urllib.request.Request(address, None if body is None else json.dumps(body).encode())  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return json.load(answer)


def cut(announcement: Path, counterpart: str, kind: str, operation: str, *, skip: int, after: int) -> None:
    """Cut one connection, `after` bytes into the call that follows the first `skip`."""
    fault = {"counterpart": counterpart, "kind": kind, "operation": operation, "times": 1}
    control(announcement, "faults", {**fault, "skip": skip, "after_bytes": after})


def test_a_document_of_300_mb_cut_each_way_goes_through_with_less_than_32_mb_of_growth(
    sandbox: Path, sqlite_url: str, tmp_path: Path
) -> None:
    small = 2
    cut(sandbox, "province", "cut_reply", "fetchDocument", skip=small, after=100_000_000)
    cut(sandbox, "water", "cut_upload", "uploadDocument", skip=small + 5, after=10_000_000)
    child = subprocess.run(
        [sys.executable, str(PROGRAM), str(sandbox), sqlite_url, str(tmp_path / "documents")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    measured = json.loads(child.stdout)
    assert measured["size"] >= 300_000_000
    assert measured["small"] == small
    assert (measured["fetch_cuts"], measured["resumed"], measured["send_cuts"]) == (1, 1, 1)
    assert measured["fetched"] < LIMIT
    assert measured["sent"] < LIMIT
    ledger = control(sandbox, "ledger?counterpart=water")
    assert ledger["twice"] == []
    complete = [
        entry["facts"]["size_bytes"] for entry in ledger["entries"] if entry["effect"] == "document_completed"
    ]
    assert len(complete) == small + 1
    assert measured["size"] in complete

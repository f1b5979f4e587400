"""The kit run for one adapter: its test file, by pytest, in a process of its own."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from defusedxml import ElementTree

from adapters.contract import UtilityAdapter
from adapters.kit import AdapterContract
from hub.scaffold.quality import Quality
from models.messages import Message

CHECKS: Final = frozenset(name for name in dir(AdapterContract) if name.startswith("test_"))
PATIENCE_S: Final = 600


@dataclass(frozen=True)
class KitRun:
    """What came of it; `trouble` says what is wrong, `None` that the kit is green."""

    passed: int = 0
    skipped: int = 0
    failed: int = 0
    trouble: Message | None = None


def run_kit(adapter: type[UtilityAdapter], root: Path, claim: Quality) -> KitRun:
    """Run the kit, or say why it cannot be run."""
    if claim.kit is None:
        return KitRun(trouble=Message(id="rule-open-kit-none"))
    if find_spec("pytest") is None:
        return KitRun(trouble=Message(id="rule-open-kit-no-pytest"))
    path = root / claim.kit
    if not path.is_file() or not _about(path, adapter):
        params = {"file": claim.kit, "module": adapter.__module__}
        return KitRun(trouble=Message(id="rule-open-kit-missing", params={**params}))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        _pytest(path, root, report)
        outcomes = dict(_outcomes(report)) if report.is_file() else {}
    return _judged(outcomes, claim.kit)


def _about(path: Path, adapter: type[UtilityAdapter]) -> bool:
    wanted = rf"^(?:from|import) {re.escape(adapter.__module__)}\b"
    return re.search(wanted, path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def _pytest(path: Path, root: Path, report: Path) -> None:
    places = [str(root), os.environ.get("PYTHONPATH", "")]
    subprocess.run(
        [sys.executable, "-m", "pytest", str(path), "-q", "-p", "no:cacheprovider", f"--junitxml={report}"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
        capture_output=True,
        check=False,
        timeout=PATIENCE_S,
    )


def _outcomes(report: Path) -> Iterator[tuple[str, str]]:
    """Check → `passed`, `skipped` or what went wrong."""
    for case in ElementTree.parse(report).iter("testcase"):
        marks = [child.tag for child in case if child.tag in {"failure", "error", "skipped"}]
        yield case.get("name", ""), marks[0] if marks else "passed"


def _judged(outcomes: dict[str, str], file: str) -> KitRun:
    counts = {mark: list(outcomes.values()).count(mark) for mark in ("passed", "skipped")}
    failed = sorted(name for name, mark in outcomes.items() if mark in {"failure", "error"})
    trouble = None
    if failed:
        trouble = Message(id="rule-open-kit-red", params={"count": len(failed), "first": failed[0]})
    elif CHECKS - outcomes.keys() or not counts["passed"]:
        params: dict[str, str | int] = {"file": file, "count": len(CHECKS - outcomes.keys())}
        trouble = Message(id="rule-open-kit-not-inherited", params={**params})
    return KitRun(counts["passed"], counts["skipped"], len(failed), trouble)

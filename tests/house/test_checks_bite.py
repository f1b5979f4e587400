"""Types and lint are seen to fail on what they are there to catch."""

from pathlib import Path

import pytest

from tests.house.support import ROOT, run_tool

BRANCHES = "".join(f"    if number == {each}:\n        return {each + 1}\n" for each in range(11))

LINT_PLANTS = {
    "an unused import": ("import os\n", "F401"),
    "a naive moment": ("import datetime\n\nMOMENT = datetime.datetime(2024, 1, 1)\n", "DTZ001"),
    "too many branches": (f"def steps(number: int) -> int:\n{BRANCHES}    return 0\n", "C901"),
    "a print": ('print("沿街供水")\n', "T201"),
    "a swallowed error": ("try:\n    run = 1\nexcept Exception:\n    pass\n", "S110"),
    "a relative import": ("from . import store\n\nprint = store\n", "TID252"),
}

TYPE_PLANTS = {
    "an untyped function": ("def key(scheme):\n    return scheme\n", "no-untyped-def"),
    "a wrong return": ("def count() -> int:\n    return 'one'\n", "return-value"),
    "a bare ignore": ("COUNT: int = 'one'  # type: ignore\n", "ignore-without-code"),
    "a field that is not there": (
        "from pydantic import BaseModel\n\n\nclass Pipe(BaseModel):\n    size: int\n\n\nPipe(sise=1)\n",
        "call-arg",
    ),
}


@pytest.mark.parametrize("plant", sorted(LINT_PLANTS))
def test_ruff_refuses(plant: str) -> None:
    source, code = LINT_PLANTS[plant]
    checked = run_tool(
        "ruff", "check", "--no-cache", "--stdin-filename", "hub/planted.py", "-", cwd=ROOT, stdin=source
    )
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert code in checked.stdout


def test_mypy_refuses_each_planted_fault(tmp_path: Path) -> None:
    for number, (source, _) in enumerate(TYPE_PLANTS.values()):
        (tmp_path / f"planted_{number}.py").write_text(source)
    checked = run_tool(
        "mypy",
        "--config-file",
        str(ROOT / "pyproject.toml"),
        "--cache-dir",
        str(tmp_path / "cache"),
        str(tmp_path),
        cwd=tmp_path,
    )
    assert checked.returncode == 1, checked.stdout + checked.stderr
    for number, (_, code) in enumerate(TYPE_PLANTS.values()):
        lines = [line for line in checked.stdout.splitlines() if line.startswith(f"planted_{number}.py")]
        assert any(f"[{code}]" in line for line in lines), checked.stdout

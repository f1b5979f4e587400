"""`make` says in two languages what is missing, and nobody is asked for anything."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.house.support import ROOT


def make(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_an_old_python_is_refused_in_both_languages(clone: Path) -> None:
    old = clone / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    said = make("env", f"PYTHON={old}", cwd=clone)
    assert said.returncode == 2
    assert "需要 Python 3.11" in said.stderr
    assert "Python 3.11 or later is needed" in said.stderr
    assert not (clone / ".venv").exists()


def test_a_filled_environment_is_left_alone(clone: Path) -> None:
    stamp = clone / ".venv" / ".filled"
    stamp.parent.mkdir()
    stamp.touch()
    assert make("--question", "env", cwd=clone).returncode == 0


def test_a_newer_lock_fills_the_environment_again(clone: Path) -> None:
    stamp = clone / ".venv" / ".filled"
    stamp.parent.mkdir()
    stamp.touch()
    later = stamp.stat().st_mtime + 5
    os.utime(clone / "requirements.txt", (later, later))
    assert make("--question", "env", cwd=clone).returncode == 1


def test_the_checks_before_a_commit_are_those_of_make_lint() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    for hook in hooks["repos"][0]["hooks"]:
        assert hook["entry"].replace(".venv/bin/", "$(BIN)/") in makefile

"""Where the repository is, which rooms it has, and how a check is run on a copy of it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("models", "adapters", "hub", "flows", "inbound", "desk", "sandbox")


def python_files(*folders: str) -> Iterator[Path]:
    """Every Python file of the named folders, in a stable order."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def tracked_files() -> list[Path]:
    """The files git keeps or would keep: everything but what .gitignore names."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listing.stdout.decode().split("\0")
    return sorted({ROOT / name for name in names if name and (ROOT / name).is_file()})


def copy_rooms(target: Path) -> None:
    """Copy the rooms and the configuration to a folder where a mistake may be planted."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, target / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)


def run_tool(name: str, *arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of the environment's own tools (`ruff`, `mypy`, `lint-imports`) and return what it said."""
    tool = Path(sys.executable).parent / name
    return subprocess.run(
        [str(tool), *arguments], cwd=cwd, input=stdin, capture_output=True, text=True, check=False
    )

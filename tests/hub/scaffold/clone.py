"""A copy of the repository in which commands may write, with the environment of this one."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copy2

from tests.house.support import ROOT, tracked_files


@dataclass(frozen=True)
class Clone:
    """Where the copy is."""

    root: Path

    def run(self, command: str, *, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        """A line as a person would type it in the copy's folder."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LIANDONG_", "PYTEST_", "COV_"))
        }
        return subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=home or self.root,
            env={**environment, "PYTHONPATH": str(self.root), "COLUMNS": "140"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


def clone(folder: Path) -> Clone:
    """Copy what git keeps, and lead `.venv` to this environment."""
    for path in tracked_files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy2(path, target)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return Clone(folder)

"""A process whose power is cut: its store and its documents lie on a disk that fails at a chosen change to it."""

import os
import pickle
import random
import shutil
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from hub.settings import read_settings
from hub.store import engine
from tests.durability.disk import Disk, Fate
from tests.durability.papers import Papers
from tests.durability.vfs import PowerCutVfs

LEFT: Final = "after-the-cut"
"""File in the home in which the process that was cut off leaves what its disk would hold."""


class PowerCut:
    """Ends this process at its `at`-th change to the disk, leaving behind what a disk would hold.

    To see whether anybody notices, `lies` names what is said to be synced and is not (`store`, `documents`), and
    `synchronous` is what SQLite is told in place of FULL.
    """

    def __init__(
        self, home: Path, *, at: int, seed: int, lies: Sequence[str] = (), synchronous: str | None = None
    ) -> None:
        self._home, self._at = home, at
        self._fate = Fate.drawn(random.Random(seed))
        self._lies, self._synchronous = lies, synchronous
        self._changes, self._turn = 0, threading.RLock()
        self._disk = Disk()

    def install(self) -> None:
        """Put the store and the documents of the home on the disk that may fail."""
        sys.unraisablehook = _give_up
        if self._synchronous is not None:
            planted = [each for each in engine._SQLITE_SETTINGS if "synchronous" not in each]
            engine._SQLITE_SETTINGS = (*planted, f"PRAGMA synchronous={self._synchronous}")  # type: ignore[misc,assignment]
        self._vfs = PowerCutVfs(self._disk, self._change, lies="store" in self._lies)
        self._papers = Papers(
            read_settings(self._home).documents_folder, self._change, lies="documents" in self._lies
        )
        self._papers.watch()

    def _change(self) -> None:
        with self._turn:
            self._changes += 1
            if self._changes != self._at:
                return
            left: dict[str, bytes | None] = dict(self._disk.after_cut(self._fate))
            left |= {str(path): content for path, content in self._papers.after_cut(self._fate).items()}
            (self._home / LEFT).write_bytes(pickle.dumps(left))
            os.kill(os.getpid(), signal.SIGKILL)


def _give_up(about: Any) -> None:
    """What goes wrong within a callback of SQLite would be printed and passed over."""
    sys.__excepthook__(about.exc_type, about.exc_value, about.exc_traceback)
    os._exit(4)


def power_returns(home: Path) -> bool:
    """Make the files what the disk held; whether the power had been cut at all."""
    left = home / LEFT
    if not left.exists():
        return False
    files: dict[str, bytes | None] = pickle.loads(left.read_bytes())  # noqa: S301  (written by our own process)
    left.unlink()
    shutil.rmtree(read_settings(home).documents_folder, ignore_errors=True)
    for name, content in files.items():
        path = Path(name)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        path.with_name(path.name + "-shm").unlink(missing_ok=True)  # it lived in memory
    return True

"""A process with everything imported, which forks lives of a hub: a new one costs milliseconds, not a second.

It has lived one short life before, so that all that is imported or made ready on first use is there; of that nothing
is open any more, no connection, no loop and no thread, so that a fork inherits nothing that two may not share.
`python -m tests.durability.forks` reads a life's particulars from each line of its standard input and answers in a
line how that life ended.
"""

import asyncio
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic
from types import TracebackType
from typing import IO, Any, Final, Self

LONGEST: Final = 600.0
"""Seconds that a life may take before it is taken to hang."""
FAILED, HUNG = 3, 99

Signals = Sequence[tuple[float, int]]
"""What a process is sent, each so many seconds after it began."""


@dataclass(frozen=True)
class End:
    """How a life ended: 0 its town has settled, -9 it was killed; otherwise `words` says what went wrong."""

    code: int
    words: str


class Forks:
    """The forking process, within a `with` block; it ends with this one, even when that is killed."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.durability.forks"]
        folder = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    async def run(self, work: str, *, signals: Signals = (), **particulars: Any) -> End:
        """Fork a process for `work` (`module:function`), send it `signals`, and wait for its end.

        The function is called with `particulars`, which JSON can write.
        """
        (end,) = await self.run_together(work, [particulars], [signals])
        return end

    async def run_together(
        self, work: str, particulars: Sequence[Mapping[str, Any]], signals: Sequence[Signals] | None = None
    ) -> list[End]:
        """The same with a process for each of `particulars`, side by side, each with signals of its own."""
        asked = {
            "work": work,
            "particulars": list(particulars),
            "signals": list(signals or [()] * len(particulars)),
        }
        answer = await asyncio.to_thread(self._ask, json.dumps(asked))
        return [End(**each) for each in json.loads(answer)]

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def serve(asked: IO[str], answers: IO[str]) -> None:
    """Fork for each line that is asked, until there is none."""
    for line in asked:
        answers.write(json.dumps(_forked(json.loads(line))) + "\n")
        answers.flush()


def _forked(asked: dict[str, Any]) -> list[dict[str, Any]]:
    with ExitStack() as stack:
        lives = []
        for particulars, signals in zip(asked["particulars"], asked["signals"], strict=True):
            words = stack.enter_context(TemporaryFile("w+"))
            child = os.fork()
            if child == 0:
                _live(asked["work"], particulars, words)
            lives.append(_Life(child, words, signals))
        _see_them_end(lives)
        return [{"code": life.code, "words": life.last_words()} for life in lives]


class _Life:
    """A forked process, which is sent its signals in time, and is killed long after them if it has not ended."""

    def __init__(self, child: int, words: IO[str], signals: Signals) -> None:
        self._child, self._words = child, words
        now = monotonic()
        self._to_come = [(now + seconds, number) for seconds, number in sorted(signals)]
        self._longest = now + LONGEST
        self.handle = os.pidfd_open(child)
        self.code: int | None = None

    def seconds_left(self) -> float:
        """Until its next signal, or until it is taken to hang."""
        when = self._to_come[0][0] if self._to_come else self._longest
        return max(0.0, when - monotonic())

    def send_next(self) -> None:
        """Send it its next signal; after the last one it hangs, and is killed for that."""
        if self._to_come:
            _, number = self._to_come.pop(0)
            signal.pidfd_send_signal(self.handle, number)
        else:
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            self.bury()
            self.code = HUNG

    def bury(self) -> None:
        """It has ended."""
        self.code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        os.close(self.handle)

    def last_words(self) -> str:
        """What it wrote to standard error, the end of it."""
        self._words.seek(0)
        return self._words.read()[-6000:]

    def _bury(self) -> None:
        self.code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        os.close(self.handle)


def _see_them_end(lives: Sequence[_Life]) -> None:
    while living := [life for life in lives if life.code is None]:
        first = min(living, key=_Life.seconds_left)
        ready, _, _ = select.select([life.handle for life in living], [], [], first.seconds_left())
        for life in living:
            if life.handle in ready:
                life.bury()
        if not ready:
            first.send_next()


def _live(work: str, particulars: dict[str, Any], words: IO[str]) -> None:
    """In the forked process, which never returns from here."""
    code = FAILED
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 0)
        os.dup2(silence, 1)
        os.dup2(words.fileno(), 2)
        module, _, name = work.partition(":")
        getattr(importlib.import_module(module), name)(**particulars)
        code = 0
    except BaseException:  # whatever it was, it must not run the parent's part
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


if __name__ == "__main__":
    importlib.import_module("tests.durability.kills").warm_up()
    gc.freeze()
    serve(sys.stdin, sys.stdout)

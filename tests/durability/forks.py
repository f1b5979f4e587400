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
from types import TracebackType
from typing import IO, Any, Final, Self

LONGEST: Final = 90.0
"""Seconds that a life may take before it is taken to hang."""
FAILED, HUNG = 3, 99


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

    async def run(self, work: str, *, seconds: float | None = None, **particulars: Any) -> End:
        """Fork a process for `work` (`module:function`), kill it after `seconds`, and wait for its end.

        The function is called with `particulars`, which JSON can write.
        """
        (end,) = await self.run_together(work, [particulars], seconds=seconds)
        return end

    async def run_together(
        self, work: str, particulars: Sequence[Mapping[str, Any]], *, seconds: float | None = None
    ) -> list[End]:
        """The same with a process for each of `particulars`, side by side; the clock runs for each in turn."""
        asked = {"work": work, "seconds": seconds, "particulars": list(particulars)}
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
        children = []
        for particulars in asked["particulars"]:
            words = stack.enter_context(TemporaryFile("w+"))
            child = os.fork()
            if child == 0:
                _live(asked["work"], particulars, words)
            children.append((child, words))
        return [_told(child, words, asked["seconds"]) for child, words in children]


def _told(child: int, words: IO[str], seconds: float | None) -> dict[str, Any]:
    code = _end_of(child, seconds)
    words.seek(0)
    return {"code": code, "words": words.read()[-6000:]}


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


def _end_of(child: int, seconds: float | None) -> int:
    handle = os.pidfd_open(child)
    try:
        if seconds is not None and not select.select([handle], [], [], seconds)[0]:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        hung = not select.select([handle], [], [], LONGEST)[0]
        if hung:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    finally:
        os.close(handle)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return HUNG if hung else code


if __name__ == "__main__":
    importlib.import_module("tests.durability.kills").warm_up()
    gc.freeze()
    serve(sys.stdin, sys.stdout)

"""How the hub treats a counterpart that has said something: what it asked for, and what it refused."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tests.durability.simulation.processes import Process

_TO_WRITE: Final = 5.0
"""Seconds in which a process that lives has written down what it was told."""
_LIVES: Final = 5
"""How many workers one item may cost before a person has to look at it."""
_CAP: Final = 3600.0
"""The longest pause that the hub grants, in seconds."""


@dataclass(slots=True)
class Manners:
    """What one counterpart said to which process, and whether it was heeded.

    Only a process that itself was told, and lives, is held to it. Where clocks are set nobody is (`strict` is false).
    """

    strict: bool
    rude: list[str] = field(default_factory=list)
    _pauses: list[tuple[Process, float, float]] = field(default_factory=list)
    _refused: dict[str, tuple[Process, float]] = field(default_factory=dict)
    _killed: Counter[str] = field(default_factory=Counter)

    def asked(self, process: Process, seconds: float | None) -> None:
        """It asked for a pause."""
        now = asyncio.get_running_loop().time()
        if seconds and self.strict:
            self._pauses.append((process, now + _TO_WRITE, now + min(seconds, _CAP)))

    def killed(self, what: str) -> None:
        """To send this killed the process that did."""
        self._killed[what] += 1
        if self._killed[what] > _LIVES:
            self.rude.append(f"{what}: sent again, though it had killed {_LIVES} workers")

    def answered(self) -> None:
        """A call failed, and whoever made it lives: an outcome, with which the counting of the dead begins anew."""
        self._killed.clear()

    def refused(self, process: Process, what: str) -> None:
        """It does not want this: a person has to look at it first."""
        if self.strict:
            self._refused[what] = process, asyncio.get_running_loop().time() + _TO_WRITE

    def forget(self) -> None:
        """A person has decided something: all begins anew."""
        self._pauses.clear()
        self._refused.clear()
        self._killed.clear()

    def called(self, process: Process, what: str) -> None:
        """It is called."""
        now = asyncio.get_running_loop().time()
        if any(told.alive and begins < now < ends for told, begins, ends in self._pauses):
            self.rude.append(f"{what}: called though it had asked for a pause")
        told, since = self._refused.get(what, (process, now))
        if told.alive and since < now:
            self.rude.append(f"{what}: again, though it had been refused")

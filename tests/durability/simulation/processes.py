"""Simulated processes: each does its work in transactions and calls, and may die or freeze between any two of them."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any, Final, Never, ParamSpec, TypeVar

from sqlalchemy import Connection

from hub.store.clock import StoreClock
from hub.store.engine import Store, Tx
from tests.durability.simulation.clockwork import StoreTime
from tests.durability.simulation.trace import Trace

P = ParamSpec("P")
T = TypeVar("T")

NEVER: Final = 1 << 60
_FIRST_PAUSE: Final = 0.002
"""Seconds that a step in a thread takes at most: enough for others to come in between."""


class Crashed(BaseException):
    """The process is gone. No `except Exception` holds this up, and nothing runs after it that others could see."""


class Process:
    """One worker, or the inbound door: what it still may do before it dies, and until when it is frozen."""

    def __init__(self, name: str, chance: random.Random, trace: Trace, *, moments: int = NEVER) -> None:
        self.name = name
        self.alive = True
        self.frozen_until = 0.0
        self._chance = chance
        self._trace = trace
        self._moments = moments
        """How many moments it has left."""

    def moment(self, where: str) -> None:
        """A moment at which it may die. Raises `Crashed` then, and at every later one."""
        self._moments -= 1
        if self._moments <= 0 or not self.alive:
            self.die(where)

    def die(self, where: str) -> Never:
        """It dies here and now."""
        if self.alive:
            self.alive = False
            self._trace.note(self.name, f"dies {where}")
        raise Crashed

    def freeze(self, seconds: float) -> None:
        """Let it stand still, as a process does whose machine is paused."""
        self.frozen_until = asyncio.get_running_loop().time() + seconds
        self._trace.note(self.name, f"stands still for {seconds:.0f} s")

    async def turn(self) -> None:
        """Let others come in between, and wait out a freeze."""
        await asyncio.sleep(self._chance.random() * _FIRST_PAUSE)
        await asyncio.sleep(max(0.0, self.frozen_until - asyncio.get_running_loop().time()))


_CURRENT: ContextVar[Process] = ContextVar("process")


def current() -> Process:
    """The process that the running code belongs to; its tasks inherit it."""
    return _CURRENT.get()


def become(process: Process) -> None:
    """From here on this task, and every task it starts, belongs to `process`."""
    _CURRENT.set(process)


async def to_thread(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What stands in for `asyncio.to_thread`: the function at one instant, with room for others before and after."""
    process = current()
    await process.turn()
    result = function(*args, **kwargs)
    await process.turn()
    return result


class SimulatedStore(Store):
    """The store, with moments to die before a transaction, before its commit and after it.

    It keeps its two connections, and tells a transaction the time at once: nobody else is there to be asked.
    """

    @cached_property
    def _writer(self) -> Connection:
        return self.engine.connect()

    @cached_property
    def _reader(self) -> Connection:
        return self._readers.connect()

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """See `Store.begin`."""
        process = current()
        process.moment("before a transaction")
        with self._writer.begin():
            yield _Instant(self._writer, self.clock)
            process.moment("before the commit")
        process.moment("after the commit")

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """See `Store.read`."""
        current().moment("before a read")
        with self._reader.begin():
            yield _Instant(self._reader, self.clock)

    def close(self) -> None:
        """See `Store.close`."""
        self._writer.close()
        self._reader.close()
        super().close()


class _Instant(Tx):
    __slots__ = ()

    def __init__(self, connection: Connection, clock: StoreClock) -> None:
        super().__init__(connection, clock)
        assert isinstance(clock, StoreTime)
        self._now = clock.now.replace(microsecond=clock.now.microsecond // 1000 * 1000)


async def dies(work: Any) -> bool:
    """Run the work of a process; whether it died of it."""
    try:
        await work
    except Crashed:
        return True
    except BaseExceptionGroup as group:
        # A task group tells of all its tasks; a death among them is the death of the process.
        _, rest = group.split(Crashed)
        if rest is not None:
            raise
        return True
    return False

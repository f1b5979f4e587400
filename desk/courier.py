"""Sends what an officer has just asked for, instead of leaving it to the next cycle.

It is a pump like any other: what another process is sending, it leaves alone. What falls due by itself is the
cycle's.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

from hub.bootstrap import Hub
from hub.cli import logs
from hub.liaison import bulk_steps, companies

T = TypeVar("T")

_EVERY_SECONDS: Final = 2.0
"""Between two looks for jobs that other processes of the desk have begun."""
_COUNT_SECONDS: Final = 60.0
"""Between two times that ended calls are added up for the plots."""


class Courier:
    """The sending side of the desk's process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._asked = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def nudge(self) -> None:
        """There is something to send. From any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._asked.set)

    def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` gives. From a thread: connections belong to the loop that the desk runs in."""
        if self._loop is None:
            return asyncio.run(work)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Let `work` go on by itself, as long as the desk runs. From any thread."""
        if self._loop is None:
            work.close()
            return
        self._loop.call_soon_threadsafe(self._start, work)

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(self._kept(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _kept(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception as error:  # told in the log; whoever began it has gone on
            logs.unforeseen(error)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """At work within the block."""
        self._loop = asyncio.get_running_loop()
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._loop = None
            for each in (task, *self._tasks):
                each.cancel()
            await asyncio.gather(task, *self._tasks, return_exceptions=True)

    async def _run(self) -> None:
        counted = float("-inf")
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), _EVERY_SECONDS)
            asked = self._asked.is_set()
            self._asked.clear()
            try:
                released = await asyncio.to_thread(bulk_steps.run_due, self._hub.store)
                if asked or released:
                    await self._hub.pump().run()
                if asked or released or time.monotonic() > counted + _COUNT_SECONDS:
                    await asyncio.to_thread(companies.add_up, self._hub.store)
                    counted = time.monotonic()
            except Exception as error:  # whatever fails here must not end what all later requests need
                logs.unforeseen(error)
                await asyncio.sleep(_EVERY_SECONDS)
            else:
                if released:
                    self._asked.set()  # what was sent may let a job go on

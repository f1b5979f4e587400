"""Sends what an officer has just asked for, instead of leaving it to the next cycle.

It is a pump like any other: what another process is sending, it leaves alone. What falls due by itself is the
cycle's.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

from hub.bootstrap import Hub
from hub.cli import logs
from hub.liaison import bulk_steps

T = TypeVar("T")

_EVERY_SECONDS: Final = 2.0
"""Between two looks for jobs that other processes of the desk have begun."""

_log: Final = logging.getLogger(__name__)


class Courier:
    """The sending side of the desk's process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._asked = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def nudge(self) -> None:
        """There is something to send. From any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._asked.set)

    def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` gives. From a thread: connections belong to the loop that the desk runs in."""
        if self._loop is None:
            return asyncio.run(work)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """At work within the block."""
        self._loop = asyncio.get_running_loop()
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), _EVERY_SECONDS)
            asked = self._asked.is_set()
            self._asked.clear()
            try:
                released = await asyncio.to_thread(bulk_steps.run_due, self._hub.store)
                if asked or released:
                    await self._hub.pump().run()
            except Exception as error:  # whatever fails here must not end what all later requests need
                logs.unforeseen(error)
                await asyncio.sleep(_EVERY_SECONDS)
            else:
                if released:
                    self._asked.set()  # what was sent may let a job go on

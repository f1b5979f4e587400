"""Working days of a hub: cycles until the city has settled and nothing waits. Also run as a process, to be killed.

`python -m tests.durability.days HOME CONTROL [--die-at N]` kills itself without warning at its Nth moment: a moment
is the instant before and after each commit and each HTTP exchange. It prints how many moments it passed.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, event

from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.settings import read_settings
from hub.store import outbox
from tests.durability.city import City

MOST_DAYS = 60


class Moments:
    """Counts the moments of this process, and ends it at the one chosen."""

    def __init__(self, die_at: int | None) -> None:
        self.passed = 0
        self._die_at = die_at

    def pass_one(self, *_: object) -> None:
        """One more moment."""
        self.passed += 1
        if self.passed == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """From now on every commit and every HTTP exchange has its moments."""
        event.listen(Engine, "commit", self.pass_one)
        event.listen(Engine, "checkin", self.pass_one)
        send = httpx.AsyncClient.send

        async def watched(*args: Any, **kwargs: Any) -> httpx.Response:
            self.pass_one()
            response = await send(*args, **kwargs)
            self.pass_one()
            return response

        httpx.AsyncClient.send = watched  # type: ignore[method-assign]


async def live(hub: Hub, city: City, *, days: int = 2, each_day: Callable[[], Any] | None = None) -> int:
    """Cycles with `days` working days between them, until all is settled; how many cycles it took."""
    for cycle in range(1, MOST_DAYS):
        report = await run_cycle(hub, wait_for_leases=True)
        if each_day is not None:
            await each_day()
        if not report.sent and not report.failed and await city.settled() and not _waiting(hub):
            return cycle
        await city.post("/advance", {"days": days})
    raise TimeoutError(f"not settled after {MOST_DAYS} cycles")


def _waiting(hub: Hub) -> int:
    with hub.store.read() as tx:
        return outbox.waiting_count(tx)


async def _run(home: Path, control: str) -> None:
    async with open_hub(read_settings(home)) as hub:
        await live(hub, City({"control": control}), days=4)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("home", type=Path)
    arguments.add_argument("control")
    arguments.add_argument("--die-at", type=int)
    given = arguments.parse_args()
    moments = Moments(given.die_at)
    moments.watch()
    asyncio.run(_run(given.home, given.control))
    sys.stdout.write(f"{moments.passed}\n")

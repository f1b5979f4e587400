"""A hub over fake counterparts on a Monday morning in March 2026, with a clock that the test moves."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.clocks import board
from hub.clocks.board import Clock
from hub.clocks.reading import ReadClocks, run_now
from hub.store.clock import SettableClock
from models.calendar import CHINA
from tests.hub.fakes import MONDAY, World, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore

CASE = "FA-511702-2026-0007-water-a"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(MONDAY)


class Town:
    """The hub, its time, and its clocks."""

    def __init__(self, world: World, clock: SettableClock, home: Path) -> None:
        self.world, self.clock, self.home = world, clock, home

    def at(self, text: str) -> datetime:
        """A moment of 2026 in China, `03-02 09:00`."""
        return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)

    def go_to(self, text: str) -> None:
        """Let it be that moment."""
        self.clock.advance((self.at(text) - self.clock.now) / timedelta(seconds=1))

    def read(self) -> ReadClocks:
        return run_now(self.world.store, self.home, self.world.city)


@pytest.fixture
def town(sqlite_url: str, open_store: OpenStore, clock: SettableClock, tmp_path: Path) -> Town:
    store = open_store(sqlite_url, clock)
    return Town(world(store, tmp_path), clock, tmp_path)


def scheme(**changes: Any) -> Any:
    return a_scheme(**({"demands": [WATER], "documents": [], "opinion_due": None} | changes))


def shown(town: Town) -> tuple[Clock, ...]:
    with town.world.store.read() as tx:
        return board.of_case(tx, CASE)


async def deliver(town: Town, **changes: Any) -> None:
    town.world.take(scheme(**changes))
    await town.world.pump()
    town.read()

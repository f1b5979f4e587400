"""A hub over fake counterparts on a Monday morning in March 2026, with a clock that the test moves."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hub.clocks.reading import ReadClocks, run_now
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.calendar import CHINA
from tests.hub.fakes import MONDAY, World, world


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
def town(store: Store, clock: SettableClock, tmp_path: Path) -> Town:
    return Town(world(store, tmp_path), clock, tmp_path)

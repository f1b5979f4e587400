"""A city on SQLite for most tests; those about SQL ask for `both_city`."""

from pathlib import Path

import pytest

from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.fakes import World, world
from tests.hub.liaison.office import employ
from tests.store.support import OpenStore


@pytest.fixture
def city(sqlite_url: str, clock: SettableClock, open_store: OpenStore, tmp_path: Path) -> World:
    made = world(open_store(sqlite_url, clock), tmp_path)
    employ(made.store)
    return made


@pytest.fixture
def both_city(store: Store, tmp_path: Path) -> World:
    made = world(store, tmp_path)
    employ(store)
    return made

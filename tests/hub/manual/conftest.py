"""One scheme that a company without a system has been given."""

from pathlib import Path

import pytest

from hub.store.engine import Store
from tests.hub.fakes import World, world
from tests.models.builders import WATER, a_scheme


@pytest.fixture
async def city(store: Store, tmp_path: Path) -> World:
    """One scheme that the company has been given."""
    city = world(store, tmp_path)
    city.take(a_scheme(demands=[WATER], documents=[]))
    await city.pump()
    return city

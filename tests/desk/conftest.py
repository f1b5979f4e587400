"""One town for all tests of a session; a browser where Chromium is, a skip with the reason where it is not."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from hub.people import passwords
from hub.store import accounts
from hub.store.clock import SettableClock
from tests.desk.browser import ARGUMENTS, MISSING, chromium
from tests.desk.town import PASSWORD, Town, town
from tests.desk.visitor import Visitor
from tests.hub.fakes import World, world
from tests.hub.liaison.office import employ
from tests.store.support import OpenStore


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The desk of a town that has worked three days."""
    with town(tmp_path_factory.mktemp("town") / "home") as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. In CI its absence is a failure, elsewhere a skip with the reason.

    For a module, which may hold no asynchronous test: while it is there, its event loop runs in this thread.
    """
    program = chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def known_password() -> str:
    """The hash of `PASSWORD`: made once, since that is meant to be slow."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def city(
    sqlite_url: str, clock: SettableClock, open_store: OpenStore, tmp_path: Path, known_password: str
) -> World:
    """A hub over fake counterparts, with people who know `PASSWORD`."""
    made = world(open_store(sqlite_url, clock), tmp_path)
    employ(made.store)
    with made.store.begin() as tx:
        for row in accounts.every(tx):
            accounts.change(tx, row.id, password_hash=known_password)
    return made


@pytest.fixture
def li(city: World) -> Visitor:
    """An officer who has signed in."""
    return Visitor(city.hub).let_in("li")

"""One town for all tests of a session; a browser where Chromium is, a skip with the reason where it is not."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.desk.browser import ARGUMENTS, MISSING, chromium
from tests.desk.town import Town, town


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The desk of a town that has worked three days."""
    with town(tmp_path_factory.mktemp("town") / "home") as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. In CI its absence is a failure, elsewhere a skip with the reason."""
    program = chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where a test keeps what it downloads."""
    return tmp_path

"""Fixtures of the durability programmes."""

import os
from collections.abc import Iterator

import pytest

from tests.durability.forks import Forks
from tests.durability.tally import Tally, tally_of


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Where a programme tells what it counted, for the table at the end of the run: see `Tally` for its use."""
    return tally_of(request)


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Forks lives of a hub that may be struck down; started by the first test of a worker that needs it."""
    if not hasattr(os, "pidfd_open"):
        pytest.skip("processes are watched and struck as Linux does it")
    with Forks() as forking:
        yield forking

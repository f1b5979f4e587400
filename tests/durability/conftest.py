"""Fixtures of the durability programmes."""

import pytest

from tests.durability.tally import Tally, tally_of


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Where a programme tells what it counted, for the table at the end of the run: see `Tally` for its use."""
    return tally_of(request)

"""A second database for restores."""

from collections.abc import Iterator

import pytest

from tests.store.support import Postgres


@pytest.fixture
def second_postgresql_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a PostgreSQL database without tables."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)

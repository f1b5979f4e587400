"""An exchange database for each test, on SQLite, PostgreSQL and MariaDB, made as its wire document says."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

from tests.adapters.provincial_exchange.support import Side, exchange_of
from tests.mariadb import MariaDB, Missing, running
from tests.store.support import Postgres


def without_server(missing: Missing) -> NoReturn:
    """In CI there is a server: its absence is a failure. Elsewhere the tests on it are skipped, with the reason."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(missing))
    pytest.skip(str(missing))


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    """MariaDB: started by the first test of a worker that needs it, stopped after the last."""
    with TemporaryDirectory(prefix="liandong-mariadb-") as folder:
        try:
            with running(Path(folder)) as server:
                yield server
        except Missing as missing:
            without_server(missing)


@pytest.fixture
def sqlite_exchange(tmp_path: Path) -> str:
    """The URL of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'exchange.db'}"


@pytest.fixture
def postgresql_exchange(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = postgres.create("template0")
    # The password is empty; an address of ours has none at all.
    yield postgres.url(name).replace("postgres:@", "postgres@").replace("postgresql:", "postgresql+psycopg:")
    postgres.drop(name)


@pytest.fixture
def mariadb_exchange(mariadb: MariaDB) -> Iterator[str]:
    """The URL, as its owner has it, of an empty MariaDB database."""
    name = mariadb.create()
    yield mariadb.url(name).render_as_string()
    mariadb.drop(name)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ]
)
def exchange_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of each kind in turn, as the province opens it."""
    url: str = request.getfixturevalue(f"{request.param}_exchange")
    return url


@pytest.fixture
async def side(exchange_url: str) -> AsyncIterator[Side]:
    """Both sides of an exchange database: the adapter, and the province that judges."""
    both = await exchange_of(exchange_url)
    yield both
    await both.aclose()

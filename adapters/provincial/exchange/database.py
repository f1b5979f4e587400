"""The connection to the exchange database: blocking work in threads of its own, within a deadline."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from adapters.http import Redactor, SeamLimits
from adapters.provincial.exchange.failures import GivenUp, Phase, error_of, too_late

T = TypeVar("T")

_SQLITE: Final = "sqlite"
_WRITES: Final = "liandong_writes"
_STRICT: Final = "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION"
"""MySQL would cut what is too long and say nothing of it, if its owner has set it so."""
_LEAST_CONNECT_S: Final = 2


class _Work:
    """One piece of work: how far it is, and whether anybody still waits for it."""

    def __init__(self) -> None:
        self.phase = Phase.CONNECTING
        self._given_up = False
        self._lock = Lock()

    def commit_begins(self) -> None:
        """From here on it may be accepted. Raises `GivenUp` when nobody waits any more."""
        with self._lock:
            if self._given_up:
                raise GivenUp
            self.phase = Phase.COMMITTING

    def give_up(self) -> Phase:
        """Nobody waits any more. A commit that has not begun will not begin; how far it was."""
        with self._lock:
            self._given_up = True
            return self.phase


class Database:
    """An exchange database. `counterpart` is its owner's name as people know it."""

    def __init__(self, url: URL, counterpart: str, limits: SeamLimits) -> None:
        self._counterpart = counterpart
        self._deadline = limits.deadline_s
        self._engine = _engine(url, limits)
        # Threads of its own: a database that hangs must not take those that the store works in.
        self._threads = ThreadPoolExecutor(limits.connections, "exchange-database")

    async def run(self, work: Callable[[Connection], T], redactor: Redactor, *, writes: bool) -> T:
        """Do `work` in one transaction; commit it if it `writes`, else have it undone.

        Raises the `CounterpartError` that says what to do next, its words masked by `redactor`.
        """
        state = _Work()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._deadline):
                return await loop.run_in_executor(self._threads, self._transact, work, state, writes)
        except TimeoutError:
            raise too_late(state.give_up(), self._counterpart) from None
        except asyncio.CancelledError:
            state.give_up()
            raise
        except SQLAlchemyError as error:
            # Not as its cause: a traceback would show the statement's values.
            raise error_of(error, state.phase, self._counterpart, redactor) from None

    async def aclose(self) -> None:
        """Let go of the connections, once work under way has ended: at the driver's own deadline at the latest."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], T], state: _Work, writes: bool) -> T:
        with self._engine.connect().execution_options(**{_WRITES: writes}) as connection:
            state.phase = Phase.WORKING
            with connection.begin() as transaction:
                result = work(connection)
                if writes:
                    state.commit_begins()
                else:
                    transaction.rollback()
        return result


def _engine(url: URL, limits: SeamLimits) -> Engine:
    sqlite = url.get_backend_name() == _SQLITE
    engine = create_engine(
        url,
        hide_parameters=True,  # they hold personal data, and an error's text ends in a log
        pool_size=limits.connections,
        max_overflow=0,
        pool_timeout=limits.deadline_s,
        pool_pre_ping=not sqlite,
        connect_args=_driver_settings(url.get_backend_name(), limits),
    )
    if sqlite:

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # Not the driver's own: savepoints need a transaction that is really open.
            writes = connection.get_execution_options().get(_WRITES, False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _driver_settings(backend: str, limits: SeamLimits) -> dict[str, Any]:
    if backend == _SQLITE:
        return {"isolation_level": None, "timeout": limits.deadline_s}
    if backend == "postgresql":
        return {
            "connect_timeout": max(_LEAST_CONNECT_S, round(limits.connect_s)),
            "tcp_user_timeout": round(limits.deadline_s * 1000),
            "options": f"-c statement_timeout={round(limits.deadline_s * 1000)}",
        }
    return {
        "connect_timeout": limits.connect_s,
        "read_timeout": limits.deadline_s,
        "write_timeout": limits.deadline_s,
        "charset": "utf8mb4",
        "sql_mode": _STRICT,
    }

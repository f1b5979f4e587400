"""Whose clock decides: the database's own, so that leases do not depend on the clocks of several machines."""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import BigInteger, ColumnElement, bindparam, literal_column

from hub.store.columns import to_millis

_EXPRESSIONS = {
    # 2440587.5 is the Julian day of the epoch; SQLite 3.40 knows no sub-second unixepoch().
    "sqlite": "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
}


class StoreClock(Protocol):
    """Gives the present as a SQL expression."""

    def now_ms(self, dialect: str) -> ColumnElement[int]:
        """Milliseconds since the epoch, as an expression for `dialect` ("sqlite" or "postgresql")."""


class DatabaseClock:
    """The clock of the database server; for SQLite, of the machine that holds the file."""

    def now_ms(self, dialect: str) -> ColumnElement[int]:
        """See `StoreClock`."""
        return literal_column(_EXPRESSIONS[dialect], BigInteger)


class SettableClock:
    """A clock that stands still until told otherwise. For tests, and for simulated days."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2025, 3, 3, 1, 0, tzinfo=UTC)

    @property
    def now(self) -> datetime:
        """The present, aware."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the present by `seconds`."""
        self._now += timedelta(seconds=seconds)

    def now_ms(self, dialect: str) -> ColumnElement[int]:
        """See `StoreClock`."""
        present: ColumnElement[Any] = bindparam(None, to_millis(self._now), type_=BigInteger)
        return present

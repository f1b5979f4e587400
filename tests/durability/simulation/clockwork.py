"""Time of the simulation: an event loop in which a wait costs nothing, and the store's clock that goes by it."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, bindparam

from hub.store.columns import to_millis

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Deadlock(RuntimeError):
    """Everybody waits for something that will never come."""


class Clockwork(asyncio.BaseEventLoop):
    """Runs what is ready; when nothing is, the next moment somebody waits for is now.

    There is no file, no socket and no thread in it, so the same coroutines always take turns in the same order.
    """

    def __init__(self) -> None:
        super().__init__()
        self._elapsed = 0.0
        self._selector = self
        self.failures: list[BaseException] = []
        self.set_exception_handler(self._note)

    def time(self) -> float:
        """Simulated seconds since the beginning."""
        return self._elapsed

    def select(self, timeout: float | None) -> Iterable[object]:
        """What a selector would be asked: here nothing happens outside, time just passes."""
        if timeout is None:
            raise Deadlock
        self._elapsed += timeout
        return ()

    def _process_events(self, _events: object) -> None:
        return

    def _write_to_self(self) -> None:
        return

    def _note(self, _loop: object, context: dict[str, object]) -> None:
        error = context.get("exception")
        self.failures.append(error if isinstance(error, BaseException) else RuntimeError(str(context)))


class StoreTime:
    """The database's clock. It goes with the loop's, but it may be set forward or back."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._set_by = 0.0

    @property
    def now(self) -> datetime:
        """The present as the database tells it."""
        return START + timedelta(seconds=self._loop.time() + self._set_by)

    def jump(self, seconds: float) -> None:
        """Somebody sets the clock, forward or back."""
        self._set_by += seconds

    def now_ms(self, _dialect: str) -> ColumnElement[int]:
        """See `StoreClock`."""
        present: ColumnElement[int] = bindparam(None, to_millis(self.now), type_=BigInteger)
        return present

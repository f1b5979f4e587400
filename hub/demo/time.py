"""The demo's time: the city's own, so that deadlines and clocks mean in the demo what they mean elsewhere.

A demo's home keeps it: whatever is asked of that home later lives in the same time.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, bindparam

from hub.store.columns import to_millis

MARKER: Final = ".liandong-demo"
"""A file of this name says that the folder is a demo's and may be thrown away; in it, how far the city is ahead of us
in seconds, less than 0 where it is behind."""

_A_NEW_DAY: Final = timedelta(hours=1)


class CityClock:
    """Goes as fast as any clock, from wherever it was last told the city's time; never back.

    Leases and retries last as long as ever; between two days it jumps with the city.
    """

    def __init__(self, home: Path, ahead: timedelta | None = None) -> None:
        self._home = home
        self._ahead = ahead

    def follow(self, city: datetime) -> None:
        """It is now `city` in the city, which the home keeps."""
        ahead = city - datetime.now(UTC)
        # The city stands still between its days while we go on: only a new day moves us.
        if self._ahead is None or ahead - self._ahead > _A_NEW_DAY:
            self._ahead = ahead
            (self._home / MARKER).write_text(str(ahead.total_seconds()), encoding="utf-8")

    @property
    def now(self) -> datetime:
        """The present, aware."""
        return datetime.now(UTC) + (self._ahead or timedelta(0))

    def now_ms(self, dialect: str) -> ColumnElement[int]:
        """See `StoreClock`."""
        return bindparam(None, to_millis(self.now), type_=BigInteger)


def clock_of(home: Path) -> CityClock | None:
    """The city's clock in a demo's home; `None` in every other."""
    try:
        kept = (home / MARKER).read_text(encoding="utf-8")
        return CityClock(home, timedelta(seconds=float(kept)))
    except (OSError, ValueError):
        return None

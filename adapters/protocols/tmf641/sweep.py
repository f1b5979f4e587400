"""Where the polling stands: TMF641 has no feed, so orders changed since an instant are swept, page by page."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import ValidationError

from adapters.protocols.tmf641.order import instant
from models.base import Frozen, Instant


class Sweep(Frozen):
    """One sweep over the orders changed since `since` (`None`: all), as far as `offset`; `latest` is the latest
    change it has met so far."""

    since: Instant | None = None
    offset: int = 0
    latest: Instant | None = None

    @classmethod
    def read(cls, cursor: str | None) -> Self:
        """The sweep a cursor stands for. One that another adapter left begins anew: what is read twice counts once."""
        if cursor is None:
            return cls()
        try:
            return cls.model_validate_json(cursor)
        except ValidationError:
            return cls()

    @property
    def cursor(self) -> str:
        """How the hub keeps it."""
        return self.model_dump_json(exclude_none=True)

    def asks(self, filter_name: str, overlap: timedelta) -> dict[str, str]:
        """The filter of this sweep's calls."""
        if self.since is None or not filter_name:
            return {}
        return {filter_name: instant(self.since - overlap)}

    def met(self, moment: datetime | None) -> Self:
        """After an order whose latest change is `moment`."""
        later = max(filter(None, (self.latest, moment)), default=None)
        return self.model_copy(update={"latest": later})

    def after(self, items: int, *, more: bool, now: datetime) -> Self:
        """After a page: further on, or at the beginning of the next sweep."""
        if more:
            return self.model_copy(update={"offset": self.offset + items})
        # Never beyond the present: one milestone dated next year would hide all that happens until then.
        reached = min(self.latest, now) if self.latest else None
        return type(self)(since=max(filter(None, (self.since, reached)), default=None))

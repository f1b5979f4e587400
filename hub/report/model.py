"""What a report holds. Shares are from 0 to 1, `None` where there was nothing to take a share of; times are hours."""

from collections.abc import Mapping
from datetime import date, timedelta

from pydantic import computed_field, model_validator
from pydantic_core import PydanticCustomError

from models.base import Day, Frozen, Instant


class Period(Frozen):
    """Days, both ends included, as China counts them."""

    first: Day
    last: Day

    @model_validator(mode="after")
    def _goes_forward(self) -> "Period":
        if self.last < self.first:
            raise PydanticCustomError("period-backwards", "ends before it begins")
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1))


class Share(Frozen):
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @computed_field  # type: ignore[prop-decorator]  # mypy and properties
    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else None


class Spread(Frozen):
    """How long something took, in hours: the middle one, and what 95 of 100 stayed below."""

    count: int = 0
    median: float | None = None
    p95: float | None = None


class Recording(Frozen):
    """应录尽录: of the events received in the period, how many every mirror has taken."""

    total: Share
    by_company: Mapping[str, Share]
    by_mirror: Mapping[str, Share]
    by_day: Mapping[str, Share]


class Timing(Frozen):
    """How long it took until every mirror had an event: from when it happened, and from when the hub had it."""

    since_happened: Spread
    since_received: Spread
    by_company: Mapping[str, Spread]
    """Since it happened."""
    by_day: Mapping[str, Spread]
    """Since it happened, by the day it was received."""


class Colours(Frozen):
    """红黄绿码: running clocks by colour, at the end of each day that was kept, and by company and area at the last."""

    by_day: Mapping[str, Mapping[str, int]]
    last_day: str | None
    by_company: Mapping[str, Mapping[str, int]]
    by_area: Mapping[str, Mapping[str, int]]
    red_by_company: Mapping[str, Mapping[str, int]]
    """Red clocks by company and day."""


class Ended(Frozen):
    """限时办结: of the matters that ended in the period, how many did in time."""

    total: Share
    by_company: Mapping[str, Share]
    by_stage: Mapping[str, Share]


class Opinions(Frozen):
    """Of the opinions that were due in the period, how many were given in time, too late, or are missing still."""

    in_time: int
    late: int
    missing: int
    by_company: Mapping[str, Share]

    @computed_field  # type: ignore[prop-decorator]  # mypy and properties
    @property
    def share(self) -> float | None:
        """Those in time, of all that were due."""
        whole = self.in_time + self.late + self.missing
        return self.in_time / whole if whole else None


class Failures(Frozen):
    """What came to the desk in the period: by cause, by counterpart, by day and cause; and what is open now."""

    total: int
    open_now: int
    by_cause: Mapping[str, int]
    by_counterpart: Mapping[str, int]
    by_day: Mapping[str, Mapping[str, int]]


class Report(Frozen):
    """All of it."""

    period: Period
    made_at: Instant
    names: Mapping[str, str]
    """Counterparts by id."""
    recording: Recording
    timing: Timing
    colours: Colours
    ended: Ended
    opinions: Opinions
    failures: Failures

    def name_of(self, id_: str) -> str:
        """A counterpart as people know it."""
        return self.names.get(id_, id_)

"""Working days (工作日) and working time, by the published calendar of public holidays and make-up working days.

The State Council announces a year's calendar (部分节假日安排的通知) late in the year before. Until then nobody knows
that year's working days; nor those of the last week of December, which New Year's bridge reaches into.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
"""One time the whole year, everywhere in China."""

_DAY: Final = timedelta(days=1)
_MILLISECOND: Final = timedelta(milliseconds=1)
_SATURDAY: Final = 5
_BRIDGE: Final = (12, 25)
"""From this day on a year's calendar hangs on the next year's announcement: 29 December 2018 was worked for a day off
in 2019."""

Session = tuple[time, time]
"""From opening to closing, within one day."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked. `exceptions` are the days that are not as their weekday says: worked, or off.

    `published` are the years whose announcement is known; the others have their weekends and nothing else.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`, as far as is known."""
        known = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if known is None else known

    def is_certain(self, first: date, last: date) -> bool:
        """Whether every day from `first` to `last` is of a published calendar."""
        if any(year not in self.published for year in range(first.year, last.year + 1)):
            return False
        return (last.month, last.day) < _BRIDGE or last.year + 1 in self.published

    def with_days(self, days: Mapping[date, bool], years: Iterable[int] = ()) -> "WorkingCalendar":
        """This calendar, with `days` going before its own, and `years` published too."""
        return WorkingCalendar({**self.exceptions, **days}, self.published | frozenset(years))


def china_day(instant: datetime) -> date:
    """The day an instant falls on, in China."""
    return instant.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working time: the office hours of working days, counted in working days.

    Every session is worth the same part of its day, so with a morning and an afternoon half a day ends at noon.
    Sessions are in order and do not overlap.
    """

    calendar: WorkingCalendar
    sessions: Sequence[Session]

    def __post_init__(self) -> None:
        """Raises `ValueError` for hours in which nobody works, or out of order."""
        ends = [moment for session in self.sessions for moment in session]
        if not ends or any(first >= then for first, then in pairwise(ends)):
            raise ValueError("office hours out of order")

    def between(self, start: datetime, end: datetime) -> Fraction:
        """Working days from `start` to `end`; 0 when `end` is not later."""
        if end <= start:
            return Fraction(0)
        first, last = china_day(start), china_day(end)
        if first == last:
            return self._until(end) - self._until(start)
        whole = sum(self.calendar.is_working(first + _DAY * each) for each in range(1, (last - first).days))
        rest = Fraction(1) - self._until(start) if self.calendar.is_working(first) else Fraction(0)
        return rest + whole + self._until(end)

    def after(self, start: datetime, days: Fraction) -> datetime:
        """The first instant at which `days` have been worked since `start`."""
        if days <= 0:
            return start
        day, left = china_day(start), days
        if self.calendar.is_working(day):
            done = self._until(start)
            if left <= 1 - done:
                return self._instant(day, done + left)
            left -= 1 - done
        while True:
            day += _DAY
            if self.calendar.is_working(day):
                if left <= 1:
                    return self._instant(day, left)
                left -= 1

    def next_opening(self, instant: datetime) -> datetime:
        """When the office opens on the first working day after the day of `instant`."""
        day = china_day(instant) + _DAY
        while not self.calendar.is_working(day):
            day += _DAY
        return _at(day, self.sessions[0][0])

    def is_open(self, instant: datetime) -> bool:
        """Whether it is a working day and within the office's hours."""
        if not self.calendar.is_working(china_day(instant)):
            return False
        now = instant.astimezone(CHINA).time()
        return any(opens <= now < closes for opens, closes in self.sessions)

    def _until(self, instant: datetime) -> Fraction:
        """How much of the instant's day has been worked; 0 on a day off."""
        day = china_day(instant)
        if not self.calendar.is_working(day):
            return Fraction(0)
        done = Fraction(0)
        for opens, closes in self.sessions:
            begin, end = _at(day, opens), _at(day, closes)
            if instant <= begin:
                break
            done += Fraction((min(instant, end) - begin) // _MILLISECOND, (end - begin) // _MILLISECOND)
        return done / len(self.sessions)

    def _instant(self, day: date, part: Fraction) -> datetime:
        """When `part` (above 0) of a working day has been worked."""
        share = part * len(self.sessions)
        place = (
            -(-share.numerator // share.denominator) - 1
        )  # the end of a session is not the next one's beginning
        opens, closes = self.sessions[place]
        length = (_at(day, closes) - _at(day, opens)) // _MILLISECOND
        within = (share - place) * length
        return _at(day, opens) + _MILLISECOND * -(-within.numerator // within.denominator)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, CHINA).astimezone(UTC)

"""Simulated working time: Monday to Friday, 09:00 to 17:00, China time; it moves only when told to."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sandbox.config import CHINA

OPENS, CLOSES = time(9), time(17)
_SATURDAY = 5


def china_text(moment: datetime) -> str:
    """The instant as the national standard writes it: `YYYY-MM-DD HH:MM:SS`, China time."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def next_working_day(moment: datetime) -> datetime:
    """Opening time of the working day after this one."""
    day = moment + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)


def add_days(moment: datetime, days: int) -> datetime:
    """Opening time of the working day so many working days later."""
    for _ in range(days):
        moment = next_working_day(moment)
    return moment


def add_minutes(moment: datetime, minutes: int) -> datetime:
    """So many working minutes later."""
    left = timedelta(minutes=minutes)
    while True:
        closing = moment.replace(hour=CLOSES.hour, minute=0, second=0, microsecond=0)
        today = max(closing - moment, timedelta()) if moment.weekday() < _SATURDAY else timedelta()
        if left <= today:
            return moment + left
        left -= today
        moment = next_working_day(moment)


@dataclass(order=True)
class Happening:
    """Something that is going to happen; `cancel` it and it never does."""

    at: datetime
    number: int
    act: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        """Never let it happen."""
        self.act = None


class Clock:
    """The present, and what is going to happen. Nothing happens by itself: see `advance`."""

    def __init__(self, start: datetime) -> None:
        self.now = start.astimezone(CHINA)
        self._agenda: list[Happening] = []
        self._count = 0

    def at(self, moment: datetime, act: Callable[[], None]) -> Happening:
        """Let it happen then; what is due at one instant happens in the order in which it was asked for."""
        self._count += 1
        happening = Happening(moment, self._count, act)
        heapq.heappush(self._agenda, happening)
        return happening

    @property
    def pending(self) -> int:
        """How many happenings are still to come."""
        return sum(happening.act is not None for happening in self._agenda)

    def advance(self, days: int) -> None:
        """Move on by working days, to opening time; all that falls due meanwhile happens in its order."""
        for _ in range(days):
            morning = next_working_day(self.now)
            self.run_until(morning)
            self.now = morning

    def run_until(self, moment: datetime) -> None:
        """Let happen all that is due by then, with `now` at each one's instant."""
        while self._agenda and self._agenda[0].at <= moment:
            happening = heapq.heappop(self._agenda)
            if happening.act is not None:
                self.now = max(self.now, happening.at)
                happening.act()

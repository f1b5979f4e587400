"""The clock against an independent count: another make of the calendar, and every minute counted one by one."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import chinese_calendar
import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar import CHINA, WorkingCalendar, WorkingTime
from models.clock import ClockRule, Course, read

HOURS = ((time(9), time(12)), (time(14), time(18)))
YEARS = range(2018, 2027)
OTHER_MAKE = holidays.country_holidays("CN", years=YEARS)
PUBLISHED = chinese_calendar.constants
EXCEPTIONS = dict.fromkeys(PUBLISHED.workdays, True) | dict.fromkeys(PUBLISHED.holidays, False)
WORK = WorkingTime(WorkingCalendar(EXCEPTIONS, frozenset(YEARS)), HOURS)
MINUTE = timedelta(minutes=1)
MORNING, AFTERNOON = Fraction(1, 2 * 180), Fraction(1, 2 * 240)


def worth(instant: datetime) -> Fraction:
    """What one minute counts, in working days, by the other calendar and the clock on the wall."""
    local = instant.astimezone(CHINA)
    if not OTHER_MAKE.is_working_day(local.date()):
        return Fraction(0)
    if 9 <= local.hour < 12:
        return MORNING
    return AFTERNOON if 14 <= local.hour < 18 else Fraction(0)


def stands_still(instant: datetime, pauses: list[tuple[datetime, datetime]]) -> bool:
    return any(since <= instant < end for since, end in pauses)


def counted(start: datetime, end: datetime, pauses: list[tuple[datetime, datetime]]) -> Fraction:
    """Working days from `start` to `end`, minute by minute."""
    total, now = Fraction(0), start
    while now < end:
        if not stands_still(now, pauses):
            total += worth(now)
        now += MINUTE
    return total


BEGINNING = datetime(2018, 2, 1, tzinfo=CHINA)
starts = st.integers(0, 3190 * 24 * 60).map(lambda minute: BEGINNING + MINUTE * minute)
minutes = st.integers(0, 12 * 24 * 60)
limits = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(3), Decimal("5.5"), Decimal(7)])


@st.composite
def lives(draw: st.DrawFn) -> tuple[datetime, list[tuple[datetime, datetime]], datetime]:
    """A start, up to three pauses that may nest and overlap, and a moment to look at the clock."""
    start = draw(starts)
    pauses = []
    for _ in range(draw(st.integers(0, 3))):
        since = start + MINUTE * draw(minutes)
        pauses.append((since, since + MINUTE * draw(st.integers(1, 4 * 24 * 60))))
    return start, pauses, start + MINUTE * draw(minutes)


@settings(max_examples=60, deadline=None)
@given(life=lives(), limit=limits)
def test_the_time_used_is_that_of_counting_every_minute(
    life: tuple[datetime, list[tuple[datetime, datetime]], datetime], limit: Decimal
) -> None:
    start, pauses, now = life
    rule = ClockRule(limit_days=limit, counts_from="at-once")
    ended = Course(started_at=start, ended_at=now, pauses=tuple(pauses))
    assert read(rule, ended, now, WORK).used_days == float(counted(start, now, pauses))


@settings(max_examples=40, deadline=None)
@given(life=lives(), limit=limits)
def test_the_limit_is_used_up_when_it_is_due_and_not_a_minute_earlier(
    life: tuple[datetime, list[tuple[datetime, datetime]], datetime], limit: Decimal
) -> None:
    start, pauses, now = life
    rule = ClockRule(limit_days=limit, counts_from="at-once")
    due = read(rule, Course(started_at=start, pauses=tuple(pauses)), now, WORK).due_at
    assert due is not None
    whole_minute = due - due.second * timedelta(seconds=1) - due.microsecond * timedelta(microseconds=1)
    before = counted(start, whole_minute, pauses)
    within = 0 if due == whole_minute else worth(whole_minute) * Fraction((due - whole_minute) / MINUTE)
    assert abs(before + within - Fraction(limit)) < Fraction(1, 10**7)
    assert worth(due - MINUTE) > 0 or due - whole_minute
    assert not stands_still(due - timedelta(milliseconds=1), pauses)


@settings(max_examples=60, deadline=None)
@given(start=starts, days=st.integers(1, 15))
def test_whole_days_from_the_next_day_are_days_counted_on_the_calendar(start: datetime, days: int) -> None:
    rule = ClockRule(limit_days=Decimal(days))
    due = read(rule, Course(started_at=start), start, WORK).due_at
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= bool(OTHER_MAKE.is_working_day(day))
    assert due == datetime.combine(day, time(18), CHINA)

"""The clock of a matter (限时办结): from its start to its due date in working days, without the time it stood still.

The day on which a term begins is not counted (《民法典》第二百零一条): unless a rule says `at-once`, the clock starts
when the office opens on the next working day. The term is extended by the union of the corrections (补正) and special
procedures (特别程序) within it, in working time.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from models.base import Frozen, Instant
from models.calendar import WorkingTime, china_day
from models.colour import Colour
from models.status import ENDS, HandlingStatus

_MOMENT: Final = timedelta(milliseconds=1)

Days = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=3)]
"""A number of working days; halves are usual: 5.5."""


PauseKind = Literal["correction", "special-procedure"]

_PAUSES: Final[dict[PauseKind, tuple[HandlingStatus, HandlingStatus]]] = {
    "correction": (HandlingStatus.CORRECTION_STARTS, HandlingStatus.CORRECTION_ENDS),
    "special-procedure": (HandlingStatus.SPECIAL_PROCEDURE_STARTS, HandlingStatus.SPECIAL_PROCEDURE_ENDS),
}
"""Between which statuses a clock stands still."""


class ClockRule(Frozen):
    """How long a matter may take, and when its clock starts, stands still and turns yellow.

    Yellow begins when `yellow_share` of the limit is used, or `yellow_days` working days before its end, whichever is
    earlier, but not in the first half of the limit.
    """

    limit_days: Days
    starts: tuple[HandlingStatus, ...] = Field(
        default=(HandlingStatus.ACCEPTED, HandlingStatus.HANDLING_STARTS), min_length=1
    )
    pauses: tuple[PauseKind, ...] = ("correction", "special-procedure")
    counts_from: Literal["next-day", "at-once"] = "next-day"
    yellow_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    yellow_days: Decimal = Field(default=Decimal(1), ge=0, le=1000)


class Happening(NamedTuple):
    """A legal status of a matter, and when it was reached."""

    status: HandlingStatus
    at: datetime


Pause = tuple[datetime, datetime | None]
"""From, to; `None` while it lasts."""


class Course(Frozen):
    """What the clock is told of a matter: when it started and ended, and when it stood still."""

    started_at: Instant
    ended_at: Instant | None = None
    pauses: tuple[tuple[Instant, Instant | None], ...] = ()


class Reading(Frozen):
    """What a clock shows. An ended matter has no colour; `on_time` says how it ended.

    `due_at` is `None` while the clock stands still before its limit. `provisional`: a day within the term is of no
    published calendar. `changes_at`: when the colour will change if nothing happens.
    """

    started_at: Instant
    ended_at: Instant | None
    paused_since: Instant | None
    due_at: Instant | None
    limit_days: float
    used_days: float
    colour: Colour | None
    on_time: bool | None
    provisional: bool
    changes_at: Instant | None


def course(rule: ClockRule, happenings: Iterable[Happening]) -> Course | None:
    """The course that `rule` sees in a matter's history; `None` while the clock has not started."""
    ordered = sorted(happenings, key=lambda each: each.at)
    begun = next((place for place, each in enumerate(ordered) if each.status in rule.starts), None)
    if begun is None:
        return None
    ended_at = next((each.at for each in ordered[begun:] if each.status in ENDS), None)
    found = [pause for kind in rule.pauses for pause in _pauses(*_PAUSES[kind], ordered)]
    return Course(started_at=ordered[begun].at, ended_at=ended_at, pauses=union(found))


def _pauses(first: HandlingStatus, last: HandlingStatus, ordered: Sequence[Happening]) -> list[Pause]:
    found: list[Pause] = []
    since: datetime | None = None
    for each in ordered:
        if each.status == first and since is None:
            since = each.at
        elif each.status == last and since is not None:
            found.append((since, each.at))
            since = None
    return found if since is None else [*found, (since, None)]


def union(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same time as pauses that neither touch nor overlap, in order."""
    merged: list[Pause] = []
    for start, end in sorted(pauses, key=lambda each: each[0]):
        if merged and ((last := merged[-1][1]) is None or start <= last):
            longer = None if last is None or end is None else max(last, end)
            merged[-1] = (merged[-1][0], longer)
        else:
            merged.append((start, end))
    return tuple(merged)


def read(rule: ClockRule, told: Course, now: datetime, work: WorkingTime) -> Reading:
    """What the clock shows at `now`."""
    start = told.started_at if rule.counts_from == "at-once" else work.next_opening(told.started_at)
    limit = Fraction(rule.limit_days)
    return _reading(rule, told, start, limit, union(told.pauses), now, work)


def read_fixed(rule: ClockRule, told: Course, due_at: datetime, now: datetime, work: WorkingTime) -> Reading:
    """`read` for a term that ends at an instant somebody has set: nothing extends it, and no calendar moves it."""
    limit = max(work.between(told.started_at, due_at), Fraction(0))
    reading = _reading(rule, told, told.started_at, limit, (), now, work)
    late = (told.ended_at or now) > due_at
    running = told.ended_at is None
    changes: dict[str, object] = {"due_at": due_at, "provisional": False}
    if not running:
        changes["on_time"] = not late
    elif late:
        changes |= {"colour": Colour.RED, "changes_at": None}
    elif reading.colour in {Colour.RED, Colour.YELLOW}:
        changes |= {"colour": Colour.YELLOW, "changes_at": due_at + _MOMENT}
    return reading.model_copy(update=changes)


def _reading(
    rule: ClockRule,
    told: Course,
    start: datetime,
    limit: Fraction,
    pauses: Sequence[Pause],
    now: datetime,
    work: WorkingTime,
) -> Reading:
    until = told.ended_at or max(now, told.started_at)
    stood = sum((_within(pause, start, until, work) for pause in pauses), Fraction(0))
    used = work.between(start, until) - stood
    due_at = _reached(start, limit, pauses, work)
    yellow_at = _reached(start, _yellow_from(rule, limit), pauses, work)
    paused_since = next((since for since, end in pauses if end is None and since <= until), None)
    colour: Colour | None = None
    changes_at = None
    if told.ended_at is None:
        colour, changes_at = _colour(until, due_at, yellow_at, paused=paused_since is not None)
    last = max(china_day(due_at or until), china_day(start))
    return Reading(
        started_at=told.started_at,
        ended_at=told.ended_at,
        paused_since=paused_since if told.ended_at is None else None,
        due_at=due_at,
        limit_days=float(limit),
        used_days=float(used),
        colour=colour,
        on_time=None if told.ended_at is None else due_at is None or told.ended_at <= due_at,
        provisional=not work.calendar.is_certain(china_day(told.started_at), last),
        changes_at=changes_at,
    )


def _within(pause: Pause, start: datetime, until: datetime, work: WorkingTime) -> Fraction:
    since, end = pause
    return work.between(max(since, start), min(end or until, until))


def _reached(start: datetime, days: Fraction, pauses: Sequence[Pause], work: WorkingTime) -> datetime | None:
    """When `days` have been worked since `start`, the pauses left out; `None` while a pause without an end is in the
    way."""
    place, left = start, days
    for since, end in pauses:
        if end is not None and end <= place:
            continue
        here = work.between(place, since)
        if here >= left:
            break
        left -= here
        if end is None:
            return None
        place = end
    return work.after(place, left)


def _yellow_from(rule: ClockRule, limit: Fraction) -> Fraction:
    before_the_end = max(limit - Fraction(rule.yellow_days), limit / 2)
    return min(limit * Fraction(rule.yellow_share), before_the_end)


def _colour(
    now: datetime, due_at: datetime | None, yellow_at: datetime | None, *, paused: bool
) -> tuple[Colour, datetime | None]:
    if due_at is not None and now > due_at:
        return Colour.RED, None
    if paused:
        return Colour.PAUSED, None
    if yellow_at is not None and now >= yellow_at:
        return Colour.YELLOW, None if due_at is None else due_at + _MOMENT
    return Colour.GREEN, yellow_at

"""Working days and clocks, held to cases worked out by hand.

2026: 1 to 3 January, 15 to 23 February, 1 to 5 May and 1 to 7 October are days off (others left out here); 4 January,
14 and 28 February, 9 May, 20 September and 10 October are worked.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from models.calendar import CHINA, WorkingCalendar, WorkingTime
from models.clock import ClockRule, Course, Happening, Reading, course, read, read_fixed, union
from models.colour import Colour
from models.status import HandlingStatus as S

HOURS = ((time(9), time(12)), (time(14), time(18)))


def span(first: str, last: str) -> dict[date, bool]:
    day, until = date.fromisoformat(first), date.fromisoformat(last)
    return {day + timedelta(days=each): False for each in range((until - day).days + 1)}


MAKE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
CALENDAR = WorkingCalendar(
    {
        **span("2026-01-01", "2026-01-03"),
        **span("2026-02-15", "2026-02-23"),
        **span("2026-05-01", "2026-05-05"),
        **span("2026-10-01", "2026-10-07"),
        **{date.fromisoformat(day): True for day in MAKE_UP},
    },
    frozenset({2025, 2026}),
)
WORK = WorkingTime(CALENDAR, HOURS)


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def rule(days: float, **more: object) -> ClockRule:
    return ClockRule.model_validate({"limit_days": Decimal(str(days)), **more})


def told(*happenings: tuple[S, str]) -> Course:
    found = course(rule(1), [Happening(status=status, at=at(when)) for status, when in happenings])
    assert found is not None
    return found


def reading(days: float, now: str, *happenings: tuple[S, str], **more: object) -> Reading:
    return read(rule(days, **more), told(*happenings), at(now), WORK)


ACCEPTED, ENDED = S.ACCEPTED, S.PASSED
FROM, TO, SPECIAL, RESUMED = (
    S.CORRECTION_STARTS,
    S.CORRECTION_ENDS,
    S.SPECIAL_PROCEDURE_STARTS,
    S.SPECIAL_PROCEDURE_ENDS,
)

DUE = [
    # An ordinary week: the day of acceptance is not counted.
    (5, "03-02 10:00", [], "03-09 18:00"),
    # The hour of acceptance does not matter.
    (5, "03-02 17:59", [], "03-09 18:00"),
    # Accepted on a Saturday: Monday is the first day.
    (1, "03-07 11:00", [], "03-09 18:00"),
    # Half a day ends with the morning.
    (1.5, "03-02 10:00", [], "03-04 12:00"),
    (5.5, "03-02 10:00", [], "03-10 12:00"),
    # Over Spring Festival (春节): nine days off, and Saturday the 14th is worked.
    (3, "02-12 15:00", [], "02-24 18:00"),
    # The make-up Saturday after it counts, too.
    (6, "02-13 09:00", [], "02-28 18:00"),
    # Accepted on a make-up Saturday: the next working day is ten days later.
    (1, "02-14 09:30", [], "02-24 18:00"),
    # Over the National Day holiday (国庆): Saturday the 10th is worked.
    (3, "09-30 16:00", [], "10-10 18:00"),
    # A correction of two and a half working days; the limit goes on where it stood.
    (5, "03-02 10:00", [(FROM, "03-04 12:00"), (TO, "03-06 18:00")], "03-12 12:00"),
    # A correction over a weekend alone takes nothing.
    (5, "03-02 10:00", [(FROM, "03-06 18:00"), (TO, "03-09 09:00")], "03-09 18:00"),
    # A correction that ends before the first day is counted takes nothing.
    (5, "03-02 10:00", [(FROM, "03-02 11:00"), (TO, "03-02 17:00")], "03-09 18:00"),
    # Nested: a special procedure within a correction counts once.
    (
        5,
        "03-02 10:00",
        [(FROM, "03-03 09:00"), (SPECIAL, "03-04 09:00"), (RESUMED, "03-04 18:00"), (TO, "03-05 18:00")],
        "03-12 18:00",
    ),
    # Overlapping: from the beginning of the first to the end of the second.
    (
        5,
        "03-02 10:00",
        [(FROM, "03-03 09:00"), (SPECIAL, "03-04 09:00"), (TO, "03-05 12:00"), (RESUMED, "03-06 18:00")],
        "03-13 18:00",
    ),
    # A pause over the whole National Day holiday.
    (2.5, "09-29 10:00", [(SPECIAL, "09-30 14:00"), (RESUMED, "10-08 12:00")], "10-10 12:00"),
    # The pause begins when the limit was reached already.
    (1, "03-02 10:00", [(FROM, "03-04 09:00"), (TO, "03-05 18:00")], "03-03 18:00"),
]


@pytest.mark.parametrize(("days", "accepted", "between", "due"), DUE)
def test_a_clock_is_due_when_the_hand_worked_case_says(
    days: float, accepted: str, between: list[tuple[S, str]], due: str
) -> None:
    assert reading(days, "12-01 10:00", (ACCEPTED, accepted), *between).due_at == at(due)


def test_a_rule_may_count_from_the_hour_of_acceptance() -> None:
    counted = {"counts_from": "at-once"}
    assert reading(5, "03-02 10:00", (ACCEPTED, "03-02 10:00"), **counted).due_at == at("03-09 10:00")
    assert reading(1, "03-02 10:00", (ACCEPTED, "03-02 16:00"), **counted).due_at == at("03-03 16:00")
    # Half a day is half of the day's sessions, not of its minutes.
    assert reading(0.5, "03-02 10:00", (ACCEPTED, "03-02 09:00"), **counted).due_at == at("03-02 12:00")


@pytest.mark.parametrize(
    ("accepted", "ended", "between", "used"),
    [
        ("03-02 10:00", "03-09 18:00", [], 5),
        ("03-02 10:00", "03-02 17:00", [], 0),
        ("03-02 10:00", "03-07 15:00", [], 4),  # a Saturday
        ("02-13 10:00", "02-28 12:00", [], 5.5),
        ("03-02 10:00", "03-05 16:00", [(FROM, "03-03 12:00"), (TO, "03-04 12:00")], 1.75),
    ],
)
def test_the_time_used_is_what_the_hand_worked_case_says(
    accepted: str, ended: str, between: list[tuple[S, str]], used: float
) -> None:
    found = reading(9, ended, (ACCEPTED, accepted), *between, (ENDED, ended))
    assert found.used_days == pytest.approx(used)


COLOURS = [
    ("03-02 10:30", Colour.GREEN),
    ("03-06 17:59", Colour.GREEN),
    ("03-06 18:00", Colour.YELLOW),  # one working day before the end
    ("03-08 12:00", Colour.YELLOW),
    ("03-09 18:00", Colour.YELLOW),
    ("03-09 18:01", Colour.RED),
    ("04-09 18:01", Colour.RED),
]


@pytest.mark.parametrize(("now", "colour"), COLOURS)
def test_a_clock_turns_yellow_then_red(now: str, colour: Colour) -> None:
    assert reading(5, now, (ACCEPTED, "03-02 10:00")).colour == colour


@pytest.mark.parametrize("now", [now for now, _ in COLOURS])
def test_a_clock_tells_when_it_will_change_and_not_before(now: str) -> None:
    here = reading(5, now, (ACCEPTED, "03-02 10:00"))
    if here.changes_at is None:
        assert here.colour is Colour.RED
        return
    course_ = told((ACCEPTED, "03-02 10:00"))
    just_before = read(rule(5), course_, here.changes_at - timedelta(milliseconds=1), WORK)
    assert just_before.colour == here.colour
    assert read(rule(5), course_, here.changes_at, WORK).colour != here.colour


def test_the_share_decides_where_it_is_earlier_than_the_days() -> None:
    early = {"yellow_share": Decimal("0.5"), "yellow_days": Decimal(1)}
    assert reading(10, "03-09 18:00", (ACCEPTED, "03-02 10:00"), **early).colour is Colour.YELLOW
    assert reading(10, "03-09 17:00", (ACCEPTED, "03-02 10:00"), **early).colour is Colour.GREEN


def test_a_limit_of_one_day_is_not_yellow_from_its_first_minute() -> None:
    assert reading(1, "03-03 09:01", (ACCEPTED, "03-02 10:00")).colour is Colour.GREEN
    assert reading(1, "03-03 12:00", (ACCEPTED, "03-02 10:00")).colour is Colour.YELLOW


def test_a_clock_that_stands_still_has_no_due_date() -> None:
    found = reading(5, "03-20 10:00", (ACCEPTED, "03-02 10:00"), (FROM, "03-04 12:00"))
    assert (found.colour, found.due_at) == (Colour.PAUSED, None)
    assert (found.paused_since, found.changes_at) == (at("03-04 12:00"), None)
    assert found.used_days == 1.5


def test_a_clock_that_was_past_its_limit_stays_red_while_it_stands_still() -> None:
    found = reading(2, "03-20 10:00", (ACCEPTED, "03-02 10:00"), (SPECIAL, "03-09 12:00"))
    assert (found.colour, found.due_at) == (Colour.RED, at("03-04 18:00"))


@pytest.mark.parametrize(
    ("ended", "on_time"), [("03-04 18:00", True), ("03-04 18:01", False), ("03-07 10:00", False)]
)
def test_an_ended_matter_has_no_colour_and_says_whether_it_was_in_time(ended: str, on_time: bool) -> None:
    found = reading(2, "03-30 10:00", (ACCEPTED, "03-02 10:00"), (ENDED, ended))
    assert (found.colour, found.on_time, found.changes_at) == (None, on_time, None)


def test_what_happens_after_the_end_changes_nothing() -> None:
    ended = told((ACCEPTED, "03-02 10:00"), (ENDED, "03-03 12:00"), (S.REVOKED, "06-01 10:00"))
    assert ended.ended_at == at("03-03 12:00")


def test_a_clock_that_nothing_has_started_shows_nothing() -> None:
    assert course(rule(3), [Happening(status=S.RECEIVED, at=at("03-02 10:00"))]) is None


def test_a_rule_says_what_starts_and_what_pauses_its_clock() -> None:
    own = rule(3, starts=[S.RECEIVED], pauses=["special-procedure"])
    happened = [
        Happening(status=S.RECEIVED, at=at("03-02 10:00")),
        Happening(status=S.CORRECTION_STARTS, at=at("03-03 10:00")),
    ]
    found = course(own, happened)
    assert found is not None
    assert (found.started_at, found.pauses) == (at("03-02 10:00"), ())


@pytest.mark.parametrize(
    ("accepted", "published", "provisional"),
    [
        ("12-01 10:00", {2025, 2026}, False),
        ("12-18 10:00", {2025, 2026}, True),  # due on 25 December: New Year's bridge may reach it
        ("12-18 10:00", {2025, 2026, 2027}, False),
        ("12-28 10:00", {2025, 2026}, True),
        ("03-02 10:00", {2025}, True),
    ],
)
def test_a_term_that_reaches_into_an_unpublished_year_is_provisional(
    accepted: str, published: set[int], provisional: bool
) -> None:
    work = WorkingTime(WorkingCalendar(CALENDAR.exceptions, frozenset(published)), HOURS)
    found = read(rule(5), told((ACCEPTED, accepted)), at(accepted), work)
    assert found.provisional is provisional


def test_the_calendar_that_arrives_moves_a_provisional_date() -> None:
    before = read(rule(3), told((ACCEPTED, "12-29 10:00")), at("12-29 10:00"), WORK)
    new_year = {date(2027, 1, 1): False, date(2027, 1, 4): False, date(2027, 1, 3): True}
    known = WorkingTime(CALENDAR.with_days(new_year, [2027]), HOURS)
    after = read(rule(3), told((ACCEPTED, "12-29 10:00")), at("12-29 10:00"), known)
    assert before.due_at == datetime(2027, 1, 1, 18, tzinfo=CHINA)
    assert (before.provisional, after.provisional) == (True, False)
    assert after.due_at == datetime(2027, 1, 3, 18, tzinfo=CHINA)


def test_a_term_set_by_somebody_is_neither_moved_nor_extended() -> None:
    given = told((ACCEPTED, "03-02 10:00"), (FROM, "03-04 12:00"))
    due = at("03-09 12:00")
    found = read_fixed(rule(5), given, due, at("03-05 10:00"), WORK)
    assert (found.due_at, found.colour, found.provisional) == (due, Colour.GREEN, False)
    assert read_fixed(rule(5), given, due, at("03-09 11:00"), WORK).colour is Colour.YELLOW
    assert read_fixed(rule(5), given, due, at("03-09 12:01"), WORK).colour is Colour.RED
    ended = given.model_copy(update={"ended_at": at("03-09 12:01")})
    assert read_fixed(rule(5), ended, due, at("03-20 12:01"), WORK).on_time is False


def test_a_term_set_to_a_day_off_lasts_until_that_day() -> None:
    given = told((ACCEPTED, "03-02 10:00"))
    saturday = at("03-07 12:00")
    assert read_fixed(rule(5), given, saturday, at("03-07 11:59"), WORK).colour is Colour.YELLOW
    assert read_fixed(rule(5), given, saturday, at("03-07 12:01"), WORK).colour is Colour.RED


def test_pauses_are_joined_where_they_touch_or_overlap() -> None:
    a, b, c, d = (at(f"03-0{day} 10:00") for day in (2, 3, 4, 5))
    assert union([(c, d), (a, c), (a, b)]) == ((a, d),)
    assert union([(a, b), (c, None), (d, d)]) == ((a, b), (c, None))


def test_office_hours_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="order"):
        WorkingTime(CALENDAR, ((time(14), time(18)), (time(9), time(12))))


def test_the_office_is_open_in_its_hours_of_working_days_only() -> None:
    assert WORK.is_open(at("02-28 09:00"))  # a make-up Saturday
    assert not WORK.is_open(at("03-02 12:00"))
    assert not WORK.is_open(at("10-01 10:00"))


def test_nothing_is_worked_backwards() -> None:
    assert WORK.between(at("03-03 10:00"), at("03-02 10:00")) == Fraction(0)
    assert WORK.after(at("03-07 10:00"), Fraction(0)) == at("03-07 10:00")

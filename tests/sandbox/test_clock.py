"""Simulated working time, and the identifiers made for it."""

from datetime import datetime
from random import Random

import pytest

from sandbox import identifiers
from sandbox.clock import Clock, add_days, add_minutes
from sandbox.config import CHINA


def at(text: str) -> datetime:
    """China time in March 2026; the 2nd is a Monday."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("02 09:00", 60, "02 10:00"),
        ("02 09:00", 480, "02 17:00"),
        ("02 16:30", 60, "03 09:30"),
        ("06 16:30", 60, "09 09:30"),
        ("02 18:00", 10, "03 09:10"),
        ("07 12:00", 10, "09 09:10"),
        ("02 09:00", 5 * 480 + 1, "09 09:01"),
    ],
)
def test_working_minutes_leave_out_nights_and_weekends(start: str, minutes: int, end: str) -> None:
    assert add_minutes(at(start), minutes) == at(end)


def test_working_days_leave_out_weekends() -> None:
    assert add_days(at("05 11:00"), 2) == at("09 09:00")


def test_what_is_due_happens_in_order_at_its_instant_and_what_is_cancelled_does_not() -> None:
    clock = Clock(at("02 09:00"))
    seen: list[tuple[str, datetime]] = []
    clock.at(at("02 15:00"), lambda: seen.append(("second", clock.now)))
    clock.at(at("02 10:00"), lambda: seen.append(("first", clock.now)))
    clock.at(at("02 12:00"), lambda: seen.append(("never", clock.now))).cancel()
    clock.at(at("03 09:01"), lambda: seen.append(("later", clock.now)))
    assert clock.pending == 3
    clock.advance(1)
    assert seen == [("first", at("02 10:00")), ("second", at("02 15:00"))]
    assert (clock.now, clock.pending) == (at("03 09:00"), 1)


def test_a_real_project_code_has_the_check_digit_that_is_made() -> None:
    assert identifiers.project_check("2411511703040124906") == "5"


def test_codes_are_made_right_and_wrong_as_asked() -> None:
    rng = Random(1)
    for _ in range(50):
        assert identifiers.credit_code_fits(identifiers.credit_code(rng, "511702"))
        for form, fits in (("current", True), ("failing", False)):
            digits = identifiers.project_code(rng, "511702", form).replace("-", "")
            assert (identifiers.project_check(digits[:19]) == digits[19]) is fits
        assert identifiers.project_code(rng, "511702", "old")[:2] == "20"


@pytest.mark.parametrize("code", ["", "9151170", "91511700MA62E1XH2I", "91511700MA62E1XH28", None, 9])
def test_a_credit_code_that_does_not_check_is_no_credit_code(code: object) -> None:
    assert not identifiers.credit_code_fits(code)

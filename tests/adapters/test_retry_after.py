"""Retry-After in both of its forms, and in none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http import seconds_to_wait

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        (" 0 ", 0.0),
        (12, 12.0),
        (1.5, 1.5),
        ("-5", 0.0),
        ("Mon, 02 Mar 2026 12:00:20 GMT", 20.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2026 12:00:20 -0000", 20.0),
        ("Monday, 02-Mar-26 12:00:20 GMT", 20.0),
        ("9" * 400, 366 * 86_400.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("NaN", None),
        ("inf", None),
        ("Mon, 99 Mar 2026 12:00:20 GMT", None),
    ],
)
def test_what_the_header_says_is_read(value: str | float | None, seconds: float | None) -> None:
    assert seconds_to_wait(value, NOON) == seconds


@given(st.text())
def test_whatever_it_says_the_wait_is_none_or_within_bounds(value: str) -> None:
    seconds = seconds_to_wait(value, NOON)
    assert seconds is None or 0 <= seconds <= 366 * 86_400

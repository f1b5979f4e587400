"""`Retry-After` as RFC 9110 §10.2.3 has it: seconds, or an HTTP date."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_LONGEST: Final = 366 * 86_400.0
"""Seconds. Nobody means more; the hub caps far below. Keeps an absurd number finite."""


def seconds_to_wait(value: str | float | None, now: datetime) -> float | None:
    """The wish in seconds from `now`, never negative; `None` when there is none or it cannot be read."""
    if value is None:
        return None
    text = str(value).strip()
    if _NUMBER.fullmatch(text):
        return _bounded(float(text))
    try:
        moment = parsedate_to_datetime(text)
        # A date in "-0000" comes back naive: RFC 9110 has dates in GMT only.
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _bounded((aware - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), _LONGEST)

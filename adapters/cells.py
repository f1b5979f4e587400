"""What stands in a cell, turned into what the model takes.

A cell that cannot be turned is handed on as it is: the model then refuses it and says why.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK: Final = re.compile(r"[ T]*(\d{1,2})[:时](\d{2})(?:[:分](\d{2})秒?|分)?")
_END_OF_DAY: Final = time(23, 59)

Reader = Callable[[str], object]


def narrow(cell: str) -> str:
    """`cell` in half-width characters, as an input method for Chinese does not always write them."""
    return unicodedata.normalize("NFKC", cell).strip()


def heading_key(heading: str) -> str:
    """What two spellings of a heading have in common: no spaces, upper case, star, or unit in brackets."""
    words = re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", heading).casefold())
    return re.sub(r"\([^()]*\)$", "", words)


def text(cell: str) -> str:
    """A name or an address, as it stands."""
    return cell


def instant(cell: str) -> object:
    """A time: with its offset as ISO 8601 has it, or as people write it, which is Shanghai's time."""
    return _instant(cell, time())


def deadline(cell: str) -> object:
    """As `instant`; a day alone lasts until its end."""
    return _instant(cell, _END_OF_DAY)


def day(cell: str) -> object:
    """A calendar day."""
    found = _DAY.fullmatch(narrow(cell))
    return (_date(found) if found else None) or narrow(cell)


def _instant(cell: str, without_clock: time) -> object:
    written = narrow(cell)
    found = _DAY.match(written)
    on = _date(found) if found else None
    if found is None or on is None:
        return written
    rest = written[found.end() :]
    clock = _CLOCK.fullmatch(rest)
    if rest and clock is None:
        return written  # ISO 8601 with an offset, or nothing that is known here
    try:
        at = _time(clock) if clock else without_clock
    except ValueError:
        return written
    return datetime.combine(on, at, _SHANGHAI)


def _time(found: re.Match[str]) -> time:
    hour, minute, second = found.groups(default="0")
    return time(int(hour), int(minute), int(second))


def _date(found: re.Match[str]) -> date | None:
    try:
        year, month, day_of_month = found.groups()
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None

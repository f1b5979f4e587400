"""Times as the province writes them: China time, `YYYY-MM-DD HH:MM:SS`."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

CHINA: Final = timezone(timedelta(hours=8))
"""UTC+8 all year: China has had no summer time since 1991, and none of these times is older."""

_FORM: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)


def written(moment: datetime) -> str:
    """An aware instant as the province writes it, whole seconds."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def written_day(day: date) -> str:
    """A day as the province writes it: its midnight."""
    return f"{day.isoformat()} 00:00:00"


def instant(text: Any) -> Any:
    """What the province wrote as an instant with its offset; anything else as it came, for the model to refuse."""
    return f"{text.replace(' ', 'T')}+08:00" if isinstance(text, str) and _FORM.fullmatch(text) else text


def day(text: Any) -> Any:
    """The day of what the province wrote; anything else as it came."""
    return text[:10] if isinstance(text, str) and _FORM.fullmatch(text) else text

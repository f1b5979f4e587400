"""Lengths of time as people write them in a configuration file: `500ms`, `30s`, `2m`, `1h`, `3d`."""

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

_FORM: Final = re.compile(r"^(\d+(?:\.\d+)?)(ms|s|m|h|d)$")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def _read(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _FORM.match(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError(
            "duration-form",
            "not a length of time",
            {"value": str(value), "allowed": ["500ms", "30s", "2m", "1h", "3d"]},
        )
    return timedelta(seconds=float(found[1]) * _SECONDS[found[2]])


def _write(value: timedelta) -> str:
    return f"{value.total_seconds():g}s"


Duration = Annotated[timedelta, BeforeValidator(_read), PlainSerializer(_write, return_type=str)]

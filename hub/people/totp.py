"""The second factor (动态口令): time-based codes of six digits, each good once."""

from datetime import datetime
from typing import Final

import pyotp

STEP: Final = 30
"""Seconds a code is shown for."""
_AROUND: Final = 1
"""Steps before and after the present that count as well: telephones' clocks differ."""


def new_secret() -> str:
    """A secret for a telephone, 160 bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """What a telephone reads, as text for a code to be scanned: never kept, never logged."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Liandong")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, `None` when it is nobody's. Who uses it remembers the step: no code
    counts twice."""
    plain = "".join(code.split())
    if not (plain.isascii() and plain.isdecimal()):
        return None
    present = int(now.timestamp()) // STEP
    generator = pyotp.TOTP(secret)
    for step in range(present - _AROUND, present + _AROUND + 1):
        if pyotp.utils.strings_equal(generator.at(step * STEP), plain):
            return step
    return None

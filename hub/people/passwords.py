"""Passwords: argon2id, and rules that stop what is guessed first."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.messages import FieldFault, Message

LONGEST: Final = 200
"""Characters; a longer one would only cost time."""

_COMMON: Final = (
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "1q2w3e4r",
    "1qaz2wsx",
    "abcd1234",
    "admin",
    "administrator",
    "letmein",
    "welcome",
    "iloveyou",
    "woaini",
    "dazhou",
    "liandong",
    "0123456789",
    "9876543210",
    "abcdefghijklmnopqrstuvwxyz",
)
"""What is tried first. A password that is little more than one of these is refused."""
_BEYOND_COMMON: Final = 4


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher().hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long where there is none, so that nobody learns which accounts exist."""
    try:
        _hasher().verify(kept or _nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_old(kept: str) -> bool:
    """Whether it was kept with weaker parameters than today's."""
    return _hasher().check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return hashed("nobody has this password")


def faults(password: str, *, length: int, login: str, before: str | None = None) -> tuple[FieldFault, ...]:
    """What is wrong with a new password; nothing when it may be taken. `before`: the one it replaces, hashed."""
    plain = password.casefold()
    found: list[Message] = []
    if len(password) < length:
        found.append(Message(id="password-short", params={"length": length}))
    if len(password) > LONGEST:
        found.append(Message(id="password-long", params={"length": LONGEST}))
    if len(set(plain)) < length // 2:
        found.append(Message(id="password-repeats"))
    if login and login.casefold() in plain:
        found.append(Message(id="password-holds-login"))
    if any(word in plain and len(plain) - len(word) < _BEYOND_COMMON for word in (*_COMMON, *_runs())):
        found.append(Message(id="password-common"))
    if not found and before is not None and fits(before, password):
        found.append(Message(id="password-same"))
    return tuple(FieldFault(field="password", message=message) for message in found)


@cache
def _runs() -> tuple[str, ...]:
    digits, letters = "01234567890123456789", "abcdefghijklmnopqrstuvwxyz"
    return tuple(line[start : start + 8] for line in (digits, letters) for start in range(len(line) - 7))

"""Saying what a check found. Plain `assert` would vanish under `python -O`, and the kit runs outside pytest too."""

from collections.abc import Awaitable
from typing import TypeVar

from adapters.errors import CounterpartError

_Error = TypeVar("_Error", bound=CounterpartError)


def agree(holds: bool, otherwise: str) -> None:
    """Raise `AssertionError` with `otherwise` unless `holds`."""
    if not holds:
        raise AssertionError(otherwise)


async def raises(kind: type[_Error], call: Awaitable[object]) -> _Error:
    """The error of that kind that `call` must end in."""
    try:
        answer = await call
    except kind as error:
        agree(bool(error.message.id), "the error has no sentence for the desk")
        return error
    except CounterpartError as error:
        raise AssertionError(f"{type(error).__name__} where {kind.__name__} was due: {error}") from error
    raise AssertionError(f"no error where {kind.__name__} was due, but {answer!r}")

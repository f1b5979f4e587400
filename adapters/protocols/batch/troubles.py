"""What goes wrong at a shared place, as the errors that the hub acts by."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncssh

from adapters.errors import AuthError, CounterpartError, TransientError, UnknownOutcome
from models.messages import Message

_Kinds = tuple[type[Exception], ...]
_OURS_REFUSED: Final[tuple[tuple[_Kinds, str], ...]] = (
    ((asyncssh.HostKeyNotVerifiable,), "batch-host-key-differs"),
    ((asyncssh.PermissionDenied,), "batch-login-refused"),
    ((PermissionError, asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect), "batch-not-permitted"),
)
_NO_PLACE: Final[_Kinds] = (
    FileNotFoundError,
    NotADirectoryError,
    asyncssh.SFTPNoSuchFile,
    asyncssh.SFTPNoSuchPath,
)
LOST: Final = (OSError, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.DisconnectError)
"""Nobody answered any more; a timeout is an `OSError`."""


@contextmanager
def judged(company: str, *, moving: bool = False) -> Iterator[None]:
    """Turn what a place raises into a `CounterpartError`.

    While `moving`, a lost answer leaves open whether the file has its new name; anything else that is lost has left
    no more than a partial file, which nobody takes.
    """
    try:
        yield
    except (OSError, asyncssh.Error) as error:
        raise _of(error, company, moving=moving) from error


def _of(error: Exception, company: str, *, moving: bool) -> CounterpartError:
    params = {"company": company}
    detail = type(error).__name__
    for types, message in _OURS_REFUSED:
        if isinstance(error, types):
            return AuthError(Message(id=message, params={**params}), detail=detail)
    if isinstance(error, _NO_PLACE):
        return TransientError(Message(id="batch-no-place", params={**params}), detail=detail)
    if not isinstance(error, LOST):
        # They answered, and the answer was no: nothing has changed.
        return TransientError(Message(id="batch-place-failed", params={**params}), detail=detail)
    if moving:
        return UnknownOutcome(Message(id="batch-rename-lost", params={**params}), detail=detail)
    return TransientError(Message(id="batch-unreachable", params={**params}), detail=detail)

"""What a command says instead of a traceback: the sentence, the faulty fields, and the exit code."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.exc import DBAPIError

from hub.notready import NotReady
from hub.people.refusals import Faulty, Spoken
from models.messages import FieldFault, Message

DONE: Final = 0
ATTENTION: Final = 1
"""Something needs a person: it is said what."""
WRONG: Final = 2
"""Wrong use, or wrong configuration."""


class Refusal(Exception):
    """A command cannot do what it was asked: why (`None`: it has been said), where, and what the exit code is."""

    def __init__(
        self, message: Message | None, faults: Iterable[FieldFault] = (), *, code: int = WRONG
    ) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = tuple(faults)
        self.code = code


def refusal_of(error: Exception) -> Refusal | None:
    """The refusal that an exception stands for; `None` for one that nobody has foreseen."""
    match error:
        case Refusal():
            return error
        case NotReady():
            return Refusal(error.message, error.faults)
        case Faulty():
            return Refusal(error.message, error.faults)
        case Spoken():
            return Refusal(error.message)
        case DBAPIError():
            # The driver's own text may quote what was being written: only its kind is told.
            reason = type(error.orig).__name__ if error.orig else type(error).__name__
            return Refusal(Message(id="store-unreachable", params={"reason": reason}), code=ATTENTION)
        case OSError() if error.filename is not None:
            params = {"path": str(error.filename), "reason": error.strerror or type(error).__name__}
            return Refusal(Message(id="file-trouble", params=params), code=ATTENTION)
        case ExceptionGroup():  # tasks that worked side by side: the first that can be told is told
            return next(filter(None, map(refusal_of, error.exceptions)), None)
    return None

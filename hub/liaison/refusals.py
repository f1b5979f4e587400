"""Why something a person asks for cannot be done."""

from datetime import datetime

from hub.people.refusals import Denied, Faulty, Spoken
from models.messages import Message

__all__ = ["Conflict", "Denied", "Faulty", "Missing", "NotPossible"]


class NotPossible(Spoken):
    """What was asked cannot be done: `message` says why, and what can."""


class Missing(NotPossible):
    """There is no such thing, or it is not this person's to see."""


class Conflict(NotPossible):
    """Somebody was first: `who`, and when (`at`)."""

    def __init__(self, message: Message, who: str, at: datetime) -> None:
        super().__init__(message)
        self.who = who
        self.at = at

"""What a person is told instead of getting what they asked for."""

from collections.abc import Iterable

from models.messages import FieldFault, Message


class Spoken(Exception):
    """A refusal with its sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(Spoken):
    """Signing in, or a step of it, did not succeed."""


class Denied(Spoken):
    """A person may not do this: `message` says why, and who can."""


class Faulty(Spoken):
    """What was typed cannot be taken; `faults` say what is wrong, field by field."""

    def __init__(self, message: Message, faults: Iterable[FieldFault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)

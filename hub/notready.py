"""Why a hub cannot start, in sentences for whoever configures it."""

from collections.abc import Iterable

from models.messages import FieldFault, Message


class NotReady(Exception):
    """The configuration or the store is not fit for work: `message` says what, `faults` where."""

    def __init__(self, message: Message, faults: Iterable[FieldFault] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = tuple(faults)

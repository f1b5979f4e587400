"""What the desk cannot do for somebody: an HTTP status and a sentence."""

from collections.abc import Iterable
from http import HTTPStatus

from models.messages import FieldFault, Message


class Refused(Exception):
    """A call that is not carried out, and why. Shown as a page, or as problem details where a program asks."""

    def __init__(self, status: HTTPStatus, message: Message, faults: Iterable[FieldFault] = ()) -> None:
        super().__init__(str(message))
        self.status = status
        self.message = message
        self.faults = tuple(faults)


def not_found() -> Refused:
    """There is nothing here, or nothing that this person may see: the two look alike from outside."""
    return Refused(HTTPStatus.NOT_FOUND, Message(id="desk-not-found"))


def wrong_form() -> Refused:
    """A form without the token that its page carried: made elsewhere, or older than the session."""
    return Refused(HTTPStatus.FORBIDDEN, Message(id="desk-wrong-form"))

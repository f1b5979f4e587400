"""What can go wrong with a counterpart, named by what the hub does next.

Every error carries a sentence for the liaison desk (`message`, a catalogue reference) and a `detail` for the
log that holds no personal data.
"""

from collections.abc import Iterable

from models.messages import FieldFault, Message


class CounterpartError(Exception):
    """Base of all that an adapter may raise. Raise one of its subclasses."""

    def __init__(self, message: Message, *, detail: str = "") -> None:
        super().__init__(f"{message} {detail}".strip())
        self.message = message
        self.detail = detail


class TransientError(CounterpartError):
    """Nothing was accepted (refused connection, 429, 503): tried again at the next slot of the schedule.

    `retry_after` is the counterpart's own wish in seconds, when it named one. `throttled` says that it is
    alive and asks for less: such an answer does not count against the breaker.
    """

    def __init__(
        self,
        message: Message,
        *,
        detail: str = "",
        retry_after: float | None = None,
        throttled: bool = False,
    ) -> None:
        super().__init__(message, detail=detail)
        self.retry_after = retry_after
        self.throttled = throttled


class UnknownOutcome(CounterpartError):
    """It may have been accepted (read timeout, 500, 502, 504, cut reply): asked by key before a resend."""


class RejectedError(CounterpartError):
    """They said no. `faults` are their reasons per field; goes to the desk, is not retried by itself."""

    def __init__(self, message: Message, *, detail: str = "", faults: Iterable[FieldFault] = ()) -> None:
        super().__init__(message, detail=detail)
        self.faults = tuple(faults)


class KeyTaken(RejectedError):
    """They hold something else under this key: to the desk, unless the hub lost its memory of what that was."""


class AuthError(CounterpartError):
    """Our credentials were refused: the destination is paused, with one item on the desk."""


class ContractError(CounterpartError):
    """A shape, state or status that the wire document does not have: to the desk, never a retry."""

"""What a Reply means for the hub's next move: a table of codes, read together with the Result.

HTTP 200 says no more than that a message was answered. The Result and the errors in it decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import Clock, ErrorKind, Reply, seconds_to_wait
from adapters.protocols.iec61968.message import Outcome, ReplyError
from models.messages import FieldFault, Message

FieldOf = Callable[[str], str]
"""From a place in the payload that was sent to the field it came from."""

UNKNOWN_MESSAGE: Final = "2.3"
MORE_FOLLOW: Final = "0.1"

CODES: Final[Mapping[str, tuple[ErrorKind, str]]] = {
    **dict.fromkeys(("1.1", "1.2", "1.3", "1.4", "1.5"), (RejectedError, "iec-message-refused")),
    **dict.fromkeys(("2.1", "2.2"), (RejectedError, "iec-scheme-refused")),
    UNKNOWN_MESSAGE: (ContractError, "iec-code-unlisted"),
    "2.4": (RejectedError, "iec-unknown-scheme"),
    "2.5": (RejectedError, "iec-version-superseded"),
    "2.6": (RejectedError, "iec-scheme-withdrawn"),
    "2.7": (RejectedError, "iec-cancel-too-late"),
    "2.8": (RejectedError, "iec-message-id-reused"),
    "2.9": (RejectedError, "iec-unknown-attachment"),
    **dict.fromkeys(("2.10", "2.11"), (RejectedError, "iec-attachment-differs")),
    **dict.fromkeys(("3.1", "3.2"), (AuthError, "iec-credentials")),
    "3.3": (AuthError, "iec-clock"),
    "4.1": (TransientError, "iec-busy"),
    "4.2": (TransientError, "iec-throttles"),
    "4.3": (UnknownOutcome, "iec-in-flight"),
    "4.4": (TransientError, "iec-in-flight"),
    "5.1": (UnknownOutcome, "iec-failed"),
}
"""Code → error and sentence. 2.3 is an answer to a question by key, and nowhere else; what is not listed here nor
configured is a `ContractError`."""

THROTTLED: Final = "4.2"
_CONFIGURED: Final[Mapping[ErrorKind, str]] = {
    AuthError: "iec-credentials",
    ContractError: "iec-code-unlisted",
    UnknownOutcome: "iec-failed",
    RejectedError: "iec-scheme-refused",
    TransientError: "iec-busy",
}
_WEIGHT: Final[tuple[ErrorKind, ...]] = (*_CONFIGURED,)
"""Of several errors in one reply the first of these decides: what needs a person most, then what is least sure."""


def as_it_is(xpath: str) -> str:
    """A place as a field, where what was sent has no other names."""
    return xpath.strip("/").replace("/", ".") or "-"


@dataclass(frozen=True)
class Judge:
    """Judges the replies of one company; `configured` are its own codes beside the table's."""

    clock: Clock
    configured: Mapping[str, ErrorKind] = field(default_factory=dict)

    def error(
        self, outcome: Outcome, reply: Reply, *, safe: bool, field_of: FieldOf = as_it_is
    ) -> CounterpartError | None:
        """The error that an outcome calls for, `None` when it is the answer that was asked for.

        `safe` says that the request was a question: a part of an answer may do, and nothing can have been taken.
        """
        if outcome.result == "FAILED":
            return self._failed(outcome.errors, reply, safe=safe, field_of=field_of)
        serious = [each for each in outcome.errors if each.level in {"FATAL", "CATASTROPHIC"}]
        if outcome.result == "OK":
            return self._contract("iec-ok-with-error", serious, reply) if serious else None
        if not safe:
            # Schemes are taken whole or not at all here: what they hold now, only a person can find out.
            return self._contract("iec-partial", list(outcome.errors), reply)
        missing = [each for each in outcome.errors if each.code != MORE_FOLLOW]
        if not missing:
            return None
        return TransientError(_message("iec-partial-reading", missing, reply), detail=_detail(reply))

    def _failed(
        self, errors: tuple[ReplyError, ...], reply: Reply, *, safe: bool, field_of: FieldOf
    ) -> CounterpartError:
        if not errors:
            return self._contract("iec-failed-without-error", [], reply)
        kinds = [self._kind(each.code) for each in errors]
        kind, message_id = min(kinds, key=lambda each: _WEIGHT.index(each[0]))
        decisive = [each for each, its in zip(errors, kinds, strict=True) if its[0] is kind]
        message, detail = _message(message_id, decisive, reply), _detail(reply)
        if kind is RejectedError:
            faults = tuple(_fault(each, reply, field_of) for each in decisive if each.xpath)
            return RejectedError(message, detail=detail, faults=faults)
        if kind is TransientError or (kind is UnknownOutcome and safe):
            return TransientError(
                message,
                detail=detail,
                retry_after=seconds_to_wait(reply.headers.get("retry-after"), self.clock()),
                throttled=decisive[0].code == THROTTLED,
            )
        return kind(message, detail=detail)

    def _kind(self, code: str) -> tuple[ErrorKind, str]:
        if code in self.configured:
            return self.configured[code], _CONFIGURED[self.configured[code]]
        return CODES.get(code, (ContractError, "iec-code-unlisted"))

    @staticmethod
    def _contract(message_id: str, errors: list[ReplyError], reply: Reply) -> ContractError:
        return ContractError(_message(message_id, errors, reply), detail=_detail(reply))


def _message(message_id: str, errors: list[ReplyError], reply: Reply) -> Message:
    codes = "、".join(dict.fromkeys(reply.words(each.code, 20) for each in errors))
    said = reply.words(" ".join(each.reason for each in errors)) or "-"
    return Message(id=message_id, params={"company": reply.counterpart, "code": codes or "-", "words": said})


def _detail(reply: Reply) -> str:
    return f"{reply.status} {reply.excerpt()}"


def _fault(error: ReplyError, reply: Reply, field_of: FieldOf) -> FieldFault:
    words = reply.words(error.reason) or "-"
    return FieldFault(
        field=reply.words(field_of(error.xpath), 200),
        message=Message(id="iec-fault", params={"code": reply.words(error.code, 20), "words": words}),
        allowed=tuple(reply.words(each, 60) for each in error.details.split("|") if each.strip()),
    )

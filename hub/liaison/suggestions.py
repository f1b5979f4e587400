"""What is most likely to help, told beside each failure."""

from enum import StrEnum
from typing import Final

from hub.delivery.kinds import Kind
from hub.liaison.retrying import PAUSED, can_be_retried
from hub.store import desk
from hub.store.desk_lists import Listed
from models.messages import Message


class Suggestion(StrEnum):
    """The first thing to do."""

    CORRECT = "correct"
    PHONE = "phone"
    RETRY = "retry"
    RESUME = "resume"
    MAP = "map"
    CONFIGURE = "configure"
    ENGINEER = "engineer"
    ASK = "ask"

    @property
    def message(self) -> Message:
        """The suggestion as a sentence."""
        return Message(id=f"suggestion-{self.value}")


_OF_KIND: Final = {
    PAUSED: Suggestion.RESUME,
    "mapping": Suggestion.MAP,
    "mapping-file": Suggestion.MAP,
    "unreadable": Suggestion.ENGINEER,
    "feed": Suggestion.ENGINEER,
}
_OF_ERROR: Final = {
    "rejected": Suggestion.CORRECT,
    "unknown": Suggestion.PHONE,
    "pending": Suggestion.PHONE,
    "lost": Suggestion.PHONE,
    "defect": Suggestion.ENGINEER,
    "contract": Suggestion.ENGINEER,
}
CORRECTABLE: Final = frozenset({Kind.PUSH, Kind.PROJECT, Kind.MATTER, Kind.EVENT})
"""Deliveries whose contents a person can put right."""


def suggestion_for(listed: Listed) -> Suggestion:
    """What to do first about an item."""
    item, delivery = listed.item, listed.delivery
    if item.message.id == "scheme-unserved":
        return Suggestion.CONFIGURE
    if item.kind != desk.DELIVERY or delivery is None:
        return _OF_KIND.get(item.kind, Suggestion.RETRY if can_be_retried(item) else Suggestion.ASK)
    found = _OF_ERROR.get(delivery.error_kind or "", Suggestion.RETRY)
    if found is Suggestion.CORRECT and not is_correctable(listed):
        return Suggestion.RETRY
    return found


def is_correctable(listed: Listed) -> bool:
    """Whether the desk has a form for it: refused, and certainly not taken."""
    delivery = listed.delivery
    return (
        listed.item.closed_at is None
        and delivery is not None
        and delivery.kind in CORRECTABLE
        and not delivery.unsure
    )

"""What a state means to whoever looks: bad, warn, good, busy or calm. The word is the catalogues'."""

from typing import Final

from models.status import ENDS, PASSES, HandlingStatus

_SENSES: Final = {
    # deliveries, desk items and their outcomes
    "waiting": "busy",
    "sending": "busy",
    "delivered": "good",
    "attention": "bad",
    "superseded": "calm",
    "discarded": "calm",
    "retry": "warn",
    "parked": "bad",
    "late": "warn",
    "lost": "warn",
    "released": "calm",
    # counterparts
    "healthy": "good",
    "slow": "warn",
    "open": "bad",
    "probing": "warn",
    "paused": "warn",
    "silent": "warn",
    "unknown": "calm",
    # clocks
    "green": "good",
    "yellow": "warn",
    "red": "bad",
    "grey": "calm",
    "none": "calm",
    # jobs
    "trying": "busy",
    "running": "busy",
    "tried": "warn",
    "done": "good",
    "cancelled": "calm",
    "failed": "bad",
    "skipped": "calm",
    # documents and records
    "present": "good",
    "wanted": "busy",
    "refused": "bad",
    "recorded": "good",
    "missing": "bad",
    "accepted": "good",
    "rejected": "bad",
    "proposed": "warn",
}


def sense(state: object) -> str:
    """The sense of a state by its code; calm for one that nobody has thought of."""
    return _SENSES.get(str(getattr(state, "value", state)), "calm")


def sense_of_status(status: int | None) -> str:
    """The sense of a national handling status."""
    if status is None:
        return "calm"
    if status in PASSES:
        return "good"
    if status in ENDS:
        return "bad"
    waits = {HandlingStatus.CORRECTION_STARTS, HandlingStatus.SPECIAL_PROCEDURE_STARTS}
    return "warn" if status in waits else "busy"

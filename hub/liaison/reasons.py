"""Reason codes: why an item was resolved or skipped. A fixed list, so that they can be counted."""

from enum import StrEnum


class Reason(StrEnum):
    """办结原因."""

    SENT_OTHERWISE = "sent-otherwise"
    """They have it by another way: paper, mail, their own counter."""
    NOT_NEEDED = "not-needed"
    DUPLICATE = "duplicate"
    PROJECT_ENDED = "project-ended"
    FALSE_ALARM = "false-alarm"
    """Reported by mistake; they say so themselves."""
    MENDED = "mended"
    """The cause was put right elsewhere: a mapping, the configuration, an account of theirs."""
    AGREED = "agreed"
    """Settled with the counterpart."""


class Skipped(StrEnum):
    """Why an item that was to be tried again was passed over."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    """A newer version is on its way, or there already: an old one must not follow it."""
    UNDER_WAY = "under-way"
    NOT_RETRYABLE = "not-retryable"
    OTHER_DISTRICT = "other-district"
    NOT_ALLOWED = "not-allowed"
    """A counterpart is resumed by those who may pause it."""

"""The kinds of message the outbox carries."""

from enum import StrEnum


class Kind(StrEnum):
    """What is delivered: to a utility (scheme, document, withdrawal) or to a mirror (records)."""

    PUSH = "scheme.push"
    WITHDRAW = "scheme.withdraw"
    DOCUMENT = "document.send"
    PROJECT = "record.project"
    MATTER = "record.matter"
    EVENT = "record.event"


RECORD_KINDS = frozenset({Kind.PROJECT, Kind.MATTER, Kind.EVENT})

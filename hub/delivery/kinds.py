"""The kinds of message the outbox carries."""

from enum import StrEnum


class Kind(StrEnum):
    """What is delivered: to a utility (scheme, document, withdrawal), to a mirror (records), to a scheme's source
    (opinions)."""

    PUSH = "scheme.push"
    WITHDRAW = "scheme.withdraw"
    DOCUMENT = "document.send"
    APPLICATION = "application.submit"
    PROJECT = "record.project"
    MATTER = "record.matter"
    EVENT = "record.event"
    OPINION = "record.opinion"
    APPROVAL = "record.approval"
    COLOUR = "record.colour"
    OPINIONS = "opinions.return"


RESUMED = frozenset({Kind.DOCUMENT})
"""What the other side says how much of it has: whether an earlier attempt arrived is no question."""
OF_A_VERSION = frozenset({Kind.PUSH, Kind.DOCUMENT})
"""What a newer version of a scheme supersedes."""
OF_A_SCHEME = OF_A_VERSION | {Kind.APPLICATION}
"""What the withdrawal of a scheme supersedes."""

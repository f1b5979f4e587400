"""What one pass of reconciliation came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.messages import Message


@dataclass(frozen=True, slots=True)
class ReconcileReport:
    """A pass. `read` counts the records read back, by counterpart; `open` the findings that are open now, by
    counterpart and kind. `unread` are counterparts that cannot be read back over their wire, `unreached` those
    that did not answer this time: of neither anything new is known, each with the reason."""

    run: int
    whole: bool
    started_at: datetime
    ended_at: datetime | None
    read: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    gone: int = 0
    open: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unread: Mapping[str, Message] = field(default_factory=dict)
    unreached: Mapping[str, Message] = field(default_factory=dict)

    @property
    def open_total(self) -> int:
        """How many findings are open, of all counterparts of the pass."""
        return sum(sum(kinds.values()) for kinds in self.open.values())

    @property
    def clean(self) -> bool:
        """Whether every counterpart that can be read was read, and nothing is open."""
        return not self.open_total and not self.unreached

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "run": self.run,
            "whole": self.whole,
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
            "read": dict(self.read),
            "new": self.new,
            "gone": self.gone,
            "open": {counterpart: dict(kinds) for counterpart, kinds in self.open.items()},
            "open_total": self.open_total,
            "clean": self.clean,
            "unread": {id: message.to_store() for id, message in self.unread.items()},
            "unreached": {id: message.to_store() for id, message in self.unreached.items()},
        }


def open_by_counterpart(
    counts: Mapping[tuple[str, str], int], scope: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Counts of findings as a report has them."""
    found: dict[str, dict[str, int]] = {}
    for (counterpart, kind), count in sorted(counts.items()):
        if counterpart in scope:
            found.setdefault(counterpart, {})[kind] = count
    return found

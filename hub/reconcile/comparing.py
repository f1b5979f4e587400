"""Comparing what was read back with what the hub has: batch by batch, each finding kept as it is met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from hub.reconcile_settings import ReconcileSettings
from hub.store import findings
from hub.store.engine import Store, Tx
from hub.store.findings import NewFinding

BATCH: Final = 200
"""Records looked at in one transaction."""

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One counterpart in one pass. `since` and `last_event` say from where on; `None` and 0: everything."""

    store: Store
    run: int
    counterpart: str
    read: datetime
    """When reading began: what was told or sent after it may rightly not have been read."""
    upto: int
    """The newest event at that moment."""
    since: datetime | None
    last_event: int
    settings: ReconcileSettings

    @property
    def late_ms(self) -> int:
        """When something is late."""
        return round(self.settings.late_after.total_seconds() * 1000)

    @property
    def narrowed_to(self) -> int | None:
        """The pass whose records alone are new; `None`: all are looked at."""
        return None if self.since is None else self.run

    def through(
        self,
        question: Callable[[Tx, P], tuple[Sequence[NewFinding], P | None]],
        start: P,
        *,
        once: bool = False,
    ) -> int:
        """Ask from `start` on until nothing is left, keeping what is found; how much of it is new."""
        place: P | None = start
        new = 0
        while place is not None:
            with self.store.begin() as tx:
                found, place = question(tx, place)
                new += sum(findings.note(tx, self.run, each, once=once) for each in found)
        return new

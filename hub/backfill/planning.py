"""What would come of a history: everything is done, counted and taken back, so that the plan cannot be wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from hub.backfill.applying import Applied, apply
from hub.backfill.history import History, OldCase
from hub.casework.intake import City
from hub.progress import Progress, quiet
from hub.store import backfill, mappings
from hub.store.engine import Store
from models.company import Company
from models.mapping import CodeMapping

_GROUP: Final = 50
"""Cases tried in one transaction: the day's work waits no longer than for these."""


@dataclass(slots=True)
class Plan:
    """What would be new, what is known, and what stands in the way. `records` counts, by mirror, by record type."""

    cases_read: int = 0
    schemes: int = 0
    cases: int = 0
    events: int = 0
    known: int = 0
    conflicts: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    """Codes of the company that nobody has mapped, with how many events have each: they would be held back."""
    records: dict[str, Counter[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    def add(self, applied: Applied) -> None:
        """Count one case."""
        self.schemes += applied.scheme
        self.cases += applied.case
        self.events += applied.events
        self.known += applied.known
        self.conflicts += applied.conflicts


class _TakenBack(Exception):
    """Ends the transaction of a trial."""


def plan(store: Store, company: Company, city: City, history: History, progress: Progress = quiet) -> Plan:
    """What taking in `history` would create. Nothing of it stays."""
    found = Plan(cases_read=len(history.cases))
    with store.read() as tx:
        mapping = mappings.get(tx, company.id)
    found.codes = Counter(_unmapped(history.cases, mapping))
    for start in range(0, len(history.cases), _GROUP):
        try:
            with store.begin() as tx:
                before = backfill.last_delivery(tx)
                for case in history.cases[start : start + _GROUP]:
                    found.add(apply(tx, company, city, case))
                _count(found.records, backfill.deliveries_after(tx, before))
                raise _TakenBack
        except _TakenBack:
            progress("plan", min(start + _GROUP, len(history.cases)), len(history.cases))
    return found


def _count(records: dict[str, Counter[str]], queued: Mapping[tuple[str, str], int]) -> None:
    for (destination, kind), count in queued.items():
        if kind.startswith("record."):
            records.setdefault(destination, Counter())[kind.removeprefix("record.")] += count


def _unmapped(cases: Sequence[OldCase], mapping: CodeMapping) -> Iterator[str]:
    for case in cases:
        for update in case.updates:
            if update.status is None and mapping.find(update.status_code, update.stage) is None:
                yield update.status_code

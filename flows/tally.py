"""What the tasks of one flow run came to, counterpart by counterpart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from hub.clocks.reading import ReadClocks
from hub.collection import Collected
from hub.delivery.settling import DeliveryReport
from hub.documents.fetch import FetchReport
from hub.pulling import Pulled
from hub.reconcile import ReconcileReport
from hub.reminders.reminding import Sent

Phase = Literal["collect", "documents", "push", "pull", "clocks", "mirror", "reconcile", "remind"]

EVERY_SOURCE: Final = "*"
"""Counterpart of a task that concerns all sources at once."""
NOBODY: Final = "-"
"""Counterpart of a task that concerns nobody but the hub."""


@dataclass(frozen=True, slots=True)
class Line:
    """One task: items done, items that will be tried again by themselves, items that wait for a person.

    `failed` says that the counterpart could not be worked with this time. A line begins as failed, so that a
    task that ends in an unforeseen error leaves it so.
    """

    phase: Phase
    counterpart: str
    done: int = 0
    later: int = 0
    attention: int = 0
    failed: bool = True

    @classmethod
    def of_feed(cls, phase: Phase, counterpart: str, report: Collected | Pulled) -> Self:
        """A feed read: `done` counts what was new."""
        return cls(phase, counterpart, report.new, 0, report.unreadable, report.failed)

    @classmethod
    def of_documents(cls, phase: Phase, counterpart: str, report: FetchReport) -> Self:
        """Documents brought in."""
        done, later = report.fetched + report.found, report.failed + report.busy
        return cls(phase, counterpart, done, later, report.refused, bool(report.failed) and not done)

    @classmethod
    def of_clocks(cls, phase: Phase, counterpart: str, report: ReadClocks) -> Self:
        """Clocks read: `done` counts those that changed colour."""
        return cls(phase, counterpart, sum(report.changed.values()), failed=False)

    @classmethod
    def of_reminders(cls, phase: Phase, counterpart: str, sent: Sequence[Sent]) -> Self:
        """Messages sent: failed when not one of several, or the only one, was taken."""
        done = sum(each.taken for each in sent)
        return cls(phase, counterpart, done, len(sent) - done, 0, bool(sent) and not done)

    @classmethod
    def of_delivery(cls, phase: Phase, counterpart: str, report: DeliveryReport) -> Self:
        """Deliveries to one destination: failed when some must be tried again and not one got through."""
        done, later = report.total("delivered"), report.total("retry")
        return cls(phase, counterpart, done, later, report.total("parked"), bool(later) and not done)

    @classmethod
    def of_pass(cls, phase: Phase, counterpart: str, report: ReconcileReport) -> Self:
        """A pass of reconciliation: `done` counts what was read back, `attention` what is open."""
        done = sum(report.read.values())
        return cls(phase, counterpart, done, 0, report.open_total, bool(report.unreached))


@dataclass(slots=True)
class Tally:
    """The lines of one run, and how far it is."""

    planned: int
    """How many tasks the run has."""
    _lines: dict[tuple[Phase, str], Line] = field(default_factory=dict)
    _finished: int = 0
    _within: float = 0.0
    _percent: float = 0.0

    def begin(self, phase: Phase, counterpart: str) -> Line:
        """A task starts; its line, until there is another."""
        line = self._lines[phase, counterpart] = Line(phase, counterpart)
        return line

    def end(self, line: Line) -> None:
        """A task came to an end, with this line."""
        self._lines[line.phase, line.counterpart] = line
        self._finished += 1
        self._within = 0.0

    def progress(self, phase: str, done: int, total: int | None) -> None:
        """See `hub.progress.Progress`."""
        self._within = min(done / total, 1.0) if total else 0.0

    @property
    def percent(self) -> float:
        """How far the run is, 0 to 100. Does not fall."""
        share = min(self._finished + self._within, self.planned) / self.planned if self.planned else 1.0
        self._percent = max(self._percent, round(share * 100, 1))
        return self._percent

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every task so far, in the order they began."""
        return tuple(self._lines.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """Counterparts with which something failed, each once."""
        return tuple(dict.fromkeys(line.counterpart for line in self.lines if line.failed))


def total(lines: Iterable[Line]) -> tuple[int, int, int]:
    """Sent, to be tried again, and waiting for a person; what was only read is not sent."""
    sent = later = attention = 0
    for line in lines:
        sent += line.done if line.phase in ("push", "mirror") else 0
        later += line.later
        attention += line.attention
    return sent, later, attention

"""A case: one scheme at one utility company, as a fold over its events.

Each stage is a *matter* (办件) with a handling status of its own. A matter that has ended may be received
anew (a failed acceptance is repeated), and a revised scheme is received again whether or not the review of
the older version has ended: either opens the next *round*.
"""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from models.base import Frozen, Instant
from models.stage import Opinion, Stage
from models.status import ENDS, PASSES, HandlingStatus, may_follow


class CaseEvent(Frozen):
    """One event of a case as the fold sees it.

    `sequence` is the order of arrival and breaks ties in time; `scheme_version` is the version that the
    company says the event is about, if it says so.
    """

    event_id: str
    stage: Stage
    status: HandlingStatus
    occurred_at: Instant
    sequence: int
    opinion: Opinion | None = None
    scheme_version: int | None = Field(default=None, ge=1)


class Matter(Frozen):
    """One round of one stage: its legal statuses in order, the first being the one that opened it.

    `version` is the scheme version it is about, `None` while no event has told.
    """

    stage: Stage
    round: int = Field(ge=1)
    statuses: tuple[HandlingStatus, ...] = ()
    opened_at: Instant | None = None
    changed_at: Instant | None = None
    opinion: Opinion | None = None
    version: int | None = Field(default=None, ge=1)

    @property
    def status(self) -> HandlingStatus | None:
        """The current handling status, `None` before the first event."""
        return self.statuses[-1] if self.statuses else None

    @property
    def ended(self) -> bool:
        """Whether nothing but a revocation can follow."""
        return self.status in ENDS

    def accepts(self, status: HandlingStatus) -> bool:
        """Whether `status` may legally come next in this round."""
        return may_follow(self.statuses, status)

    def older_than(self, version: int | None) -> bool:
        """Whether this round is known to be about an older scheme version than `version`."""
        return self.version is not None and version is not None and self.version < version

    def newer_than(self, version: int | None) -> bool:
        """Whether this round is known to be about a newer scheme version than `version`."""
        return self.version is not None and version is not None and self.version > version

    def with_event(self, event: CaseEvent) -> Self:
        """This matter after one more legal event."""
        return self.model_copy(
            update={
                "statuses": (*self.statuses, event.status),
                "opened_at": self.opened_at or event.occurred_at,
                "changed_at": event.occurred_at,
                "opinion": event.opinion or self.opinion,
                "version": self.version or event.scheme_version,
            }
        )


class Placed(Frozen):
    """Where the fold put an event: its round, the round's status before it, and whether it was legal."""

    event: CaseEvent
    round: int
    legal: bool
    previous: HandlingStatus | None = None


class CaseState(Frozen):
    """The outcome of a fold: every round of every stage begun, and the place of every event."""

    matters: tuple[Matter, ...] = ()
    placed: tuple[Placed, ...] = ()

    def current(self, stage: Stage) -> Matter | None:
        """The latest round of a stage, or `None` when it has not begun."""
        rounds = [matter for matter in self.matters if matter.stage == stage]
        return rounds[-1] if rounds else None

    @property
    def latest(self) -> Matter | None:
        """The matter opened last, `None` before the first; of two opened at once the later stage.

        Not that of the furthest stage: a revised scheme takes a case back from its application to its review.
        """
        rank = {stage: number for number, stage in enumerate(Stage)}
        opened = [(matter.opened_at, rank[matter.stage], matter.round, matter) for matter in self.matters]
        return max(opened, key=lambda each: each[:3])[3] if opened else None

    @property
    def stage(self) -> Stage:
        """The stage of the matter opened last; review before anything has happened."""
        return self.latest.stage if self.latest else Stage.REVIEW

    @property
    def status(self) -> HandlingStatus | None:
        """Handling status of the matter opened last."""
        return self.latest.status if self.latest else None

    @property
    def ended(self) -> bool:
        """Whether the case is over: acceptance passed, or its latest matter ended in anything but a pass."""
        matter = self.latest
        if matter is None or not matter.ended:
            return False
        return matter.stage is Stage.ACCEPTANCE or matter.status not in PASSES


def fold(events: Iterable[CaseEvent]) -> CaseState:
    """The state of a case from its events, whatever order they arrived in.

    Events are taken in order of the time they happened. An illegal one changes no matter; it is placed,
    marked illegal, for a person to look at.
    """
    matters: dict[Stage, list[Matter]] = {stage: [] for stage in Stage}
    placed: list[Placed] = []
    for event in sorted(events, key=lambda event: (event.occurred_at, event.sequence)):
        rounds = matters[event.stage]
        index = _place(rounds, event)
        current = rounds[index]
        legal = current.accepts(event.status)
        if legal:
            rounds[index] = current.with_event(event)
        placed.append(Placed(event=event, round=current.round, legal=legal, previous=current.status))
    begun = tuple(matter for rounds in matters.values() for matter in rounds if matter.statuses)
    return CaseState(matters=begun, placed=tuple(placed))


def _place(rounds: list[Matter], event: CaseEvent) -> int:
    """Index of the round that `event` belongs to; appends a round when the event opens one.

    An event about an older version than the latest round's belongs to the round of its own version: a company
    may record the end of the old review after it has received the revised scheme.
    """
    index = len(rounds) - 1
    while index > 0 and rounds[index].newer_than(event.scheme_version):
        index -= 1
    if not rounds or (index == len(rounds) - 1 and _opens(rounds[index], event)):
        rounds.append(Matter(stage=event.stage, round=len(rounds) + 1))
        return len(rounds) - 1
    return index


def _opens(current: Matter, event: CaseEvent) -> bool:
    if event.status is not HandlingStatus.RECEIVED:
        return False
    return current.ended or current.older_than(event.scheme_version)

"""A case: one scheme at one utility company, as a fold over its events.

Each stage is a *matter* (办件) with a handling status of its own. A matter that has ended may be received anew (a
revised scheme is reviewed again, a failed acceptance repeated): that opens the next *round*.
"""

from collections.abc import Iterable
from typing import Self

from pydantic import AwareDatetime, Field

from models.base import Frozen
from models.stage import Opinion, Stage
from models.status import ENDS, PASSES, HandlingStatus, may_follow


class CaseEvent(Frozen):
    """One event of a case as the fold sees it: `sequence` is the order of arrival, used to break ties in time."""

    event_id: str
    stage: Stage
    status: HandlingStatus
    occurred_at: AwareDatetime
    sequence: int
    opinion: Opinion | None = None


class Matter(Frozen):
    """One round of one stage: its legal statuses in order, the first being the one that opened it."""

    stage: Stage
    round: int = Field(ge=1)
    statuses: tuple[HandlingStatus, ...] = ()
    opened_at: AwareDatetime | None = None
    changed_at: AwareDatetime | None = None
    opinion: Opinion | None = None

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

    def with_event(self, event: CaseEvent) -> Self:
        """This matter after one more legal event."""
        return self.model_copy(
            update={
                "statuses": (*self.statuses, event.status),
                "opened_at": self.opened_at or event.occurred_at,
                "changed_at": event.occurred_at,
                "opinion": event.opinion or self.opinion,
            }
        )


class Placed(Frozen):
    """Where the fold put an event: the round of its stage, and whether the transition was legal."""

    event: CaseEvent
    round: int
    legal: bool


class CaseState(Frozen):
    """The outcome of a fold: every round of every stage begun, and the place of every event."""

    matters: tuple[Matter, ...] = ()
    placed: tuple[Placed, ...] = ()

    def current(self, stage: Stage) -> Matter | None:
        """The latest round of a stage, or `None` when it has not begun."""
        rounds = [matter for matter in self.matters if matter.stage == stage]
        return rounds[-1] if rounds else None

    @property
    def stage(self) -> Stage:
        """The furthest stage begun; review before anything has happened."""
        begun = [stage for stage in Stage if self.current(stage)]
        return begun[-1] if begun else Stage.REVIEW

    @property
    def status(self) -> HandlingStatus | None:
        """Handling status of the furthest stage begun."""
        matter = self.current(self.stage)
        return matter.status if matter else None

    @property
    def ended(self) -> bool:
        """Whether the case is over: acceptance passed, or its current matter ended in anything but a pass."""
        matter = self.current(self.stage)
        if matter is None or not matter.ended:
            return False
        return self.stage is Stage.ACCEPTANCE or matter.status not in PASSES


def fold(events: Iterable[CaseEvent]) -> CaseState:
    """The state of a case from its events, whatever order they arrived in.

    Events are taken in order of the time they happened. An illegal one changes no matter; it is placed, marked
    illegal, for a person to look at.
    """
    matters: dict[Stage, list[Matter]] = {}
    placed: list[Placed] = []
    for event in sorted(events, key=lambda event: (event.occurred_at, event.sequence)):
        rounds = matters.setdefault(event.stage, [])
        if not rounds or (rounds[-1].ended and event.status is HandlingStatus.RECEIVED):
            rounds.append(Matter(stage=event.stage, round=len(rounds) + 1))
        current = rounds[-1]
        legal = current.accepts(event.status)
        if legal:
            rounds[-1] = current.with_event(event)
        placed.append(Placed(event=event, round=current.round, legal=legal))
    begun = tuple(matter for stage in Stage for matter in matters.get(stage, ()) if matter.statuses)
    return CaseState(matters=begun, placed=tuple(placed))

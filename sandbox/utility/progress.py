"""How a case moves on at a utility: one step after another, over working days."""

from sandbox.clock import Clock, add_minutes
from sandbox.utility.cases import CONCLUSIONS, STAGES, Case
from sandbox.utility.character import Character, Step
from sandbox.utility.events import Feed

_UNDER_WAY = (3, 7, 8)


class Progress:
    """Moves the cases of one utility."""

    def __init__(self, character: Character, clock: Clock, feed: Feed) -> None:
        self._character = character
        self._clock = clock
        self._feed = feed

    def received(self, case: Case) -> None:
        """A first version has come in."""
        self._feed.emit(case, Step("review", 1, 0))
        self.documents_changed(case)

    def revised(self, case: Case) -> None:
        """A newer version has come in: a review that is under way starts over, as a correction; else it is recorded."""
        if not case.in_review:
            return
        if case.next is not None:
            case.next.cancel()
            case.next = None
        if case.status in _UNDER_WAY:
            self._feed.emit(case, Step("review", 6, 0))
        self.documents_changed(case)

    def documents_changed(self, case: Case) -> None:
        """Start the review once every document is there."""
        if case.in_review and case.next is None and case.documents_complete:
            self._go_on(case, self._character.plan(case.scheme_id, case.version, corrected=case.status == 6))

    def withdrawn(self, case: Case) -> None:
        """The scheme is withdrawn: in the stage it stands in, or the next one when that is concluded."""
        if case.next is not None:
            case.next.cancel()
            case.next = None
        if case.state == "open":
            stage = case.stage
            if case.status in CONCLUSIONS:
                stage = STAGES[STAGES.index(stage) + 1]
            self._feed.emit(case, Step(stage, 14, 0))
        case.state = "withdrawn"
        case.withdrawn_at = self._clock.now

    def _go_on(self, case: Case, steps: list[Step]) -> None:
        step, *rest = steps

        def take() -> None:
            case.next = None
            self._feed.emit(case, step)
            if rest:
                self._go_on(case, rest)
            else:
                case.state = "closed"

        case.next = self._clock.at(add_minutes(self._clock.now, step.minutes), take)

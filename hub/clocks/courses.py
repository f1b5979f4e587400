"""Which clocks a case has, and the course of each: one for every round of every stage that has a limit.

The review's clock is that of the opinion: it starts when the company has been handed the version, ends with its
opinion, and is due when the joint review says, else by the rule. It runs before the company has given any sign.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.casework.histories import as_folded
from hub.casework.names import matter_number
from hub.clocks.rules import Rules, voltage_of
from hub.delivery.kinds import Kind
from hub.store import cases, outbox, schemes
from hub.store.cases import CaseRow
from hub.store.engine import Tx
from hub.store.outbox import State
from models.case import CaseState, Matter, fold
from models.clock import ClockRule, Course, Happening, course
from models.demand import Demand
from models.scheme import Scheme
from models.stage import Stage, UtilityKind
from models.status import CONCLUSIONS, ENDS


@dataclass(frozen=True, slots=True)
class Subject:
    """One clock of a case: the round of a stage it belongs to, its rule, and its course.

    `fixed_due`: when the joint review wants the opinion. `stopped`: it was taken from the company before it ended.
    `unacknowledged`: the company has given no sign of having the scheme.
    """

    matter: str
    stage: Stage
    round: int
    rule_name: str
    rule: ClockRule
    course: Course
    fixed_due: datetime | None = None
    stopped: bool = False
    unacknowledged: bool = False


def subjects(tx: Tx, case: CaseRow, scheme: Scheme, rules: Rules) -> tuple[Subject, ...]:
    """The clocks of a case whose scheme's latest version is `scheme`."""
    return tuple(_Case(tx, case, scheme, rules).subjects())


class _Case:
    def __init__(self, tx: Tx, case: CaseRow, scheme: Scheme, rules: Rules) -> None:
        self._tx, self._case, self._scheme, self._rules = tx, case, scheme, rules
        self._state: CaseState = fold(as_folded(each) for each in cases.events(tx, case.number))
        self._handed_over = self._deliveries()
        self._withdrawn_at = self._withdrawal()

    def subjects(self) -> Iterator[Subject]:
        for matter in self._state.matters:
            found = self._of_round(matter)
            if found is not None:
                yield found
        if (awaited := self._awaited()) is not None:
            yield awaited

    def _of_round(self, matter: Matter) -> Subject | None:
        found = self._rule(matter.stage)
        if found is None:
            return None
        name, rule = found
        happenings = self._happenings(matter)
        version = None
        if matter.stage is Stage.REVIEW:
            version = matter.version or self._version_at(matter.opened_at)
            told = self._review_course(rule, happenings, matter, self._handed_over.get(version or 0))
        else:
            told = course(rule, happenings)
        if told is None:
            return None
        told, stopped = self._until_stopped(told, self._stopped_at(matter))
        return Subject(
            matter=matter_number(self._case.number, matter.stage, matter.round),
            stage=matter.stage,
            round=matter.round,
            rule_name=name,
            rule=rule,
            course=told,
            fixed_due=self._due(version, told),
            stopped=stopped,
        )

    def _awaited(self) -> Subject | None:
        """The review of a version that was handed over and that the company has not begun to review."""
        version = self._case.version
        since, found = self._handed_over.get(version), self._rule(Stage.REVIEW)
        if since is None or found is None:
            return None
        rounds = [each for each in self._state.matters if each.stage is Stage.REVIEW]
        latest = rounds[-1] if rounds else None
        if latest is not None and not (latest.older_than(version) or self._ended_before(latest, since)):
            return None
        number = len(rounds) + 1
        told, stopped = self._until_stopped(Course(started_at=since), self._went_on_at(since))
        return Subject(
            matter=matter_number(self._case.number, Stage.REVIEW, number),
            stage=Stage.REVIEW,
            round=number,
            rule_name=found[0],
            rule=found[1],
            course=told,
            fixed_due=self._due(version, told),
            stopped=stopped,
            unacknowledged=not stopped,
        )

    def _rule(self, stage: Stage) -> tuple[str, ClockRule] | None:
        kind = UtilityKind(self._case.kind)
        return self._rules.find(stage, self._case.company, kind, voltage_of(self._demand(kind)))

    def _demand(self, kind: UtilityKind) -> Demand | None:
        return next((each for each in self._scheme.demands if each.kind == kind), None)

    def _happenings(self, matter: Matter) -> Sequence[Happening]:
        return [
            Happening(status=placed.event.status, at=placed.event.occurred_at)
            for placed in self._state.placed
            if placed.legal and (placed.event.stage, placed.round) == (matter.stage, matter.round)
        ]

    def _review_course(
        self, rule: ClockRule, happenings: Sequence[Happening], matter: Matter, handed_over: datetime | None
    ) -> Course | None:
        begun = min(filter(None, (handed_over, matter.opened_at)), default=None)
        if begun is None:
            return None
        whole = course(
            rule.model_copy(update={"starts": tuple(each.status for each in happenings)}), happenings
        )
        opinions = [
            placed.event.occurred_at
            for placed in self._state.placed
            if placed.legal
            and (placed.event.stage, placed.round) == (matter.stage, matter.round)
            and (placed.event.opinion is not None or placed.event.status in CONCLUSIONS | ENDS)
        ]
        pauses = whole.pauses if whole else ()
        return Course(started_at=begun, ended_at=min(opinions, default=None), pauses=pauses)

    def _due(self, version: int | None, told: Course) -> datetime | None:
        if version is None:
            return None
        scheme = self._scheme if version == self._scheme.version else self._older(version)
        due = scheme.opinion_due if scheme else None
        return due if due is not None and due > told.started_at else None

    def _older(self, version: int) -> Scheme | None:
        try:
            return schemes.load(self._tx, self._case.scheme_id, version)
        except KeyError:
            return None

    def _deliveries(self) -> dict[int, datetime]:
        """When each version was handed to the company."""
        pushes = outbox.of_scheme(
            self._tx, destination=self._case.company, scheme_id=self._case.scheme_id, kind=Kind.PUSH
        )
        return {
            row.version: row.delivered_at
            for row in pushes
            if row.state == State.DELIVERED and row.version is not None and row.delivered_at is not None
        }

    def _version_at(self, instant: datetime | None) -> int | None:
        """The version that the company had at an instant, or the first it was handed."""
        before = [each for each, at in self._handed_over.items() if instant is not None and at <= instant]
        return max(before, default=min(self._handed_over, default=None))

    def _withdrawal(self) -> datetime | None:
        """When the scheme was taken back: by the joint review, or from this company by a version without it."""
        taken_back = schemes.withdrawal(self._tx, self._case.scheme_id)
        if taken_back is not None and taken_back.withdrawn_at >= self._scheme.pushed_at:
            return taken_back.withdrawn_at
        told = outbox.of_scheme(
            self._tx, destination=self._case.company, scheme_id=self._case.scheme_id, kind=Kind.WITHDRAW
        )
        later = [row.created_at for row in told if (row.version or 0) > self._case.version]
        return min(later, default=None)

    def _stopped_at(self, matter: Matter) -> datetime | None:
        """When a round was taken from the company: by the next round, by a newer version, or by a withdrawal."""
        later = [
            each.opened_at
            for each in self._state.matters
            if each.stage is matter.stage and each.round == matter.round + 1
        ]
        newer = self._handed_over.get(self._case.version) if matter.older_than(self._case.version) else None
        return min(filter(None, (*later, newer, self._withdrawn_at)), default=None)

    def _went_on_at(self, since: datetime) -> datetime | None:
        """When a review that is awaited since then became needless: withdrawn, or the case has gone on without it."""
        later = [
            each.opened_at
            for each in self._state.matters
            if each.stage is not Stage.REVIEW and each.opened_at is not None and each.opened_at > since
        ]
        return min(filter(None, (*later, self._withdrawn_at)), default=None)

    def _until_stopped(self, told: Course, stopped_at: datetime | None) -> tuple[Course, bool]:
        if stopped_at is None or (told.ended_at is not None and told.ended_at <= stopped_at):
            return told, False
        return told.model_copy(update={"ended_at": max(stopped_at, told.started_at)}), True

    def _ended_before(self, latest: Matter, since: datetime) -> bool:
        if latest.version is not None or not latest.ended or latest.changed_at is None:
            return False
        return latest.changed_at < since

"""A project as a whole (一项目一页): its schemes, what each company does in each stage, and its joint acceptance."""

from collections.abc import Mapping
from enum import StrEnum

from models.base import Day, Frozen, Instant
from models.identifiers import Sha256
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus


class IssuedView(Frozen):
    """A document that a company issued; `here`: it lies in the hub's folder."""

    sha256: Sha256
    name: str
    number: str | None
    issued_on: Day | None
    here: bool


class StageView(Frozen):
    """The latest round of one stage at one company. `recorded` counts, by mirror, the events it has taken."""

    stage: Stage
    matter: str
    round: int
    status: HandlingStatus
    ended: bool
    passed: bool
    opened_at: Instant
    changed_at: Instant
    opinion: Opinion | None
    opinion_text: str
    documents: tuple[IssuedView, ...]
    events: int
    recorded: Mapping[str, int]


class CaseView(Frozen):
    """One company's part. `version` is the one the company was sent; `current`: it is the scheme's latest."""

    case_number: str
    scheme_id: str
    company: str
    company_name: str
    kind: UtilityKind
    version: int
    current: bool
    remote_ref: str | None
    stages: tuple[StageView, ...]

    def stage(self, stage: Stage) -> StageView | None:
        """The stage's latest round, `None` before it began."""
        return next((each for each in self.stages if each.stage is stage), None)


class ReviewView(Frozen):
    """The joint review of a scheme's latest version: where its round stands, and who has not given an opinion."""

    state: str
    due_at: Instant | None
    closed_at: Instant | None
    missing: tuple[str, ...]
    supplements: int
    returned: bool
    """The opinions have reached the joint review."""


class SchemeView(Frozen):
    """One scheme of the project, in its latest version."""

    scheme_id: str
    version: int
    pushed_at: Instant
    opinion_due: Instant | None
    withdrawn_at: Instant | None
    review: ReviewView | None


class Acceptance(StrEnum):
    """Where the joint acceptance (联合验收) of a project stands."""

    NOT_READY = "not_ready"
    """Some company has not hooked it up yet, or nobody has anything to do with it."""
    READY = "ready"
    """Everybody has hooked it up, and nobody has begun to accept it."""
    UNDER_WAY = "under_way"
    FAILED = "failed"
    """Somebody has not passed it, and has not begun anew."""
    PASSED = "passed"
    """Every company has passed it."""


class JointAcceptance(Frozen):
    """The joint acceptance: by company, who has passed it and whom it waits for."""

    state: Acceptance
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    waiting: tuple[str, ...]


class ProjectView(Frozen):
    """Everything about one project."""

    code: str
    name: str
    area_code: str
    address: str
    developer: str
    schemes: tuple[SchemeView, ...]
    cases: tuple[CaseView, ...]
    acceptance: JointAcceptance
    events: int
    recorded: Mapping[str, int]

"""One project (项目): a scheme at all its companies and at the mirrors, on one page for whoever sees it through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.casework.names import mirror_key
from hub.casework.projects import project_view
from hub.clocks import board
from hub.clocks.board import Clock
from hub.delivery.kinds import Kind
from hub.liaison import timeline
from hub.liaison.refusals import Missing
from hub.liaison.timeline import Entry
from hub.people.person import Person, check, check_in
from hub.people.roles import Action
from hub.store import cases, desk_history, documents, schemes, schemes_found
from hub.store.cases import CaseRow, StoredEvent
from hub.store.desk import Item
from hub.store.desk_history import DeliveryLine
from hub.store.documents import DocumentRow
from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.schemes_found import FoundScheme
from models.documents import DocumentRef
from models.messages import Message
from models.projects import ProjectView
from models.scheme import Scheme, Withdrawal
from models.stage import Stage

SIZE = 50


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Schemes, the latest first. `last` is what the next page is asked for with."""

    schemes: tuple[FoundScheme, ...]
    last: int | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class AtStage:
    """A stage of a case: its latest legal event, and how many there were; `None`: not begun."""

    stage: Stage
    latest: StoredEvent | None
    events: int


@dataclass(frozen=True, slots=True)
class AtCompany:
    """A scheme at one company: its case, stage by stage, its clocks, and how its current version got there."""

    case: CaseRow
    stages: tuple[AtStage, ...]
    clocks: tuple[Clock, ...]
    push: DeliveryLine | None
    open_items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class AtMirror:
    """What one mirror was told of a scheme: records it has, that wait, and that somebody must look at."""

    mirror: str
    recorded: int
    waiting: int
    attention: int
    events: int
    missing: int
    """Legal events it does not have yet."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the current version: where it stands here, and at each company."""

    ref: DocumentRef
    here: DocumentRow | None
    at: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """All that is known of a scheme."""

    scheme: Scheme
    versions: int
    warnings: tuple[Message, ...]
    withdrawal: Withdrawal | None
    companies: tuple[AtCompany, ...]
    mirrors: tuple[AtMirror, ...]
    documents: tuple[DocumentLine, ...]
    timeline: tuple[Entry, ...]
    open_items: tuple[Item, ...]
    whole: ProjectView | None
    """The project it belongs to, with its other schemes and its joint acceptance."""


def find(
    tx: Tx, person: Person, words: str = "", *, before: int | None = None, size: int = SIZE
) -> FoundPage:
    """Schemes of the person's districts in which `words` are found, the latest first."""
    check(person, Action.SEE)
    found = schemes_found.find(tx, words.strip(), person.areas, limit=size + 1, before=before)
    shown = found[:size]
    return FoundPage(tuple(scheme for _, scheme in shown), shown[-1][0] if shown else None, len(found) > size)


def project(tx: Tx, person: Person, scheme_id: str, mirrors: Sequence[str]) -> ProjectPage:
    """The page of a scheme; `mirrors` are the systems in which everything is to be recorded. Raises `Missing`."""
    scheme = schemes.latest(tx, scheme_id)
    if scheme is None or not person.sees(scheme.project.area_code):
        raise Missing(Message(id="desk-project-unknown", params={"scheme": scheme_id[:64]}))
    check_in(person, Action.SEE, scheme.project.area_code)
    deliveries = desk_history.deliveries(tx, scheme_id)
    held = cases.by_scheme(tx, scheme_id)
    clocks = board.of_cases(tx, [case.number for case in held])
    events = {case.number: cases.events(tx, case.number) for case in held}
    waiting = tuple(item for item in desk_history.items(tx, scheme_id) if item.closed_at is None)
    legal = [event for each in events.values() for event in each if event.legal]
    return ProjectPage(
        scheme=scheme,
        versions=len(schemes.history(tx, scheme_id)),
        warnings=schemes.warnings(tx, scheme_id, scheme.version),
        withdrawal=schemes.withdrawal(tx, scheme_id),
        companies=tuple(
            _at_company(case, events[case.number], clocks[case.number], deliveries, waiting) for case in held
        ),
        mirrors=tuple(_at_mirror(mirror, deliveries, legal) for mirror in mirrors),
        documents=_documents(tx, scheme, deliveries),
        timeline=timeline.of_scheme(tx, scheme_id),
        open_items=waiting,
        whole=project_view(tx, scheme.project.code, mirrors=mirrors),
    )


def _at_company(
    case: CaseRow,
    events: Sequence[StoredEvent],
    clocks: tuple[Clock, ...],
    deliveries: Sequence[DeliveryLine],
    waiting: Sequence[Item],
) -> AtCompany:
    pushes = [each for each in deliveries if each.kind == Kind.PUSH and each.case_number == case.number]
    return AtCompany(
        case=case,
        stages=tuple(_at_stage(stage, events) for stage in Stage),
        clocks=clocks,
        push=pushes[-1] if pushes else None,
        open_items=tuple(item for item in waiting if item.case_number == case.number),
    )


def _at_stage(stage: Stage, events: Sequence[StoredEvent]) -> AtStage:
    legal = [event for event in events if event.legal and event.stage == stage.value]
    latest = max(legal, key=lambda event: (event.occurred_at, event.id or 0), default=None)
    return AtStage(stage, latest, len(legal))


def _at_mirror(mirror: str, deliveries: Sequence[DeliveryLine], legal: Sequence[StoredEvent]) -> AtMirror:
    told = [each for each in deliveries if each.destination == mirror]
    has = {each.key for each in told if each.state is State.DELIVERED}
    recorded = {mirror_key(mirror, event.record_key) for event in legal if event.record_key}
    return AtMirror(
        mirror=mirror,
        recorded=len(has),
        waiting=sum(each.state in {State.WAITING, State.SENDING} for each in told),
        attention=sum(each.failed for each in told),
        events=len(legal),
        missing=len(legal) - len(recorded & has),
    )


def _documents(tx: Tx, scheme: Scheme, deliveries: Sequence[DeliveryLine]) -> tuple[DocumentLine, ...]:
    at: dict[str, dict[str, State]] = {}
    for each in deliveries:
        if each.kind == Kind.DOCUMENT:
            at.setdefault(each.key.rpartition(":")[2], {})[each.destination] = each.state
    return tuple(
        DocumentLine(ref, documents.get(tx, ref.sha256), at.get(ref.sha256, {})) for ref in scheme.documents
    )

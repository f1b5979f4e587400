"""A project as a whole: read across its schemes, companies, stages, documents and mirrors.

For the desk and other readers: `project_view`, and `side_by_side` for the companies' answers to one scheme.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from hub.casework.histories import as_folded
from hub.casework.names import matter_number, mirror_key, opinions_key
from hub.store import cases, outbox, projects, reviews
from hub.store.cases import CaseRow, StoredEvent
from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.projects import SchemeStanding
from models.case import Matter, fold
from models.documents import DocumentRef
from models.projects import (
    Acceptance,
    CaseView,
    IssuedView,
    JointAcceptance,
    ProjectView,
    ReviewView,
    SchemeView,
    StageView,
)
from models.stage import Stage, UtilityKind
from models.status import PASSES


def project_view(
    tx: Tx, project_code: str, *, mirrors: Collection[str] = (), names: Mapping[str, str] | None = None
) -> ProjectView | None:
    """The project with this code (投资项目统一代码), `None` where no scheme names it.

    `mirrors` are the systems everything is to be recorded in; `names` gives counterparts' names by id.
    """
    standing = projects.schemes_of(tx, project_code)
    if not standing:
        return None
    views = _cases(tx, standing, mirrors, names or {})
    project = standing[-1].scheme.project
    concerned = [case for case in views if case.current]
    stages = [stage for case in views for stage in case.stages]
    return ProjectView(
        code=project.code,
        name=project.name,
        area_code=project.area_code,
        address=project.address,
        developer=project.developer.name,
        schemes=tuple(_scheme(tx, each) for each in standing),
        cases=views,
        acceptance=_acceptance(concerned),
        events=sum(stage.events for stage in stages),
        recorded={mirror: sum(stage.recorded[mirror] for stage in stages) for mirror in mirrors},
    )


def side_by_side(
    tx: Tx, scheme_id: str, *, mirrors: Collection[str] = (), names: Mapping[str, str] | None = None
) -> tuple[CaseView, ...]:
    """What each company has answered to one scheme, stage by stage; none where the scheme is not known."""
    standing = projects.scheme_standing(tx, scheme_id)
    return _cases(tx, (standing,), mirrors, names or {}) if standing else ()


def _cases(
    tx: Tx, standing: Sequence[SchemeStanding], mirrors: Collection[str], names: Mapping[str, str]
) -> tuple[CaseView, ...]:
    rows = [row for each in standing for row in cases.by_scheme(tx, each.scheme.scheme_id)]
    numbers = [row.number for row in rows]
    events = projects.events_of(tx, numbers)
    held = {mirror: projects.held_at(tx, mirror_key(mirror, ""), numbers) for mirror in mirrors}
    named = {ref.sha256 for each in events.values() for event in each for ref in _refs(event)}
    here = projects.present(tx, named)
    # A scheme that was withdrawn concerns nobody any more, nor does an older version.
    latest = {each.scheme.scheme_id: each.scheme.version for each in standing if each.withdrawn_at is None}
    return tuple(
        CaseView(
            case_number=row.number,
            scheme_id=row.scheme_id,
            company=row.company,
            company_name=names.get(row.company, row.company),
            kind=UtilityKind(row.kind),
            version=row.version,
            current=latest.get(row.scheme_id) == row.version,
            remote_ref=row.remote_ref,
            stages=tuple(_stages(row, events[row.number], held, here)),
        )
        for row in rows
    )


def _stages(
    case: CaseRow,
    events: Sequence[StoredEvent],
    held: Mapping[str, Collection[int]],
    here: Collection[str],
) -> Iterator[StageView]:
    state = fold(as_folded(event) for event in events)
    for stage in Stage:
        matter = state.current(stage)
        if matter is None or matter.status is None or matter.opened_at is None or matter.changed_at is None:
            continue
        number = matter_number(case.number, stage, matter.round)
        mine = [event for event in events if event.matter == number]
        yield StageView(
            stage=stage,
            matter=number,
            round=matter.round,
            status=matter.status,
            ended=matter.ended,
            passed=matter.status in PASSES,
            opened_at=matter.opened_at,
            changed_at=matter.changed_at,
            opinion=matter.opinion,
            opinion_text=_words(matter, mine),
            documents=tuple(_issued(mine, here)),
            events=len(mine),
            recorded={mirror: sum(event.id in ids for event in mine) for mirror, ids in held.items()},
        )


def _words(matter: Matter, events: Sequence[StoredEvent]) -> str:
    given = [event for event in events if event.opinion == matter.opinion and event.opinion is not None]
    return given[-1].opinion_text if given else ""


def _issued(events: Sequence[StoredEvent], here: Collection[str]) -> Iterator[IssuedView]:
    for ref in {ref.sha256: ref for event in events for ref in _refs(event)}.values():
        yield IssuedView(
            sha256=ref.sha256,
            name=ref.name,
            number=ref.number,
            issued_on=ref.issued_on,
            here=ref.sha256 in here,
        )


def _refs(event: StoredEvent) -> list[DocumentRef]:
    return [DocumentRef.from_store(each) for each in event.documents]


def _scheme(tx: Tx, standing: SchemeStanding) -> SchemeView:
    scheme = standing.scheme
    return SchemeView(
        scheme_id=scheme.scheme_id,
        version=scheme.version,
        pushed_at=scheme.pushed_at,
        opinion_due=scheme.opinion_due,
        withdrawn_at=standing.withdrawn_at,
        review=_review(tx, scheme.scheme_id),
    )


def _review(tx: Tx, scheme_id: str) -> ReviewView | None:
    round_ = reviews.latest(tx, scheme_id)
    if round_ is None:
        return None
    reply = outbox.by_key(tx, opinions_key(round_.source, scheme_id, round_.version, 0))
    return ReviewView(
        state=round_.state.value,
        due_at=round_.due_at,
        closed_at=round_.closed_at,
        missing=tuple(each.company for each in reviews.answers(tx, round_) if each.opinion is None),
        supplements=round_.supplements,
        returned=reply is not None and reply.state == State.DELIVERED,
    )


def _acceptance(cases: Sequence[CaseView]) -> JointAcceptance:
    passed, failed, begun, waiting = [], [], [], []
    for case in cases:
        stage = case.stage(Stage.ACCEPTANCE)
        if stage is not None and stage.passed:
            passed.append(case.company)
        elif stage is not None and stage.ended:
            failed.append(case.company)
        else:
            waiting.append(case.company)
            if stage is not None:
                begun.append(case.company)
    hooked_up = [(hookup := case.stage(Stage.HOOKUP)) is not None and hookup.passed for case in cases]
    if cases and len(passed) == len(cases):
        state = Acceptance.PASSED
    elif failed:
        state = Acceptance.FAILED
    elif passed or begun:
        state = Acceptance.UNDER_WAY
    elif cases and all(hooked_up):
        state = Acceptance.READY
    else:
        state = Acceptance.NOT_READY
    return JointAcceptance(state=state, passed=tuple(passed), failed=tuple(failed), waiting=tuple(waiting))

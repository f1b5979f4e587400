"""The work list: which stage of which scheme waits for an answer of a company."""

from dataclasses import dataclass

from hub.casework.histories import as_folded
from hub.store import cases, schemes
from hub.store.cases import CaseRow
from hub.store.engine import Tx
from models.case import CaseState, fold
from models.scheme import Scheme
from models.stage import Stage
from models.status import PASSES, HandlingStatus


@dataclass(frozen=True, slots=True)
class Task:
    """One open stage of one case. `status` is the stage's own so far, `None` before its first event."""

    case: CaseRow
    scheme: Scheme
    stage: Stage
    status: HandlingStatus | None
    withdrawn: bool


def worklist(tx: Tx, company: str) -> tuple[Task, ...]:
    """What a company has to answer, one task per case that is not over, by case number."""
    tasks = []
    for case in cases.of_company(tx, company):
        scheme = schemes.latest(tx, case.scheme_id)
        state = fold(as_folded(event) for event in cases.events(tx, case.number))
        stage = open_stage(state, case.version)
        if scheme is None or stage is None:
            continue
        matter = state.current(stage)
        status = matter.status if matter is not None and not matter.ended else None
        withdrawn = schemes.withdrawal(tx, case.scheme_id) is not None
        tasks.append(Task(case, scheme, stage, status, withdrawn))
    return tuple(tasks)


def open_stage(state: CaseState, version: int) -> Stage | None:
    """The stage that an answer is awaited for; `None` when the case is over.

    After a pass it is the next stage. A review that ended otherwise opens anew with a newer version of the scheme.
    """
    matter = state.latest
    if matter is None:
        return Stage.REVIEW
    if not matter.ended:
        return matter.stage
    if matter.status in PASSES:
        later = list(Stage)[list(Stage).index(matter.stage) + 1 :]
        return later[0] if later else None
    return Stage.REVIEW if matter.stage is Stage.REVIEW and matter.older_than(version) else None

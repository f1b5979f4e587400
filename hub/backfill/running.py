"""History taken in a few cases at a time, where the mirrors have room: the day's work goes before it."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.backfill.applying import apply
from hub.backfill.history import History, OldCase
from hub.backfill.settings import BackfillSettings
from hub.casework.intake import City
from hub.documents.folder import DocumentFolder
from hub.store import audit, backfill, documents
from hub.store.backfill import Job
from hub.store.engine import Store, Tx
from models.company import Company


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did. `held_up`: cases wait, but so does too much of the day's work."""

    cases: int = 0
    events: int = 0
    held_up: bool = False
    over: tuple[Job, ...] = ()

    @property
    def nothing_left(self) -> bool:
        """No history waits to be taken in."""
        return not self.cases and not self.held_up


def start(
    store: Store, folder: DocumentFolder, company: Company, history: History, *, actor: str
) -> tuple[Job, bool]:
    """Keep a history as a job; the job, and whether it is new: the same history again is the same job."""
    for path in history.evidence.values():
        folder.put_file(path)
    with store.begin() as tx:
        job, new = backfill.begin(
            tx, company.id, history.digest, history.name, actor, [case.to_store() for case in history.cases]
        )
        if new:
            _keep_evidence(tx, company, history)
            detail = {"file": history.name, "cases": len(history.cases), "refused": len(history.refused)}
            audit.append(tx, actor, "backfill.start", company.id, detail)
    return job, new


def _keep_evidence(tx: Tx, company: Company, history: History) -> None:
    refs = [ref for case in history.cases for update in case.updates for ref in update.documents]
    documents.want(tx, [ref for ref in refs if ref.sha256 in history.evidence], company.id)
    for sha256 in history.evidence:
        documents.mark_present(tx, sha256)


def step(store: Store, companies: Mapping[str, Company], city: City, settings: BackfillSettings) -> Step:
    """Take in the next few cases of `companies`, unless too much waits at a mirror already.

    Safe beside any other worker: a case is taken in once.
    """
    with store.read() as tx:
        if not backfill.next_cases(tx, companies, 1):
            return Step()
        if backfill.most_waiting(tx, city.mirrors) >= settings.ceiling:
            return Step(held_up=True)
    with store.begin() as tx:
        waiting = backfill.next_cases(tx, companies, settings.cases_at_once)
        owners = {job.id: companies[job.company] for job in backfill.jobs(tx) if job.company in companies}
        events = sum(
            apply(tx, owners[case.job_id], city, OldCase.from_store(case.body)).events for case in waiting
        )
        over = backfill.done(tx, waiting)
        for job in over:
            taken, _ = backfill.progress(tx, job.id)
            audit.append(tx, job.actor, "backfill.end", job.company, {"file": job.name, "cases": taken})
    return Step(cases=len(waiting), events=events, over=over)

"""Many at once (批量): a preview, a set frozen at the click, three first, throttle, pause, cancel, and a report.

A job is kept in the store, so that it survives a restart and any process can carry it on (`hub.liaison.bulk_steps`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hub.delivery.breaker import Passage
from hub.delivery.destinations import passage_of
from hub.liaison.filters import Filter
from hub.liaison.listing import MOST
from hub.liaison.reasons import Skipped
from hub.liaison.refusals import Missing, NotPossible
from hub.liaison.retrying import judged, of_ids
from hub.people.person import Person, check, may
from hub.people.refusals import Denied
from hub.people.roles import Action
from hub.store import audit, bulk_jobs, desk_lists, destinations
from hub.store.bulk_jobs import Failed, Job, NewEntry
from hub.store.desk_lists import Target
from hub.store.engine import Tx
from hub.store.outbox import State
from models.messages import Message

TRYING, TRIED, RUNNING = "trying", "tried", "running"
PAUSED, DONE, CANCELLED = "paused", "done", "cancelled"
_SHOWN: Final = 50
_JOBS: Final = 50

Chosen = Filter | Sequence[int]
"""What is to be acted on: all that fulfils a filter, or items by id."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a job would do now: how many it would send again, to whom, and how many it would pass over, and why.

    `held` names the counterparts to which nothing leaves at present: theirs will wait.
    """

    total: int
    sent: int
    cases: int
    skipped: Mapping[Skipped, int]
    by_destination: Mapping[str, int]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How entries stand: `left` are not begun; `under_way` were released and are not settled yet."""

    left: int = 0
    under_way: int = 0
    delivered: int = 0
    failed: int = 0
    superseded: int = 0
    done: int = 0
    """Released and no delivery: a counterpart resumed, a document asked for again."""
    skipped: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing more is going to happen to them by itself."""
        return self.left == 0 and self.under_way == 0


@dataclass(frozen=True, slots=True)
class JobReport:
    """A job, how its entries stand, those of the trial by themselves, and which failed again."""

    job: Job
    outcome: Outcome
    trial: Outcome | None
    skipped: Mapping[Skipped, int]
    failed: tuple[Failed, ...]
    may_control: bool


def preview(tx: Tx, person: Person, chosen: Chosen) -> Preview:
    """What a job over `chosen` would do now. Changes nothing."""
    check(person, Action.BULK)
    found, ids = _targets(tx, person, chosen)
    skipped = judged(person, ids, found)
    sent = [target for target in found if target.id not in skipped]
    by_destination = Counter(target.destination for target in sent if target.destination)
    rows, now = destinations.get(tx), tx.now()
    held = (id_ for id_ in sorted(by_destination) if passage_of(rows.get(id_), now) is Passage.OPEN)
    return Preview(
        total=len(ids),
        sent=len(sent),
        cases=len({target.lane for target in sent if target.lane}),
        skipped=Counter(skipped.values()),
        by_destination=by_destination,
        held=tuple(held),
    )


def start(
    tx: Tx,
    person: Person,
    chosen: Chosen,
    *,
    trial: int = 0,
    per_minute: int | None = None,
    note: str = "",
) -> Job:
    """Begin a job over exactly what `chosen` is now: what arrives later is not in it.

    With `trial`, that many go first, each of another case, and the rest waits for `proceed`. Within a case the order
    is that in which things were to be sent. Raises `NotPossible` when nothing is chosen.
    """
    check(person, Action.BULK)
    check(person, Action.RETRY)
    tx.alone()
    found, _ = _targets(tx, person, chosen)
    if not found:
        raise NotPossible(Message(id="failures-nothing-chosen"))
    ordered = _trial_first(found, trial)
    query = chosen.to_query() if isinstance(chosen, Filter) else ""
    values: dict[str, Any] = {
        "by": person.login,
        "changed_by": person.login,
        "name": person.name,
        "query": query,
        "note": note[:500],
        "state": TRYING if 0 < trial < len(ordered) else RUNNING,
        "trial": trial if 0 < trial < len(ordered) else 0,
        "per_minute": per_minute,
    }
    job = bulk_jobs.add(tx, values, [NewEntry(each.id, each.row_id, each.attempts) for each in ordered])
    told = {"total": job.total, "query": query, "trial": job.trial, "per_minute": per_minute, "note": note}
    audit.append(tx, person.login, "bulk.start", str(job.id), told)
    return job


def _targets(tx: Tx, person: Person, chosen: Chosen) -> tuple[Sequence[Target], Sequence[int]]:
    if isinstance(chosen, Filter):
        found = desk_lists.targets(tx, chosen.selection(person), limit=MOST)
        return found, [target.id for target in found]
    ids = list(dict.fromkeys(chosen))[:MOST]
    seen = [target for target in of_ids(tx, ids) if person.sees(target.area_code)]
    return seen, ids


def _trial_first(found: Sequence[Target], trial: int) -> list[Target]:
    """The first of so many cases before everything else; within a case the order stays."""
    first: dict[str, Target] = {}
    for target in found:
        if len(first) < trial:
            first.setdefault(target.lane or f"{target.kind}:{target.subject}", target)
    ahead = {target.id for target in first.values()}
    return [*first.values(), *(target for target in found if target.id not in ahead)]


def proceed(tx: Tx, person: Person, job_id: int) -> Job:
    """The word after the trial: send the rest."""
    return _switch(tx, person, job_id, "bulk.proceed", {TRIED}, RUNNING)


def pause(tx: Tx, person: Person, job_id: int) -> Job:
    """Release no more until `resume`. What was released goes on."""
    return _switch(tx, person, job_id, "bulk.pause", {TRYING, RUNNING}, PAUSED)


def resume(tx: Tx, person: Person, job_id: int) -> Job:
    """Go on where it was paused."""
    return _switch(tx, person, job_id, "bulk.resume", {PAUSED}, None)


def cancel(tx: Tx, person: Person, job_id: int) -> Job:
    """Release no more, for good. What was released goes on."""
    return _switch(tx, person, job_id, "bulk.cancel", {TRYING, TRIED, RUNNING, PAUSED}, CANCELLED)


def _switch(tx: Tx, person: Person, job_id: int, action: str, from_: set[str], to: str | None) -> Job:
    tx.alone()
    job = _the(tx, person, job_id)
    if not may_control(person, job):
        raise Denied(Message(id="bulk-not-yours", params={"who": job.name}))
    if job.state not in from_:
        raise NotPossible(Message(id="bulk-other-state", params={"job": job.state}))
    state = to or (TRYING if job.done < job.trial else RUNNING)
    ended = {"ended_at": tx.now()} if state == CANCELLED else {}
    bulk_jobs.change(tx, job_id, by=person.login, state=state, due_at=tx.now(), **ended)
    audit.append(tx, person.login, action, str(job_id), {"done": job.done, "total": job.total})
    return _the(tx, person, job_id)


def may_control(person: Person, job: Job) -> bool:
    """Whether a person may stop a job or let it go on: whoever began it, and whoever may approve."""
    return may(person, Action.BULK) and (job.by == person.login or may(person, Action.APPROVE))


def jobs(tx: Tx, person: Person) -> tuple[Job, ...]:
    """The latest jobs, the newest first."""
    check(person, Action.SEE)
    return bulk_jobs.latest(tx, _JOBS)


def job(tx: Tx, person: Person, job_id: int) -> JobReport:
    """How a job stands. Raises `Missing`."""
    found = _the(tx, person, job_id)
    counts = bulk_jobs.outcomes(tx, job_id)
    skipped: Counter[Skipped] = Counter()
    for (_, reason, _), count in counts.items():
        if reason is not None:
            skipped[Skipped(reason)] += count
    return JobReport(
        job=found,
        outcome=_outcome(counts),
        trial=_outcome(bulk_jobs.outcomes(tx, job_id, below=found.trial)) if found.trial else None,
        skipped=skipped,
        failed=bulk_jobs.failed(tx, job_id, _SHOWN),
        may_control=may_control(person, found),
    )


def _the(tx: Tx, person: Person, job_id: int) -> Job:
    check(person, Action.SEE)
    found = bulk_jobs.get(tx, job_id)
    if found is None:
        raise Missing(Message(id="bulk-unknown", params={"id": job_id}))
    return found


def _outcome(counts: Mapping[tuple[str, str | None, str | None], int]) -> Outcome:
    found: Counter[str] = Counter()
    for (state, _, row), count in counts.items():
        found[_standing(state, row)] += count
    return Outcome(**found)


def _standing(state: str, row: str | None) -> str:
    if state != bulk_jobs.RELEASED:
        return "left" if state == bulk_jobs.PENDING else "skipped"
    match row:
        case None:
            return "done"
        case State.DELIVERED:
            return "delivered"
        case State.ATTENTION:
            return "failed"
        case State.SUPERSEDED | State.DISCARDED:
            return "superseded"
        case _:
            return "under_way"

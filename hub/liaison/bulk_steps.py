"""Carrying jobs on, a step at a time: the desk does it in the background, and every cycle; either alone is enough."""

from datetime import timedelta
from typing import Final

from hub.liaison import bulk
from hub.liaison.retrying import retry
from hub.people.accounts import person_of
from hub.people.person import LIANDONG, Person, operator
from hub.people.refusals import Denied
from hub.store import accounts, audit, bulk_jobs
from hub.store.bulk_jobs import Job
from hub.store.engine import Store, Tx
from models.messages import Message

STEP: Final = 1000
"""Items released in one transaction: others must come in between."""
_TICK: Final = timedelta(seconds=10)
"""A throttled job releases its share of this long at once."""


def step(store: Store, limit: int = STEP) -> int:
    """Release the next items of the job that has waited longest; how many entries were dealt with, 0: none is due."""
    with store.read() as tx:
        if bulk_jobs.due(tx) is None:
            return 0
    with store.begin() as tx:
        tx.alone()
        job = bulk_jobs.due(tx)
        return _step(tx, job, limit) if job is not None else 0


def run_due(store: Store, limit: int = STEP) -> int:
    """Take steps until none is due; how many entries were dealt with."""
    total = 0
    while done := step(store, limit):
        total += done
    return total


def _step(tx: Tx, job: Job, limit: int) -> int:
    ids = bulk_jobs.pending(tx, job.id, job.done, _share(job, limit))
    try:
        outcome = retry(tx, _whose(tx, job), ids, job=job.id)
    except Denied as denied:
        # Whoever began it may no longer: it waits for somebody who may.
        bulk_jobs.change(tx, job.id, by=LIANDONG.login, state=bulk.PAUSED)
        audit.append(tx, LIANDONG.login, "bulk.pause", str(job.id), {"because": denied.message.id})
        return 0
    reasons = {item_id: why.value for item_id, why in outcome.skipped.items()}
    bulk_jobs.settle(tx, job.id, job.done, ids, reasons)
    done = job.done + len(ids)
    bulk_jobs.change(tx, job.id, by=job.changed_by, done=done, due_at=tx.now() + _wait(job, len(ids)))
    if done >= job.total:
        bulk_jobs.change(tx, job.id, by=job.changed_by, state=bulk.DONE, ended_at=tx.now())
        audit.append(tx, LIANDONG.login, "bulk.done", str(job.id), {"total": job.total})
    elif job.state == bulk.TRYING and done >= job.trial:
        bulk_jobs.change(tx, job.id, by=job.changed_by, state=bulk.TRIED)
    return len(ids)


def _share(job: Job, limit: int) -> int:
    share = limit
    if job.per_minute is not None:
        share = min(share, max(1, round(job.per_minute * _TICK / timedelta(minutes=1))))
    return min(share, job.trial - job.done) if job.state == bulk.TRYING else share


def _wait(job: Job, released: int) -> timedelta:
    return timedelta(minutes=1) * released / job.per_minute if job.per_minute else timedelta()


def _whose(tx: Tx, job: Job) -> Person:
    """Who a job acts for, as they are now. Raises `Denied` for a closed account."""
    row = accounts.by_login(tx, job.by)
    if row is None:
        return operator(job.by)
    if row.disabled_at is not None:
        raise Denied(Message(id="bulk-account-closed", params={"who": job.name}))
    return person_of(row)

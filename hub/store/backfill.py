"""Jobs of history to be taken in, and their cases that still wait."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, literal_column, select, update

from hub.store.engine import Tx
from hub.store.rows import State, is_in
from hub.store.sql import among, insert_into
from hub.store.tables import backfill_case, backfill_job, outbox

WAITING: Final = "waiting"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Job:
    """One history of one company. `ended_at`: every case of it has been taken in."""

    id: int
    company: str
    digest: str
    name: str
    actor: str
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case of a job."""

    job_id: int
    number: int
    body: Mapping[str, Any]


def begin(
    tx: Tx, company: str, digest: str, name: str, actor: str, cases: Sequence[Mapping[str, Any]]
) -> tuple[Job, bool]:
    """Keep a history as a job; the job, and whether it is new. The same history of a company is one job."""
    tx.alone()
    statement = insert_into(tx, backfill_job).values(
        company=company, digest=digest, name=name, actor=actor, begun_at=tx.now()
    )
    statement = statement.on_conflict_do_nothing(index_elements=["company", "digest"])
    new = tx.connection.execute(statement.returning(backfill_job.c.id)).scalar_one_or_none()
    if new is not None:
        rows = [
            {"job_id": new, "number": number, "body": dict(body), "state": WAITING}
            for number, body in enumerate(cases, start=1)
        ]
        if rows:
            tx.connection.execute(insert(backfill_case), rows)
    where = (backfill_job.c.company == company, backfill_job.c.digest == digest)
    row = tx.connection.execute(select(backfill_job).where(*where)).mappings().one()
    return Job(**row), new is not None


def jobs(tx: Tx) -> tuple[Job, ...]:
    """All jobs, the latest first."""
    statement = select(backfill_job).order_by(backfill_job.c.id.desc())
    return tuple(Job(**row) for row in tx.connection.execute(statement).mappings())


def progress(tx: Tx, job_id: int) -> tuple[int, int]:
    """How many cases of a job have been taken in, and how many there are."""
    statement = (
        select(backfill_case.c.state, func.count())
        .where(backfill_case.c.job_id == job_id)
        .group_by(backfill_case.c.state)
    )
    counts: dict[str, int] = dict(tx.connection.execute(statement).tuples().all())
    return counts.get(DONE, 0), sum(counts.values())


def next_cases(tx: Tx, companies: Collection[str], limit: int) -> tuple[WaitingCase, ...]:
    """The next cases of these companies that wait, the oldest job's first."""
    statement = (
        select(backfill_case.c.job_id, backfill_case.c.number, backfill_case.c.body)
        .join(backfill_job, backfill_job.c.id == backfill_case.c.job_id)
        .where(
            backfill_case.c.state == literal_column(f"'{WAITING}'"),
            backfill_job.c.company.in_(sorted(companies)),
        )
        .order_by(backfill_case.c.job_id, backfill_case.c.number)
        .limit(limit)
    )
    return tuple(WaitingCase(**row) for row in tx.connection.execute(statement).mappings())


def done(tx: Tx, cases: Sequence[WaitingCase]) -> tuple[Job, ...]:
    """These cases are taken in; the jobs that are over with that."""
    tx.alone()
    over = []
    for job_id in sorted({case.job_id for case in cases}):
        numbers = [case.number for case in cases if case.job_id == job_id]
        mine = backfill_case.c.job_id == job_id
        statement = update(backfill_case).where(mine, among(tx, backfill_case.c.number, numbers))
        # What was read is not kept twice: it is in the history now.
        tx.connection.execute(statement.values(state=DONE, body={}))
        taken, total = progress(tx, job_id)
        if taken == total:
            ended = update(backfill_job).where(backfill_job.c.id == job_id).values(ended_at=tx.now())
            row = tx.connection.execute(ended.returning(backfill_job)).mappings().one()
            over.append(Job(**row))
    return tuple(over)


def most_waiting(tx: Tx, destinations: Sequence[str]) -> int:
    """How many deliveries wait, or are under way, at the busiest of these destinations."""
    statement = (
        select(func.count())
        .where(outbox.c.destination.in_(sorted(destinations)), is_in([State.WAITING, State.SENDING]))
        .group_by(outbox.c.destination)
    )
    return max(tx.connection.execute(statement).scalars(), default=0)


def last_delivery(tx: Tx) -> int:
    """The highest id in the outbox; 0 where it is empty."""
    last: int = tx.connection.execute(select(func.coalesce(func.max(outbox.c.id), 0))).scalar_one()
    return last


def deliveries_after(tx: Tx, row_id: int) -> Mapping[tuple[str, str], int]:
    """What was queued after the row with this id, by destination and kind."""
    by = (outbox.c.destination, outbox.c.kind)
    rows = tx.connection.execute(select(*by, func.count()).where(outbox.c.id > row_id).group_by(*by))
    return {(destination, kind): count for destination, kind, count in rows}

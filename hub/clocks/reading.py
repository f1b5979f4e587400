"""Reading clocks again: those of cases to which something has happened, and those whose colour is due to change.

Everything a reading changes commits together: the clocks, the desk's items about them, the colours for mirrors, and
when the case is to be read next. A run costs by what changed, not by how many clocks there are.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from hub.casework.intake import City
from hub.clocks import telling
from hub.clocks.basis import Basis, take_basis
from hub.clocks.courses import Subject, subjects
from hub.store import calendar as stored
from hub.store import cases, clocks, schemes
from hub.store.cases import CaseRow
from hub.store.clocks import ClockRow
from hub.store.engine import Store, Tx
from models.calendar import WorkingTime, china_day
from models.clock import Reading, read_fixed
from models.clock import read as read_clock
from models.scheme import Scheme

GROUP: Final = 128
"""Cases read in one transaction."""


@dataclass(frozen=True, slots=True)
class ReadClocks:
    """What a run came to: cases read, clocks of theirs, and those that changed colour, by the new one."""

    cases: int = 0
    clocks: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)


async def run(store: Store, home: Path, city: City) -> ReadClocks:
    """Read every clock again that may show something else by now."""
    return await asyncio.to_thread(run_now, store, home, city)


def run_now(store: Store, home: Path, city: City) -> ReadClocks:
    """`run`, for callers that are in a thread of their own."""
    with store.begin() as tx:
        basis = take_basis(tx, home)
    total, read_clocks = 0, 0
    changed: Counter[str] = Counter()
    while True:
        with store.begin() as tx:
            done = read_group(tx, basis, city)
        if not done.cases:
            break
        total, read_clocks = total + done.cases, read_clocks + done.clocks
        changed.update(done.changed)
    _keep_day(store, changed)
    return ReadClocks(total, read_clocks, dict(changed))


def read_group(tx: Tx, basis: Basis, city: City, *, limit: int = GROUP) -> ReadClocks:
    """Read the clocks of up to `limit` cases that are due for it."""
    tx.alone()
    numbers = stored.due_cases(tx, limit)
    before = {row.matter: row for row in clocks.of_cases(tx, numbers)}
    given = _Known(basis, city, before, telling.unacknowledged(tx))
    rows: list[ClockRow] = []
    next_at: dict[str, datetime | None] = {}
    changed: Counter[str] = Counter()
    for number in numbers:
        case = cases.get(tx, number)
        scheme = schemes.latest(tx, case.scheme_id) if case else None
        if case is None or scheme is None:
            next_at[number] = None
            continue
        found, next_at[number] = _read_case(tx, case, scheme, given)
        rows += found
    for row in rows:
        if row.colour is not None and row.changed_at == row.read_at:
            changed[row.colour] += 1
    new = [row for row in rows if _says_more(row, before.get(row.matter))]
    unchanged = {row.matter for row in rows} - {row.matter for row in new}
    clocks.put(tx, numbers, new, unchanged=unchanged)
    stored.set_clock_at(tx, next_at)
    return ReadClocks(len(numbers), len(rows), dict(changed))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a group's cases are read with: see `Basis`; their clocks as they were, and `telling.unacknowledged`."""

    basis: Basis
    city: City
    before: Mapping[str, ClockRow]
    told: Mapping[str, str]


def _read_case(
    tx: Tx, case: CaseRow, scheme: Scheme, given: _Known
) -> tuple[list[ClockRow], datetime | None]:
    now = tx.now()
    rows, changes = [], []
    unacknowledged: Subject | None = None
    for subject in subjects(tx, case, scheme, given.basis.rules):
        known = given.before.get(subject.matter)
        reading = _read(subject, known, now, given.basis.work)
        rows.append(_row(case, scheme, subject, reading, known, now))
        changes.append(reading.changes_at)
        unacknowledged = subject if subject.unacknowledged else unacknowledged
    for row in rows:
        telling.tell_mirrors(tx, row, scheme, given.city)
    days = given.basis.rules.acknowledgement.days
    changes.append(
        telling.tell_unacknowledged(tx, case, scheme, unacknowledged, days, given.basis.work, given.told)
    )
    return rows, min(filter(None, changes), default=None)


def _says_more(row: ClockRow, known: ClockRow | None) -> bool:
    """Whether anything is new, the moment of reading aside; of an ended clock, that was read before, all is said."""
    return known is None or row != replace(known, read_at=row.read_at)


def _read(subject: Subject, known: ClockRow | None, now: datetime, work: WorkingTime) -> Reading:
    told, rule = subject.course, subject.rule
    if (
        known is not None
        and known.ended_at is not None
        and known.ended_at == told.ended_at
        and not subject.fixed_due
    ):
        # What has ended was judged by the rule of its time.
        rule = rule.model_copy(update={"limit_days": Decimal(str(known.limit_days))})
    if subject.fixed_due is not None:
        reading = read_fixed(rule, told, subject.fixed_due, now, work)
    else:
        reading = read_clock(rule, told, now, work)
    return reading.model_copy(update={"on_time": None}) if subject.stopped else reading


def _row(
    case: CaseRow,
    scheme: Scheme,
    subject: Subject,
    reading: Reading,
    known: ClockRow | None,
    now: datetime,
) -> ClockRow:
    same = known is not None and known.colour == reading.colour
    return ClockRow(
        matter=subject.matter,
        case_number=case.number,
        scheme_id=case.scheme_id,
        project_code=scheme.project.code,
        project_name=scheme.project.name,
        company=case.company,
        kind=case.kind,
        area_code=scheme.project.area_code,
        stage=subject.stage,
        round=subject.round,
        rule=subject.rule_name,
        limit_days=reading.limit_days,
        used_days=reading.used_days,
        started_at=reading.started_at,
        due_at=reading.due_at,
        paused_since=reading.paused_since,
        ended_at=reading.ended_at,
        colour=reading.colour,
        on_time=reading.on_time,
        provisional=reading.provisional,
        read_at=now,
        changed_at=known.changed_at if known is not None and same else now,
    )


def _keep_day(store: Store, changed: Mapping[str, int]) -> None:
    """Keep today's counts: when a colour has changed, and at the first run of a day."""
    with store.read() as tx:
        today = china_day(tx.now()).isoformat()
        if not changed and clocks.has_day(tx, today):
            return
    with store.begin() as tx:
        clocks.put_day(tx, china_day(tx.now()).isoformat())

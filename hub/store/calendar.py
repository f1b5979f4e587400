"""The calendar's own days: what a person, or a year's announcement, says of them; and what clocks were last read by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from hub.store.engine import Tx
from hub.store.sql import among, insert_into
from hub.store.tables import calendar_day, calendar_year, case_clock, clock_basis, utility_case
from models.calendar import CHINA


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day as somebody has set it."""

    day: date
    working: bool
    note: str
    set_by: str
    set_at: datetime


def days(tx: Tx) -> tuple[OwnDay, ...]:
    """Every day set, in order."""
    rows = tx.connection.execute(select(calendar_day).order_by(calendar_day.c.day)).mappings()
    return tuple(OwnDay(**{**row, "day": date.fromisoformat(row["day"])}) for row in rows)


def years(tx: Tx) -> frozenset[int]:
    """The years whose announcement was imported."""
    return frozenset(tx.connection.scalars(select(calendar_year.c.year)))


def put_day(tx: Tx, day: date, *, working: bool, note: str, by: str) -> None:
    """Set a day, over whatever stood there."""
    tx.alone()
    values = {"working": working, "note": note, "set_by": by, "set_at": tx.now()}
    statement = insert_into(tx, calendar_day).values(day=day.isoformat(), **values)
    tx.connection.execute(statement.on_conflict_do_update(index_elements=["day"], set_=values))
    _touched(tx, [day])


def remove_day(tx: Tx, day: date) -> bool:
    """Let a day be what the published calendar says. False when it was not set."""
    tx.alone()
    removed = tx.connection.execute(delete(calendar_day).where(calendar_day.c.day == day.isoformat()))
    _touched(tx, [day])
    return removed.rowcount == 1


def put_year(tx: Tx, year: int, own: Mapping[date, tuple[bool, str]], *, by: str) -> None:
    """Take a year as published, with the days that its announcement names."""
    tx.alone()
    for day, (working, note) in own.items():
        put_day(tx, day, working=working, note=note, by=by)
    statement = insert_into(tx, calendar_year).values(year=year, set_by=by, set_at=tx.now())
    tx.connection.execute(statement.on_conflict_do_nothing())
    read_all(tx)


def _touched(tx: Tx, changed: Sequence[date]) -> None:
    """Have the clocks read again whose term any of these days lies in, or may."""
    for day in changed:
        begins = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        running_then = or_(
            case_clock.c.ended_at.is_(None), case_clock.c.ended_at >= begins, case_clock.c.due_at >= begins
        )
        _mark(tx, and_(running_then))


def read_all(tx: Tx) -> None:
    """Have every clock read again that runs or is provisional."""
    _mark(tx, or_(case_clock.c.ended_at.is_(None), case_clock.c.provisional))


def read_open_cases(tx: Tx) -> None:
    """Have the clocks of every case read again that is not over."""
    tx.alone()
    statement = update(utility_case).where(~utility_case.c.ended).values(clock_at=tx.now())
    tx.connection.execute(statement)


def _mark(tx: Tx, condition: Any) -> None:
    concerned = select(case_clock.c.case_number).where(condition)
    statement = update(utility_case).where(utility_case.c.number.in_(concerned)).values(clock_at=tx.now())
    tx.connection.execute(statement)


def basis(tx: Tx, name: str) -> tuple[Mapping[str, Any], str] | None:
    """What clocks were last read by, and its digest."""
    found = tx.connection.execute(select(clock_basis).where(clock_basis.c.name == name)).first()
    return None if found is None else (found.body, found.digest)


def put_basis(tx: Tx, name: str, body: Mapping[str, Any], digest: str) -> None:
    """Keep what clocks are read by from now on."""
    tx.alone()
    values = {"body": body, "digest": digest, "taken_at": tx.now()}
    statement = insert_into(tx, clock_basis).values(name=name, **values)
    tx.connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


def set_clock_at(tx: Tx, when: Mapping[str, datetime | None]) -> None:
    """When the clocks of each case are to be read next, by its number; `None`: not before something happens."""
    tx.alone()
    by_time: dict[datetime | None, list[str]] = {}
    for number, at in when.items():
        by_time.setdefault(at, []).append(number)
    for at, numbers in by_time.items():
        _set(tx, numbers, at)


def _set(tx: Tx, numbers: Iterable[str], at: datetime | None) -> None:
    statement = update(utility_case).where(among(tx, utility_case.c.number, list(numbers)))
    tx.connection.execute(statement.values(clock_at=at))


def due_cases(tx: Tx, limit: int) -> tuple[str, ...]:
    """Cases whose clocks are to be read, the longest due first."""
    statement = (
        select(utility_case.c.number)
        .where(utility_case.c.clock_at.is_not(None), utility_case.c.clock_at <= tx.now())
        .order_by(utility_case.c.clock_at, utility_case.c.number)
        .limit(limit)
    )
    return tuple(tx.connection.scalars(statement))

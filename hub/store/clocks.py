"""What the clocks of matters showed when they were last read, and how many of each colour there were each day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, func, select

from hub.store.engine import Tx
from hub.store.sql import among, insert_into, not_among
from hub.store.tables import case_clock, clock_day
from models.colour import Colour


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clock of one matter: see `models.clock.Reading`. `changed_at`: since when it has this colour."""

    matter: str
    case_number: str
    scheme_id: str
    project_code: str
    project_name: str
    company: str
    kind: str
    area_code: str
    stage: str
    round: int
    rule: str
    limit_days: float
    used_days: float
    started_at: datetime
    due_at: datetime | None
    paused_since: datetime | None
    ended_at: datetime | None
    colour: str | None
    on_time: bool | None
    provisional: bool
    read_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many clocks of a company, area and stage had a colour at the end of a day."""

    day: str
    company: str
    area_code: str
    stage: str
    colour: str
    count: int


_FIELDS: Final = tuple(each.name for each in fields(ClockRow))
_URGENCY: Final = case(
    {Colour.RED.value: 0, Colour.YELLOW.value: 1, Colour.GREEN.value: 2}, value=case_clock.c.colour, else_=3
)


def put(
    tx: Tx, numbers: Collection[str], rows: Sequence[ClockRow], *, unchanged: Collection[str] = ()
) -> None:
    """Keep the clocks of these cases, and no others of theirs but those of the `unchanged` matters."""
    tx.alone()
    kept = [*(row.matter for row in rows), *unchanged]
    gone = delete(case_clock).where(
        among(tx, case_clock.c.case_number, numbers), not_among(tx, case_clock.c.matter, kept)
    )
    tx.connection.execute(gone)
    if not rows:
        return
    statement = insert_into(tx, case_clock)
    new = {name: statement.excluded[name] for name in _FIELDS if name != "matter"}
    tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["matter"], set_=new),
        [{name: getattr(row, name) for name in _FIELDS} for row in rows],
    )


def of_cases(tx: Tx, numbers: Collection[str]) -> tuple[ClockRow, ...]:
    """The clocks of these cases, by case and in the order they started."""
    return select_rows(tx, among(tx, case_clock.c.case_number, numbers))


def select_rows(
    tx: Tx,
    *conditions: ColumnElement[bool],
    urgent_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ClockRow, ...]:
    """Clocks that fulfil all `conditions`."""
    order: tuple[Any, ...] = (case_clock.c.case_number, case_clock.c.started_at, case_clock.c.matter)
    if urgent_first:
        order = (_URGENCY, func.coalesce(case_clock.c.due_at, case_clock.c.started_at), case_clock.c.matter)
    statement = select(case_clock).where(*conditions).order_by(*order).limit(limit).offset(offset)
    return tuple(ClockRow(**row) for row in tx.connection.execute(statement).mappings())


def colours(
    tx: Tx, *conditions: ColumnElement[bool], by: Sequence[str] = ()
) -> Mapping[tuple[str, ...], int]:
    """How many running clocks there are, by the columns of `by` and then by colour."""
    columns = [case_clock.c[name] for name in (*by, "colour")]
    statement = (
        select(*columns, func.count())
        .where(case_clock.c.ended_at.is_(None), case_clock.c.colour.is_not(None), *conditions)
        .group_by(*columns)
        .order_by(*columns)
    )
    return {tuple(row[:-1]): row[-1] for row in tx.connection.execute(statement)}


def provisional(tx: Tx) -> int:
    """How many running clocks reach into a year whose calendar is not known."""
    statement = select(func.count()).where(case_clock.c.provisional, case_clock.c.ended_at.is_(None))
    return tx.connection.execute(statement).scalar_one()


def put_day(tx: Tx, day: str) -> None:
    """Keep the counts as they are now as those of `day`, over what was kept of it so far."""
    tx.alone()
    tx.connection.execute(delete(clock_day).where(clock_day.c.day == day))
    counts = colours(tx, by=("company", "area_code", "stage"))
    rows = [
        asdict(DayCount(day, company, area, stage, colour, count))
        for (company, area, stage, colour), count in counts.items()
    ]
    if rows:
        tx.connection.execute(clock_day.insert(), rows)


def has_day(tx: Tx, day: str) -> bool:
    """Whether any count of `day` is kept."""
    return (
        tx.connection.execute(select(clock_day.c.day).where(clock_day.c.day == day).limit(1)).first()
        is not None
    )


def days(tx: Tx, first: str, last: str) -> tuple[DayCount, ...]:
    """The counts of the days from `first` to `last`, as far as they were kept."""
    statement = select(clock_day).where(clock_day.c.day.between(first, last)).order_by(*clock_day.primary_key)
    return tuple(DayCount(**row) for row in tx.connection.execute(statement).mappings())

"""Clocks for readers: those of a case or a project, a board of what runs, counts of colours, the worst of several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement

from hub.clocks.basis import working_time
from hub.store import clocks
from hub.store.clocks import ClockRow
from hub.store.engine import Tx
from hub.store.sql import among
from hub.store.tables import case_clock
from models.base import Frozen
from models.calendar import WorkingTime
from models.colour import Colour

MOST_SHOWN: Final = 100
_WORST: Final = (Colour.RED, Colour.YELLOW, Colour.PAUSED, Colour.GREEN)


class Clock(Frozen):
    """The clock of one matter (办件), as people are shown it. `changed_at`: since when it has this colour."""

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
    colour: Colour | None
    on_time: bool | None
    provisional: bool
    changed_at: datetime
    left_days: float
    """Working days left now, or at the end; below 0 it is that much over."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which running clocks; what is `None` or empty is not asked for."""

    companies: Sequence[str] = ()
    areas: Sequence[str] = ()
    stages: Sequence[str] = ()
    colours: Sequence[Colour] = ()
    provisional: bool | None = None


def of_case(tx: Tx, number: str) -> tuple[Clock, ...]:
    """The clocks of a case, ended ones too, in the order they started."""
    return _shown(tx, clocks.of_cases(tx, [number]))


def of_cases(tx: Tx, numbers: Iterable[str]) -> Mapping[str, tuple[Clock, ...]]:
    """`of_case` for several, by number."""
    found: dict[str, list[Clock]] = {number: [] for number in numbers}
    for clock in _shown(tx, clocks.of_cases(tx, list(found))):
        found[clock.case_number].append(clock)
    return {number: tuple(each) for number, each in found.items()}


def of_project(tx: Tx, project_code: str) -> tuple[Clock, ...]:
    """The clocks of every case of a project."""
    return _shown(tx, clocks.select_rows(tx, case_clock.c.project_code == project_code))


def board(
    tx: Tx, chosen: Chosen = Chosen(), *, limit: int = MOST_SHOWN, offset: int = 0
) -> tuple[Clock, ...]:
    """Running clocks, red before yellow before green before paused, and within a colour the earliest due first."""
    conditions = [case_clock.c.ended_at.is_(None), *_conditions(tx, chosen)]
    return _shown(tx, clocks.select_rows(tx, *conditions, urgent_first=True, limit=limit, offset=offset))


def counts(tx: Tx, chosen: Chosen = Chosen()) -> Mapping[Colour, int]:
    """How many running clocks have each colour."""
    found = clocks.colours(tx, *_conditions(tx, chosen))
    return {colour: found.get((colour.value,), 0) for colour in Colour}


def counts_by(tx: Tx, column: str, chosen: Chosen = Chosen()) -> Mapping[str, Mapping[Colour, int]]:
    """`counts` by `company`, `area_code`, `stage` or `kind`."""
    found = clocks.colours(tx, *_conditions(tx, chosen), by=(column,))
    names = sorted({name for name, _ in found})
    return {name: {colour: found.get((name, colour.value), 0) for colour in Colour} for name in names}


def worst_of(items: Iterable[Clock]) -> Colour | None:
    """The colour that several clocks show as one: red before yellow before paused before green; `None` for none."""
    shown = {each.colour for each in items}
    return next((colour for colour in _WORST if colour in shown), None)


def _conditions(tx: Tx, chosen: Chosen) -> list[ColumnElement[bool]]:
    asked = {
        "company": chosen.companies,
        "area_code": chosen.areas,
        "stage": chosen.stages,
        "colour": [colour.value for colour in chosen.colours],
    }
    found = [among(tx, case_clock.c[name], list(values)) for name, values in asked.items() if values]
    if chosen.provisional is not None:
        found.append(case_clock.c.provisional.is_(chosen.provisional))
    return found


def _shown(tx: Tx, rows: Sequence[ClockRow]) -> tuple[Clock, ...]:
    if not rows:
        return ()
    work, now = working_time(tx), tx.now()
    return tuple(_clock(row, now, work) for row in rows)


def _clock(row: ClockRow, now: datetime, work: WorkingTime) -> Clock:
    left = row.limit_days - row.used_days
    if row.ended_at is None and row.due_at is not None:
        left = float(work.between(now, row.due_at) or -work.between(row.due_at, now))
    left = min(left, row.limit_days)  # before the first day that counts
    values = {name: getattr(row, name) for name in Clock.model_fields if name != "left_days"}
    return Clock.model_validate({**values, "used_days": row.limit_days - left, "left_days": left})

"""The calendar in force: what the State Council has published, and the hub's own days over it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from chinese_calendar import constants

from adapters import cells, tables
from hub.store import audit
from hub.store import calendar as own
from hub.store.calendar import OwnDay
from hub.store.engine import Tx
from models.calendar import WorkingCalendar
from models.digest import content_hash
from models.messages import FieldFault, Message

_WORDS: Final = {
    **dict.fromkeys(("班", "上班", "补班", "调休上班", "工作日", "work", "working", "workday"), True),
    **dict.fromkeys(("休", "放假", "休息", "假", "节假日", "off", "holiday"), False),
}
_HEADINGS: Final = {
    **dict.fromkeys(("日期", "date", "day"), "day"),
    **dict.fromkeys(("类型", "安排", "kind", "type"), "kind"),
    **dict.fromkeys(("说明", "节日", "备注", "note", "name"), "note"),
}


class CalendarRefused(Exception):
    """A file is no announcement of a year: why, and which rows are wrong."""

    def __init__(self, message: Message, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.faults = faults


class Announced(NamedTuple):
    """A year's announcement as it was read."""

    year: int
    days: Mapping[date, tuple[bool, str]]


@cache
def published() -> WorkingCalendar:
    """The State Council's calendars, as far as this version of the hub knows them."""
    off, worked = set(constants.holidays), set(constants.workdays)
    exceptions = dict.fromkeys(off, False) | dict.fromkeys(worked, True)
    return WorkingCalendar(exceptions, frozenset(day.year for day in off))


def in_force(tx: Tx) -> WorkingCalendar:
    """The calendar that clocks are read by."""
    days = {each.day: each.working for each in own.days(tx)}
    return published().with_days(days, own.years(tx))


def digest(calendar: WorkingCalendar) -> str:
    """One text for equal calendars."""
    days = {day.isoformat(): working for day, working in sorted(calendar.exceptions.items())}
    return content_hash({"days": days, "years": sorted(calendar.published)})


def set_day(tx: Tx, day: date, *, working: bool, note: str, by: str) -> None:
    """Say of a day that it is worked, or off."""
    own.put_day(tx, day, working=working, note=note, by=by)
    audit.append(tx, by, "calendar.day", day.isoformat(), {"working": working, "note": note})


def remove_day(tx: Tx, day: date, *, by: str) -> bool:
    """Let a day be what the published calendar says; False when nothing was said of it."""
    if not own.remove_day(tx, day):
        return False
    audit.append(tx, by, "calendar.removed", day.isoformat(), {})
    return True


def take_year(tx: Tx, announced: Announced, *, by: str) -> None:
    """Put a year's announcement in force: provisional dates become certain with the next reading."""
    own.put_year(tx, announced.year, announced.days, by=by)
    detail = {day.isoformat(): working for day, (working, _) in sorted(announced.days.items())}
    audit.append(tx, by, "calendar.year", str(announced.year), {"days": detail})


def own_days(tx: Tx, year: int | None = None) -> tuple[OwnDay, ...]:
    """The hub's own days, of one year or all."""
    return tuple(each for each in own.days(tx) if year is None or each.day.year == year)


def read_announcement(content: bytes, year: int) -> Announced:
    """A year's days off and make-up days from CSV (UTF-8 or GB 18030): 日期, 类型 (休 or 班), 说明.

    The last days of the year before may be among them. Raises `CalendarRefused`.
    """
    try:
        rows = [row for row in tables.csv_rows(content) if row.cells]
    except tables.TableUnreadable as error:
        raise CalendarRefused(error.message) from None
    headings = [_HEADINGS.get(cells.heading_key(cell)) for cell in rows[0].cells] if rows else []
    missing = [name for name in ("day", "kind") if name not in headings]
    if missing:
        raise CalendarRefused(Message(id="calendar-headings"))
    found: dict[date, tuple[bool, str]] = {}
    faults: list[FieldFault] = []
    for row in rows[1:]:
        said = {name: cell for name, cell in zip(headings, row.cells, strict=False) if name}
        _take_row(row.number, said, year, found, faults)
    if faults:
        message = Message(id="calendar-wrong", params={"count": len(faults)})
        raise CalendarRefused(message, tuple(faults))
    if not any(not working and day.year == year for day, (working, _) in found.items()):
        raise CalendarRefused(Message(id="calendar-without-days", params={"year": year}))
    return Announced(year, found)


def _take_row(
    number: int,
    said: Mapping[str, str],
    year: int,
    found: dict[date, tuple[bool, str]],
    faults: list[FieldFault],
) -> None:
    day, working = cells.day(said.get("day", "")), _WORDS.get(cells.narrow(said.get("kind", "")).casefold())
    params = {"row": number, "year": year}
    if not isinstance(day, date) or not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
        faults.append(FieldFault(field=str(number), message=Message(id="calendar-row-day", params=params)))
    elif working is None:
        allowed = ("休", "班")
        message = Message(id="calendar-row-kind", params={"row": number})
        faults.append(FieldFault(field=str(number), message=message, allowed=allowed))
    elif day in found and found[day][0] is not working:
        message = Message(id="calendar-row-twice", params={"row": number, "day": day.isoformat()})
        faults.append(FieldFault(field=str(number), message=message))
    else:
        found[day] = (working, said.get("note", ""))

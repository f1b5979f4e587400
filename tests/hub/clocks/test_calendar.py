"""The published calendar, against another make of it, and announcements as people have them."""

from datetime import date, timedelta

import holidays
import pytest

from hub.clocks import calendar
from hub.clocks.calendar import CalendarRefused

YEARS = range(2018, 2027)
OTHER_MAKE = holidays.country_holidays("CN", years=YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_off_as_another_make_of_the_calendar_has_it(year: int) -> None:
    published, day = calendar.published(), date(year, 1, 1)
    different = []
    while day.year == year:
        if published.is_working(day) != OTHER_MAKE.is_working_day(day):
            different.append(day)
        day += timedelta(days=1)
    assert different == []
    assert year in published.published


def test_a_year_that_is_not_announced_is_not_certain_nor_is_the_week_before_it() -> None:
    published = calendar.published()
    last = max(published.published)
    assert not published.is_certain(date(last + 1, 3, 1), date(last + 1, 3, 1))
    assert not published.is_certain(date(last, 12, 1), date(last, 12, 25))
    assert published.is_certain(date(last, 1, 4), date(last, 12, 24))
    assert published.is_certain(date(last - 1, 12, 1), date(last, 2, 1))


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_announcement_is_read_however_a_spreadsheet_program_writes_it(
    separator: str, encoding: str
) -> None:
    rows = [["说明", "日期", "类型"], ["元旦", "2027年1月1日", "放假"], ["", "2026/12/27", "班"], []]
    text = "\r\n".join(separator.join(row) for row in rows)
    announced = calendar.read_announcement(text.encode(encoding), 2027)
    assert announced.days == {date(2027, 1, 1): (False, "元旦"), date(2026, 12, 27): (True, "")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2028-01-01,休", "calendar-row-day"),
        ("2026-11-30,休", "calendar-row-day"),
        ("元旦,休", "calendar-row-day"),
        ("2027-01-02,", "calendar-row-kind"),
        ("2027-01-01,班", "calendar-row-twice"),
    ],
)
def test_a_wrong_row_is_named_by_its_number(row: str, message: str) -> None:
    with pytest.raises(CalendarRefused) as refused:
        calendar.read_announcement(f"日期,类型\n2027-01-01,休\n{row}\n".encode(), 2027)
    (fault,) = refused.value.faults
    assert (fault.field, fault.message.id) == ("3", message)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "天,班\n".encode(), "日期,类型\n".encode()])
def test_what_is_no_announcement_is_refused(content: bytes) -> None:
    with pytest.raises(CalendarRefused):
        calendar.read_announcement(content, 2027)

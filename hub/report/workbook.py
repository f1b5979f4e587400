"""The report as a workbook: a sheet for each section, with figures as numbers and charts that the program draws."""

import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]  # published without types
from openpyxl.chart import BarChart, LineChart, Reference  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from hub.plots import TONES as PLOT_TONES
from hub.report.sections import figures
from hub.report.words import COLOURS, TONES, Words

_HEADING: Final = PatternFill("solid", fgColor="1F4E78")
_SHARE: Final = "0.0%"
_HOURS: Final = "0.00"
_WIDE: Final = 34

Cell = str | int | float | None


def workbook(words: Words) -> bytes:
    """The workbook's content."""
    book = Workbook()
    book.remove(book.active)
    _overview(book, words)
    _days(book, words)
    _companies(book, words)
    _colours(book, words)
    _failures(book, words)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: Any, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Any:
    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # what begins like a formula is text here, whoever named it so
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING
    sheet.freeze_panes = "B2"
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE if place == 1 else 14
    return sheet


def _formatted(sheet: Any, columns: Sequence[int], form: str) -> None:
    for column in columns:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, column).number_format = form


def _overview(book: Any, words: Words) -> None:
    period = words.report.period
    rows: list[Sequence[Cell]] = [(each.name, each.value, each.note) for each in figures(words)]
    rows.append((words.text("report-column-period"), f"{period.first} – {period.last}", words.made_at))
    columns = [words.text(f"report-column-{name}") for name in ("what", "value", "note")]
    sheet = _sheet(book, words.text("report-sheet-overview"), columns, rows)
    sheet.column_dimensions["C"].width = _WIDE


def _days(book: Any, words: Words) -> None:
    report = words.report
    rows: list[Sequence[Cell]] = []
    for day in words.days:
        share, hours = report.recording.by_day.get(day), report.timing.by_day.get(day)
        colours = report.colours.by_day.get(day)
        rows.append(
            (
                day,
                share.whole if share else 0,
                share.part if share else 0,
                share.share if share else None,
                hours.median if hours else None,
                hours.p95 if hours else None,
                *(colours.get(colour, 0) if colours else None for colour in COLOURS),
                sum(report.failures.by_day.get(day, {}).values()),
            )
        )
    names = ("day", "events", "recorded", "share", "median-hours", "p95-hours")
    columns = [words.text(f"report-column-{name}") for name in names]
    columns += [words.named("colour", colour) for colour in COLOURS]
    columns.append(words.text("report-failures"))
    sheet = _sheet(book, words.text("report-sheet-days"), columns, rows)
    _formatted(sheet, (4,), _SHARE)
    _formatted(sheet, (5, 6), _HOURS)
    _add_line(sheet, words.text("report-chart-recorded"), 4, 4, "M2", highest=1)
    _add_line(sheet, words.text("report-chart-hours"), 5, 6, "M18")
    _add_colours(sheet, words, words.text("report-chart-colours"), 7, "M34", kind="col")


def _companies(book: Any, words: Words) -> None:
    report = words.report
    ids = dict.fromkeys([*report.recording.by_company, *report.ended.by_company, *report.opinions.by_company])
    rows: list[Sequence[Cell]] = []
    for id_ in ids:
        share, hours = report.recording.by_company.get(id_), report.timing.by_company.get(id_)
        ended, given = report.ended.by_company.get(id_), report.opinions.by_company.get(id_)
        rows.append(
            (
                words.name(id_),
                share.whole if share else 0,
                share.part if share else 0,
                share.share if share else None,
                hours.median if hours else None,
                hours.p95 if hours else None,
                ended.whole if ended else 0,
                ended.share if ended else None,
                given.whole if given else 0,
                given.share if given else None,
            )
        )
    names = ("company", "events", "recorded", "share", "median-hours", "p95-hours", "ended", "ended-share")
    columns = [words.text(f"report-column-{name}") for name in (*names, "due", "due-share")]
    sheet = _sheet(book, words.text("report-sheet-companies"), columns, rows)
    _formatted(sheet, (4, 8, 10), _SHARE)
    _formatted(sheet, (5, 6), _HOURS)
    _add_bars(sheet, words.text("report-chart-recorded-company"), 4, "L2", highest=1)
    _add_bars(sheet, words.text("report-chart-on-time"), 8, "L18", highest=1)


def _colours(book: Any, words: Words) -> None:
    found = words.report.colours
    rows: list[Sequence[Cell]] = [
        (words.name(company), *(counts.get(colour, 0) for colour in COLOURS))
        for company, counts in found.by_company.items()
    ]
    columns = [words.text("report-column-company"), *(words.named("colour", each) for each in COLOURS)]
    sheet = _sheet(book, words.text("report-sheet-colours"), columns, rows)
    _add_colours(sheet, words, words.text("report-chart-colours-company"), 2, "H2", kind="bar")
    areas: list[Sequence[Cell]] = [
        (words.named("area", area), *(counts.get(colour, 0) for colour in COLOURS))
        for area, counts in found.by_area.items()
    ]
    columns[0] = words.text("report-column-area")
    sheet = _sheet(book, words.text("report-sheet-areas"), columns, areas)
    _add_colours(sheet, words, words.text("report-chart-colours-area"), 2, "H2", kind="bar")


def _failures(book: Any, words: Words) -> None:
    rows: list[Sequence[Cell]] = [
        (words.cause(cause), count) for cause, count in words.report.failures.by_cause.items()
    ]
    columns = [words.text("report-column-cause"), words.text("report-column-count")]
    sheet = _sheet(book, words.text("report-sheet-failures"), columns, rows)
    _add_bars(sheet, words.text("report-chart-causes"), 2, "E2")


def _filled(sheet: Any, chart: Any, title: str, first: int, last: int, place: str) -> None:
    if sheet.max_row < 2:
        return
    values = Reference(sheet, min_col=first, max_col=last, min_row=1, max_row=sheet.max_row)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    chart.title, chart.width, chart.height = title, 22, 7.5
    chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, place)


def _add_line(
    sheet: Any, title: str, first: int, last: int, place: str, *, highest: float | None = None
) -> None:
    chart = LineChart()
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, highest
    _filled(sheet, chart, title, first, last, place)


def _add_bars(sheet: Any, title: str, column: int, place: str, *, highest: float | None = None) -> None:
    chart = BarChart()
    chart.type, chart.legend = "bar", None
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, highest
    _filled(sheet, chart, title, column, column, place)


def _add_colours(sheet: Any, words: Words, title: str, first: int, place: str, *, kind: str) -> None:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = kind, "stacked", 100
    _filled(sheet, chart, title, first, first + len(COLOURS) - 1, place)
    for series, colour in zip(chart.series, COLOURS, strict=False):
        series.graphicalProperties.solidFill = PLOT_TONES[TONES[colour]][0].removeprefix("#")

"""A report in sections: a heading, charts, and a table of the same figures. What is shown is decided here, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.language import listing
from hub.plots import STYLE
from hub.report import charts
from hub.report.words import COLOURS, Words


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures at the top."""

    name: str
    value: str
    note: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and rows of text and numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | float | None]]


@dataclass(frozen=True, slots=True)
class Section:
    """One section; without rows there is nothing to show."""

    id: str
    title: str
    charts: Sequence[tuple[str, str]]
    """Caption and SVG."""
    table: Table
    notes: Sequence[str] = field(default_factory=tuple)


def style() -> str:
    """The style sheet of the charts."""
    return STYLE


def figures(words: Words) -> tuple[Figure, ...]:
    """The figures at the top."""
    report = words.report
    total, timing, opinions = report.recording.total, report.timing.since_happened, report.opinions
    last = report.colours.by_day.get(report.colours.last_day or "", {})
    due = opinions.in_time + opinions.late + opinions.missing
    spread = words.text("report-note-p95", p95=words.hours(timing.p95))
    return (
        _figure(words, "recorded-rate", words.share(total), _of(words, total.part, total.whole), total.share),
        Figure(words.text("report-median"), words.hours(timing.median), spread),
        _figure(
            words,
            "on-time",
            words.share(report.ended.total),
            _of(words, report.ended.total.part, report.ended.total.whole),
            report.ended.total.share,
        ),
        _figure(
            words, "opinions", words.share(opinions.share), _of(words, opinions.in_time, due), opinions.share
        ),
        Figure(
            words.text("report-red"),
            str(last.get("red", 0)) if last else "–",
            words.text("report-note-running", count=sum(last.values())),
            "red" if last.get("red") else "",
        ),
        Figure(
            words.text("report-failures"),
            str(report.failures.total),
            words.text("report-note-open", count=report.failures.open_now),
        ),
    )


def _figure(words: Words, id_: str, value: str, note: str, share: float | None) -> Figure:
    tone = "" if share is None else "green" if share >= 0.999999 else "yellow" if share >= 0.9 else "red"
    return Figure(words.text(f"report-{id_}"), value, note, tone)


def _of(words: Words, part: int, whole: int) -> str:
    return words.text("report-note-of", part=part, whole=whole)


def sections(words: Words) -> tuple[Section, ...]:
    """Every section, in order."""
    return (_recorded(words), _colours(words), _ended(words), _opinions(words), _failures(words))


def _section(words: Words, id_: str, drawn: Sequence[tuple[str, str]], table: Table, *notes: str) -> Section:
    captioned = [(words.text(caption), svg) for caption, svg in drawn]
    return Section(id_, words.text(f"report-section-{id_}"), captioned, table, notes)


def _columns(words: Words, *names: str) -> list[str]:
    return [words.text(f"report-column-{name}") for name in names]


def _recorded(words: Words) -> Section:
    recording, timing = words.report.recording, words.report.timing
    rows = [
        (
            words.name(company),
            share.whole,
            share.part,
            share.whole - share.part,
            words.share(share),
            words.hours(timing.by_company[company].median if company in timing.by_company else None),
            words.hours(timing.by_company[company].p95 if company in timing.by_company else None),
        )
        for company, share in recording.by_company.items()
    ]
    drawn = [
        ("report-chart-recorded-company", charts.recorded_by_company(words)),
        ("report-chart-recorded", charts.recorded_by_day(words)),
        ("report-chart-hours", charts.hours_by_day(words)),
    ]
    mirrors = [
        words.text("report-mirror", name=words.name(mirror), share=words.share(share))
        for mirror, share in recording.by_mirror.items()
    ]
    since = words.text(
        "report-since-received",
        median=words.hours(timing.since_received.median),
        p95=words.hours(timing.since_received.p95),
    )
    columns = _columns(words, "company", "events", "recorded", "missing", "share", "median", "p95")
    return _section(words, "recorded", drawn, Table(columns, rows), *mirrors, since)


def _colours(words: Words) -> Section:
    found = words.report.colours
    rows: list[tuple[str | int, ...]] = [
        (words.name(company), *(counts.get(colour, 0) for colour in COLOURS))
        for company, counts in found.by_company.items()
    ]
    rows += [
        (words.named("area", area), *(counts.get(colour, 0) for colour in COLOURS))
        for area, counts in found.by_area.items()
    ]
    drawn = [("report-chart-colours", charts.colours_by_day(words))]
    if rows:
        drawn += [
            ("report-chart-colours-company", charts.colours_by_company(words)),
            ("report-chart-colours-area", charts.colours_by_area(words)),
        ]
    if found.red_by_company:
        drawn.append(("report-chart-red", charts.red_by_company(words)))
    columns = [*_columns(words, "company-or-area"), *(words.named("colour", each) for each in COLOURS)]
    return _section(words, "colours", drawn if found.by_day else [], Table(columns, rows))


def _ended(words: Words) -> Section:
    ended = words.report.ended
    rows = [
        (name, share.whole, share.part, share.whole - share.part, words.share(share))
        for name, share in (
            *((words.name(company), share) for company, share in ended.by_company.items()),
            *((words.named("stage", stage), share) for stage, share in ended.by_stage.items()),
        )
    ]
    drawn = [("report-chart-on-time", charts.on_time_by_company(words))] if rows else []
    columns = _columns(words, "company-or-stage", "ended", "in-time", "late", "share")
    return _section(words, "ended", drawn, Table(columns, rows))


def _opinions(words: Words) -> Section:
    opinions = words.report.opinions
    rows = [
        (words.name(company), share.whole, share.part, words.share(share))
        for company, share in opinions.by_company.items()
    ]
    drawn = [("report-chart-opinions", charts.opinions_by_company(words))] if rows else []
    note = words.text(
        "report-note-opinions", in_time=opinions.in_time, late=opinions.late, missing=opinions.missing
    )
    return _section(
        words, "opinions", drawn, Table(_columns(words, "company", "due", "in-time", "share"), rows), note
    )


def _failures(words: Words) -> Section:
    failures = words.report.failures
    rows = [(words.cause(cause), count) for cause, count in failures.by_cause.items()]
    drawn = [
        ("report-chart-causes", charts.failures_by_cause(words)),
        ("report-chart-failures", charts.failures_by_day(words)),
    ]
    counts = tuple(f"{words.name(id_)} {count}" for id_, count in failures.by_counterpart.items())
    notes = [words.text("report-by-counterpart", counts=listing(counts, words.language))] if counts else []
    table = Table(_columns(words, "cause", "count"), rows)
    return _section(words, "failures", drawn if rows else [], table, *notes)

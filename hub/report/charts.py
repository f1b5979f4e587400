"""A report's charts, as SVG: each part of it by itself, for the report's page and for others."""

from collections.abc import Callable, Mapping

from hub.plots import Bar, Series, bars, columns, line, stacked
from hub.report.model import Share
from hub.report.words import COLOURS, TONES, Words

_MOST_CAUSES = 12
_LETTERS = ("a", "b", "c", "d", "e", "f")


def recorded_by_day(words: Words) -> str:
    """The recorded rate of each day."""
    by_day = words.report.recording.by_day
    values = [_percent(by_day.get(day)) for day in words.days]
    series = [Series(words.text("report-recorded-rate"), values, tone="a")]
    return line(words.text("report-chart-recorded"), words.short_days, series, unit="%", highest=100)


def recorded_by_company(words: Words) -> str:
    """The recorded rate of each company."""
    found = words.report.recording.by_company
    return _shares(words, words.text("report-chart-recorded-company"), found)


def hours_by_day(words: Words) -> str:
    """How long it took until an event was recorded, day by day: median and 95th percentile."""
    by_day = words.report.timing.by_day
    medians = [by_day[day].median if day in by_day else None for day in words.days]
    slowest = [by_day[day].p95 if day in by_day else None for day in words.days]
    series = [
        Series(words.text("report-median"), medians, tone="a"),
        Series(words.text("report-p95"), slowest, tone="b"),
    ]
    unit = words.text("report-hours-short")
    return line(words.text("report-chart-hours"), words.short_days, series, unit=unit)


def colours_by_day(words: Words) -> str:
    """How many clocks had each colour at the end of each day."""
    by_day = words.report.colours.by_day
    series = [
        Series(
            words.named("colour", colour),
            [by_day[day].get(colour, 0) if day in by_day else None for day in words.days],
            tone=TONES[colour],
        )
        for colour in COLOURS
    ]
    return columns(words.text("report-chart-colours"), words.short_days, series)


def colours_by_company(words: Words) -> str:
    """How many clocks of each company had each colour at the last day."""
    return _colours(words, "report-chart-colours-company", words.report.colours.by_company, words.name)


def colours_by_area(words: Words) -> str:
    """The same by district."""
    found = words.report.colours.by_area
    return _colours(words, "report-chart-colours-area", found, lambda code: words.named("area", code))


def red_by_company(words: Words) -> str:
    """Red clocks over time, of the companies that had most of them."""
    found = words.report.colours.red_by_company
    most = sorted(found, key=lambda company: (-sum(found[company].values()), company))[: len(_LETTERS)]
    kept = words.report.colours.by_day
    series = [
        Series(
            words.name(company),
            [found[company].get(day, 0) if day in kept else None for day in words.days],
            tone=tone,
        )
        for company, tone in zip(most, _LETTERS, strict=False)
    ]
    return line(words.text("report-chart-red"), words.short_days, series)


def on_time_by_company(words: Words) -> str:
    """How many of each company's matters ended in time."""
    return _shares(words, words.text("report-chart-on-time"), words.report.ended.by_company)


def opinions_by_company(words: Words) -> str:
    """How many of each company's opinions were given in time."""
    return _shares(words, words.text("report-chart-opinions"), words.report.opinions.by_company)


def failures_by_cause(words: Words) -> str:
    """What came to the desk, by cause."""
    found = list(words.report.failures.by_cause.items())[:_MOST_CAUSES]
    rows = [Bar(words.cause(cause), count, tone="d") for cause, count in found]
    return bars(words.text("report-chart-causes"), rows)


def failures_by_day(words: Words) -> str:
    """What came to the desk each day, by cause; the rarer causes together."""
    failures = words.report.failures
    shown = list(failures.by_cause)[: len(_LETTERS) - 1]
    series = [
        Series(
            words.cause(cause), [failures.by_day.get(day, {}).get(cause, 0) for day in words.days], tone=tone
        )
        for cause, tone in zip(shown, _LETTERS, strict=False)
    ]
    if len(failures.by_cause) > len(shown):
        rest = [
            sum(count for cause, count in failures.by_day.get(day, {}).items() if cause not in shown)
            for day in words.days
        ]
        series.append(Series(words.text("report-other-causes"), rest, tone="grey"))
    return columns(words.text("report-chart-failures"), words.short_days, series)


def _shares(words: Words, title: str, found: Mapping[str, Share]) -> str:
    rows = [
        Bar(
            words.name(id_),
            _percent(share),
            words.text("report-share-of", share=words.share(share), part=share.part, whole=share.whole),
            tone="green" if share.part == share.whole else "a",
        )
        for id_, share in found.items()
    ]
    return bars(title, rows, highest=100)


def _colours(
    words: Words, title: str, found: Mapping[str, Mapping[str, int]], name: Callable[[str], str]
) -> str:
    names = [name(key) for key in found]
    series = [
        Series(
            words.named("colour", colour),
            [counts.get(colour, 0) for counts in found.values()],
            tone=TONES[colour],
        )
        for colour in COLOURS
    ]
    return stacked(words.text(title), names, series)


def _percent(share: Share | None) -> float | None:
    return None if share is None or share.share is None else round(share.share * 100, 2)

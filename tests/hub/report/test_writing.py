"""A report as a page, a workbook and JSON: whole, in both languages, and safe whatever a name holds."""

import io
import json
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # published without types

from hub.language import Language
from hub.report.model import (
    Colours,
    Ended,
    Failures,
    Opinions,
    Period,
    Recording,
    Report,
    Share,
    Spread,
    Timing,
)
from hub.report.words import Words
from hub.report.workbook import workbook
from hub.report.writing import FormUnknown, as_json, html, write

EVIL = "=HYPERLINK(1)<script>alert(1)</script>"
DAY = "2026-03-03"


def a_report(name: str = "通川供水") -> Report:
    share, hours = Share(part=9, whole=10), Spread(count=9, median=0.5, p95=30.25)
    return Report(
        period=Period(first=date(2026, 3, 2), last=date(2026, 3, 8)),
        made_at=datetime(2026, 3, 9, tzinfo=UTC),
        names={"water-a": name, "province": "省工改系统"},
        recording=Recording(
            total=share, by_company={"water-a": share}, by_mirror={"province": share}, by_day={DAY: share}
        ),
        timing=Timing(
            since_happened=hours, since_received=hours, by_company={"water-a": hours}, by_day={DAY: hours}
        ),
        colours=Colours(
            by_day={DAY: {"green": 5, "red": 2}},
            last_day=DAY,
            by_company={"water-a": {"green": 5, "red": 2}},
            by_area={"511702": {"green": 5, "red": 2}},
            red_by_company={"water-a": {DAY: 2}},
        ),
        ended=Ended(total=share, by_company={"water-a": share}, by_stage={"review": share}),
        opinions=Opinions(in_time=9, late=1, missing=0, by_company={"water-a": share}),
        failures=Failures(
            total=3,
            open_now=1,
            by_cause={"delivery-rejected": 2, "feed": 1},
            by_counterpart={"water-a": 2, "": 1},
            by_day={DAY: {"delivery-rejected": 2, "feed": 1}},
        ),
    )


def an_empty_report() -> Report:
    nothing = Spread()
    return Report(
        period=Period(first=date(2026, 3, 2), last=date(2026, 3, 2)),
        made_at=datetime(2026, 3, 9, tzinfo=UTC),
        names={},
        recording=Recording(total=Share(), by_company={}, by_mirror={}, by_day={}),
        timing=Timing(since_happened=nothing, since_received=nothing, by_company={}, by_day={}),
        colours=Colours(by_day={}, last_day=None, by_company={}, by_area={}, red_by_company={}),
        ended=Ended(total=Share(), by_company={}, by_stage={}),
        opinions=Opinions(in_time=0, late=0, missing=0, by_company={}),
        failures=Failures(total=0, open_now=0, by_cause={}, by_counterpart={}, by_day={}),
    )


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "action"}]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def test_a_page_needs_nothing_beside_it_and_runs_nothing(language: Language) -> None:
    page = Page(html(Words(a_report(), language)))
    assert page.links == []
    assert "script" not in page.tags
    assert page.tags.count("svg") == 11
    assert "«" not in page.words


def test_a_page_says_the_figures(language: Language) -> None:
    words = Page(html(Words(a_report(), language))).words
    assert "90%" in words
    assert "通川供水" in words
    assert ("30.2 小时" if language is Language.ZH_CN else "30.2 h") in words
    assert ("通川区" if language is Language.ZH_CN else "Tongchuan") in words


def test_an_empty_period_is_said_to_be_empty(language: Language) -> None:
    page = Page(html(Words(an_empty_report(), language)))
    said = Words(an_empty_report(), language).text("report-nothing")
    assert page.words.count(said) == 5
    assert "«" not in page.words
    load_workbook(io.BytesIO(workbook(Words(an_empty_report(), language))))


def test_what_a_name_holds_is_shown_and_never_obeyed() -> None:
    words = Words(a_report(EVIL), Language.ZH_CN)
    page = Page(html(words))
    assert "script" not in page.tags
    assert EVIL in page.words
    sheet = load_workbook(io.BytesIO(workbook(words)))["各单位"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (EVIL, "s")


def test_a_workbook_has_numbers_and_charts(language: Language) -> None:
    book = load_workbook(io.BytesIO(workbook(Words(a_report(), language))))
    days = book.worksheets[1]
    (row,) = [row for row in days.iter_rows(values_only=True) if row[0] == DAY]
    assert row == (DAY, 10, 9, 0.9, 0.5, 30.25, 5, 0, 2, 0, 3)
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 3, 2, 1, 1, 1]
    assert "«" not in "".join(str(cell.value) for sheet in book for row in sheet for cell in row)


def test_json_has_every_figure() -> None:
    found = json.loads(as_json(a_report()))
    assert found["recording"]["total"] == {"part": 9, "whole": 10, "share": 0.9}
    assert found["opinions"]["share"] == 0.9
    assert found["period"] == {"first": "2026-03-02", "last": "2026-03-08"}


@pytest.mark.parametrize("name", ["r.html", "r.XLSX", "r.json"])
def test_a_file_is_written_in_the_form_its_name_says(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, a_report(), Language.ZH_CN)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).stat().st_size > 500


def test_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormUnknown):
        write(tmp_path / "r.doc", a_report(), Language.ZH_CN)
    assert list(tmp_path.iterdir()) == []

"""A bad row is refused by the headings of its columns, and takes no good row with it."""

import logging
from pathlib import Path
from typing import Any

import pytest

from hub.intake import IntakeResult, RefusedRow, read_schemes
from hub.intake.reading import MAX_FILE_BYTES
from hub.language import Language, say_fault
from tests.hub.intake.conftest import NOW, ROW, Table, grid, heading, row, write_csv, write_xlsx

Told = list[tuple[str, str, tuple[str, ...]]]


def told(refused: RefusedRow) -> Told:
    return [(fault.field, fault.message.id, fault.allowed) for fault in refused.faults]


def only(result: IntakeResult, caplog: pytest.LogCaptureFixture | None = None) -> RefusedRow:
    assert result.schemes == ()
    (refused,) = result.refused
    for fault in refused.faults:
        for language in Language:
            assert "«" not in say_fault(fault, language)
    return refused


def test_good_rows_count_where_others_are_refused(read_rows: Table) -> None:
    rows = [row(), row({"project.code": "x"}, scheme_id="FA-2"), row(scheme_id="FA-3")]
    result = read_rows(*rows)
    assert [scheme.scheme_id for scheme in result.schemes] == ["FA-511702-2026-0007", "FA-3"]
    (refused,) = result.refused
    assert (refused.file, refused.row) == ("方案.csv", 3)
    assert told(refused) == [("项目代码", "invalid-project-code-form", ())]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"version": "一"}, [("版本", "invalid-int-parsing", ())]),
        ({"scheme_id": ""}, [("方案编号", "invalid-missing", ())]),
        ({"project.developer.name": ""}, [("建设单位名称", "invalid-missing", ())]),
        ({"project.area_code": "5117"}, [("区划代码", "invalid-area-code-form", ())]),
        ({"pushed_at": "明天"}, [("推送时间", "invalid-instant-form", ("2026-03-02 09:00",))]),
        ({"pushed_at": "2026-02-30 09:00"}, [("推送时间", "invalid-instant-form", ("2026-03-02 09:00",))]),
        ({"pushed_at": "2026-03-02 25:00"}, [("推送时间", "invalid-instant-form", ("2026-03-02 09:00",))]),
        ({"pushed_at": "20260302"}, [("推送时间", "invalid-instant-form", ("2026-03-02 09:00",))]),
        ({"pushed_at": "2062-03-02 09:00"}, [("推送时间", "invalid-pushed-ahead", ())]),
        (
            {"project.registration.start_planned": "五月"},
            [("拟开工时间", "invalid-date-from-datetime-parsing", ())],
        ),
        (
            {"demands.water.use_class": "浇花"},
            [("用水类别", "invalid-enum", ("生活", "商业", "工业", "消防", "施工"))],
        ),
        ({"demands.water.pipe_dn_mm": "0"}, [("管径（DN，mm）", "invalid-greater-than", ())]),
        ({"demands.water.pipe_dn_mm": ""}, [("管径（DN，mm）", "invalid-missing", ())]),
        ({"site.crs": "WGS84"}, [("坐标系", "invalid-enum", ("EPSG:4490", "EPSG:4545"))]),
        ({"site.crs": ""}, [("坐标系", "invalid-missing", ("EPSG:4490", "EPSG:4545"))]),
        ({"site.latitude": ""}, [("纬度", "invalid-missing", ())]),
        ({"site.latitude": "北纬三十一度"}, [("纬度", "invalid-float-parsing", ())]),
        ({"site.longitude": "170"}, [("经度", "invalid-site-out-of-range", ())]),
        (
            {"site.latitude": "107.4953", "site.longitude": "31.2142"},
            [("纬度", "invalid-site-axes-swapped", ())],
        ),
        ({"project.name": "#N/A"}, [("项目名称", "invalid-cell-error", ())]),
        (
            {"project.developer.credit_code": "9.15117021234568E+17"},
            [("建设单位统一社会信用代码", "invalid-cell-rounded", ())],
        ),
    ],
)
def test_a_fault_names_its_column_and_what_may_be_written(
    read_rows: Table, changes: dict[str, str], expected: Told
) -> None:
    assert told(only(read_rows(row(changes)))) == expected


def test_every_fault_of_a_row_is_told_at_once(read_rows: Table) -> None:
    refused = only(read_rows(row({"version": "0", "project.code": "x", "demands.water.use_class": "x"})))
    assert {fault.field for fault in refused.faults} == {"版本", "项目代码", "用水类别"}


def test_coordinates_of_another_system_are_told(read_rows: Table) -> None:
    refused = only(read_rows(row({"site.northing": "3454210"})))
    assert told(refused) == [("北坐标（m）", "invalid-site-other-axis", ())]


def test_an_english_heading_gets_english_words(read_rows: Table) -> None:
    changes = {"demands.telecom.ftth_households": "1", "demands.telecom.duct_entry": "maybe"}
    refused = only(read_rows(row({**changes, "demands.telecom.equipment_room": "yes"}), language=Language.EN))
    assert told(refused) == [("duct entry", "invalid-bool-parsing", ("yes", "no"))]


def test_a_row_that_asks_for_nothing_is_refused(read_rows: Table) -> None:
    empty = {path: "" for path in ROW if path.startswith("demands.")}
    assert told(only(read_rows(row(empty)))) == [("demands", "invalid-too-short", ())]


def test_the_same_version_twice_is_refused_the_second_time(read_rows: Table) -> None:
    result = read_rows(row(), row())
    assert len(result.schemes) == 1
    ((_, message, _),) = told(result.refused[0])
    assert (result.refused[0].row, message) == (3, "invalid-row-repeated")
    assert result.refused[0].faults[0].message.params["earlier"] == 2


def test_two_versions_of_one_scheme_are_two_schemes(read_rows: Table) -> None:
    assert [scheme.version for scheme in read_rows(row(), row(version="2")).schemes] == [1, 2]


def test_names_and_telephone_numbers_are_in_no_fault(
    read_rows: Table, caplog: pytest.LogCaptureFixture
) -> None:
    moved = {
        "project.contact.phone": "李明",
        "project.area_code": "13800000000",
        "project.code": "0818-2123456",
    }
    with caplog.at_level(logging.DEBUG):
        refused = only(
            read_rows(row({**moved, "project.contact.name": "张" * 60, "version": "13800000000.5"}))
        )
    assert len(refused.faults) == 4
    shown = f"{refused!r} {caplog.text}" + "".join(
        say_fault(fault, Language.ZH_CN) for fault in refused.faults
    )
    for personal in ("13800000000", "李明", "张张", "2123456"):
        assert personal not in shown


def test_a_row_that_an_unquoted_comma_has_moved_is_refused_unread(tmp_path: Path) -> None:
    headings, cells = grid([row()])
    at = headings.index("建设地址")
    cells[at : at + 1] = ["达州市", "通川区"]
    text = ",".join(headings) + "\n" + ",".join(cells)
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert told(only(read_schemes(path, received_at=NOW))) == [("-", "invalid-row-too-long", ())]


def test_a_missing_column_is_told_once_and_not_row_by_row(read_rows: Table) -> None:
    paths = [path for path in ROW if path not in {"project.code", "site.crs"}]
    refused = only(read_rows(row(), row(scheme_id="FA-2"), paths=paths))
    assert refused.row == 1
    assert told(refused) == [
        ("project.code", "invalid-column-missing", ()),
        ("site.crs", "invalid-column-missing", ()),
    ]


def test_an_unknown_column_is_told_with_what_it_may_have_meant(tmp_path: Path) -> None:
    cells = grid([row()])
    cells[0][cells[0].index("用水类别")] = "用水类型"
    refused = only(read_schemes(write_csv(tmp_path / "a.csv", cells), received_at=NOW))
    ((field, message, allowed),) = told(refused)
    assert (field, message, allowed[0]) == ("用水类型", "invalid-column-unknown", "用水类别")


def test_a_column_given_twice_is_told(tmp_path: Path) -> None:
    cells = [[*each, each[0]] for each in grid([row()])]
    refused = only(read_schemes(write_csv(tmp_path / "a.csv", cells), received_at=NOW))
    assert told(refused) == [("方案编号", "invalid-column-repeated", ())]


def big_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)


def latin(path: Path) -> None:
    path.write_bytes("scheme number;été\n".encode("utf-16"))


FILES: list[tuple[str, Any, int, str]] = [
    ("a.csv", None, 0, "intake-file-missing"),
    ("a.xls", b"x", 0, "intake-file-ending"),
    ("a", b"x", 0, "intake-file-ending"),
    ("a.csv", b"", 0, "intake-file-empty"),
    ("a.csv", b"\n,,\n\n", 0, "intake-file-empty"),
    ("a.csv", "甲,乙\n1,2\n".encode(), 0, "intake-no-headings"),
    ("a.csv", '甲,乙\n"1,2\n'.encode(), 2, "intake-csv-malformed"),
    ("a.csv", latin, 0, "intake-file-encoding"),
    ("a.csv", big_file, 0, "intake-file-too-large"),
    ("a.xlsx", b"not a workbook", 0, "intake-workbook-unreadable"),
    ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, 0, "intake-workbook-unreadable"),
    ("a.json", b"{", 0, "intake-json-malformed"),
    ("a.json", b"[" * 100_000, 0, "intake-json-malformed"),
    ("a.json", b"[]", 0, "intake-file-empty"),
    ("a.json", b"\xff\xfe", 0, "intake-file-encoding"),
]


@pytest.mark.parametrize(
    ("name", "content", "number", "message"), FILES, ids=[f"{f[0]}-{f[3]}" for f in FILES]
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    tmp_path: Path, name: str, content: Any, number: int, message: str
) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)
    refused = only(read_schemes(path, received_at=NOW))
    assert (refused.file, refused.row) == (name, number)
    assert [fault.message.id for fault in refused.faults] == [message]


def test_headings_without_a_row_are_an_empty_file(read_rows: Table) -> None:
    refused = only(read_rows(paths=list(ROW)))
    assert told(refused) == [("-", "intake-file-empty", ())]


def test_a_workbook_that_grows_too_large_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid([row()]))
    monkeypatch.setattr("adapters.tables.MAX_UNPACKED_BYTES", 1024)
    assert told(only(read_schemes(path, received_at=NOW))) == [("-", "intake-file-too-large", ())]


def test_a_number_that_the_workbook_rounded_is_told(tmp_path: Path) -> None:
    cells: list[list[Any]] = [list(each) for each in grid([row()])]
    cells[1][cells[0].index(heading("project.developer.credit_code"))] = 915117021234567890
    refused = only(read_schemes(write_xlsx(tmp_path / "a.xlsx", cells), received_at=NOW))
    assert told(refused) == [("建设单位统一社会信用代码", "invalid-cell-rounded", ())]

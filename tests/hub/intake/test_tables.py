"""One scheme version a row, whatever program, encoding and language the table was written in."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from hub.intake import IntakeResult, read_schemes
from hub.intake.columns import COLUMNS
from hub.language import Language
from models.demand import GasDemand, PowerDemand, TelecomDemand, WaterDemand, WaterUse
from models.scheme import Scheme
from models.site import Crs
from models.stage import UtilityKind
from tests.house.support import ROOT
from tests.hub.intake.conftest import NOW, ROW, Table, grid, heading, row, write_csv, write_xlsx

ALL_KINDS = {
    "demands.power.capacity_kva": "1600",
    "demands.power.voltage_level": "10KV",
    "demands.power.supplies": "2",
    "demands.gas.hourly_volume_m3": "80",
    "demands.gas.pressure": "中压",
    "demands.gas.appliances": "420",
    "demands.telecom.ftth_households": "420",
    "demands.telecom.equipment_room": "是",
    "demands.telecom.duct_entry": "否",
}


def only(result: IntakeResult) -> Scheme:
    assert result.refused == ()
    (scheme,) = result.schemes
    return scheme


def test_a_row_becomes_a_scheme(read_rows: Table) -> None:
    scheme = only(read_rows(row()))
    assert (scheme.scheme_id, scheme.version) == ("FA-511702-2026-0007", 1)
    assert scheme.pushed_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert scheme.project.developer.name == "朝阳建设开发公司"
    assert scheme.project.contact.phone.get_secret_value() == "13800000000"
    assert scheme.project.registration.start_planned == date(2026, 5, 1)
    assert (scheme.site.crs, scheme.site.positions) == (Crs.CGCS2000_DEGREES, ((31.2142, 107.4953),))
    demand = scheme.demand(UtilityKind.WATER)
    assert isinstance(demand, WaterDemand)
    assert (demand.daily_volume_m3, demand.pipe_dn_mm, demand.use_class) == (320.5, 200, WaterUse.DOMESTIC)


def test_a_row_carries_the_demands_whose_columns_are_filled(read_rows: Table) -> None:
    scheme = only(read_rows(row(ALL_KINDS)))
    assert scheme.demands[1:] == (
        PowerDemand(capacity_kva=1600, voltage_level="10kV", supplies=2),  # type: ignore[arg-type]
        GasDemand(hourly_volume_m3=80, pressure="medium", appliances=420),  # type: ignore[arg-type]
        TelecomDemand(ftth_households=420, equipment_room=True, duct_entry=False),
    )


def test_a_due_day_lasts_until_its_end(read_rows: Table) -> None:
    scheme = only(read_rows(row()))
    assert scheme.opinion_due == datetime(2026, 3, 9, 15, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 09:00",
        "2026/3/2 9:00",
        "2026.3.2 09:00:00",
        "2026年3月2日 9时00分",
        "２０２６-０３-０２　０９：００",
        "2026-03-02T09:00",
        "2026-03-02T09:00:00+08:00",
        "2026-03-02T01:00:00Z",
    ],
)
def test_a_time_is_read_as_people_write_it(read_rows: Table, written: str) -> None:
    assert only(read_rows(row(pushed_at=written))).pushed_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_english_headings_and_words_are_read_too(read_rows: Table) -> None:
    words = {
        "demands.water.use_class": "Industrial",
        "demands.telecom.ftth_households": "3",
        "demands.telecom.equipment_room": "YES",
        "demands.telecom.duct_entry": "no",
    }
    scheme = only(read_rows(row(words), language=Language.EN))
    assert scheme.demand(UtilityKind.WATER).use_class is WaterUse.INDUSTRIAL  # type: ignore[union-attr]
    assert scheme.demand(UtilityKind.TELECOM).equipment_room is True  # type: ignore[union-attr]


def test_columns_stand_in_any_order(read_rows: Table) -> None:
    assert only(read_rows(row(), paths=sorted(ROW, reverse=True))) == only(read_rows(row()))


def test_a_heading_counts_without_its_unit_its_spaces_and_its_star(tmp_path: Path) -> None:
    cells = grid([row()])
    cells[0] = [f" {words.split('（')[0]} * " for words in cells[0]]
    result = read_schemes(write_csv(tmp_path / "a.csv", cells), received_at=NOW)
    assert len(result.schemes) == 1


def test_a_title_above_and_columns_for_people_are_passed_over(tmp_path: Path) -> None:
    headings, cells = grid([row()])
    table = [["方案联审推送表"], [], ["序号", *headings, "备注"], ["1", *cells, "加急"]]
    result = read_schemes(write_csv(tmp_path / "a.csv", table), received_at=NOW)
    assert len(result.schemes) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_recognised(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "a.csv", grid([row({"project.name": "㙍坪安置房"})]), encoding)
    assert only(read_schemes(path, received_at=NOW)).project.name == "㙍坪安置房"


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\r\n".join(separator.join(cells) for cells in grid([row()])), encoding="utf-8")
    assert len(read_schemes(path, received_at=NOW).schemes) == 1


def test_blank_rows_are_passed_over_and_still_counted(read_rows: Table) -> None:
    result = read_rows(row(), {}, row(scheme_id="FA-2", version="x"))
    assert len(result.schemes) == 1
    assert [refused.row for refused in result.refused] == [4]


def typed(cells: list[list[str]]) -> list[list[Any]]:
    """The cells as a spreadsheet program keeps them: numbers as numbers, days as days."""

    def value(path: str, cell: str) -> Any:
        if path == heading("pushed_at"):
            return datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  (a workbook knows no time zones)
        if path == heading("opinion_due"):
            return datetime(2026, 3, 9)  # noqa: DTZ001
        return float(cell) if cell.replace(".", "").isdecimal() and not cell.startswith("0") else cell

    headings, *rows = cells
    return [headings, *([value(*pair) for pair in zip(headings, each, strict=True)] for each in rows)]


def test_a_workbook_reads_the_same_as_the_text(tmp_path: Path, read_rows: Table) -> None:
    rows = [row(ALL_KINDS | {"project.engineering_code": "G-1", "demands.power.voltage_level": "10kV"})]
    path = write_xlsx(tmp_path / "a.xlsx", typed(grid(rows)))
    assert only(read_schemes(path, received_at=NOW)) == only(read_rows(*rows))


def test_of_a_workbook_the_first_sheet_with_the_headings_is_read(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", grid([row()]))
    workbook = openpyxl.load_workbook(path)
    notes = workbook.create_sheet("说明", 0)
    notes.append(["请在第二张表里填写"])
    workbook.create_sheet("空表", 0)
    workbook.save(path)
    workbook.close()
    assert len(read_schemes(path, received_at=NOW).schemes) == 1


def test_a_workbooks_answers_are_read(tmp_path: Path) -> None:
    cells: list[list[Any]] = [list(each) for each in grid([row(ALL_KINDS)])]
    room, duct = cells[0].index("设备间"), cells[0].index("通信管道入楼")
    cells[1][room], cells[1][duct] = True, False
    scheme = only(read_schemes(write_xlsx(tmp_path / "a.xlsx", cells), received_at=NOW))
    assert scheme.demand(UtilityKind.TELECOM).equipment_room is True  # type: ignore[union-attr]


def test_the_template_is_read_whole_and_holds_every_column() -> None:
    template = ROOT / "docs" / "templates" / "schemes.csv"
    result = read_schemes(template, received_at=NOW)
    assert (len(result.schemes), result.refused) == (2, ())
    assert [warning for scheme in result.schemes for warning in scheme.warnings] == []
    headings = template.read_text(encoding="utf-8-sig").splitlines()[0]
    assert [each for each in (heading(column.path) for column in COLUMNS) if each not in headings] == []


def test_the_same_file_read_again_brings_the_same_schemes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", grid([row()]))
    later = datetime(2026, 4, 1, tzinfo=UTC)
    assert read_schemes(path, received_at=later).schemes == read_schemes(path, received_at=NOW).schemes

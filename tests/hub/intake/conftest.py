"""A table to vary: the headings and one good row."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from hub.intake import IntakeResult, read_schemes
from hub.intake.columns import COLUMNS
from hub.language import Language, field_name
from tests.models.builders import CREDIT_CODE, PROJECT_CODE

NOW: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PDF: Final = b"%PDF-1.7\n1 0 obj\n"
ROW: Final = {
    "scheme_id": "FA-511702-2026-0007",
    "version": "1",
    "pushed_at": "2026-03-02 09:00",
    "opinion_due": "2026-03-09",
    "project.code": PROJECT_CODE,
    "project.engineering_code": "511702202603020001",
    "project.name": "朝阳片区安置房一期",
    "project.area_code": "511702",
    "project.address": "达州市通川区朝阳中路 18 号",
    "project.developer.name": "朝阳建设开发公司",
    "project.developer.credit_code": CREDIT_CODE,
    "project.developer.kind": "1",
    "project.contact.name": "李明",
    "project.contact.phone": "13800000000",
    "project.registration.industry_class": "01",
    "project.registration.start_planned": "2026-05-01",
    "site.crs": "EPSG:4490",
    "site.latitude": "31.2142",
    "site.longitude": "107.4953",
    "demands.water.daily_volume_m3": "320.5",
    "demands.water.pipe_dn_mm": "200",
    "demands.water.use_class": "生活",
}

Table = Callable[..., IntakeResult]


def heading(path: str, language: Language = Language.ZH_CN) -> str:
    return field_name(path, language)


def row(changes: Mapping[str, str] | None = None, **words: str) -> dict[str, str]:
    """The good row with `changes` by path; an empty text empties the cell."""
    return {**ROW, **(changes or {}), **words}


def grid(
    rows: Sequence[Mapping[str, str]], language: Language = Language.ZH_CN, paths: Sequence[str] = ()
) -> list[list[str]]:
    """Headings and cells of `rows`, with the columns that any of them fills, or `paths`."""
    columns = paths or [column.path for column in COLUMNS if any(column.path in each for each in rows)]
    return [
        [heading(path, language) for path in columns],
        *([each.get(path, "") for path in columns] for each in rows),
    ]


def write_csv(path: Path, cells: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(cells)
    return path


def write_xlsx(path: Path, cells: Sequence[Sequence[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for each in cells:
        sheet.append(list(each))
    workbook.save(path)
    workbook.close()
    return path


@pytest.fixture
def read_rows(tmp_path: Path) -> Table:
    """Write rows as CSV and read them."""

    def read(*rows: Mapping[str, str], **how: Any) -> IntakeResult:
        return read_schemes(write_csv(tmp_path / "方案.csv", grid(rows, **how)), received_at=NOW)

    return read

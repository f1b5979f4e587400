"""The desk of a company without a system, as tests sit at it."""

from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types

from hub.language import Language
from hub.manual import taking
from hub.manual.taking import Taken
from hub.manual.worklist import Task, worklist
from hub.store import cases
from hub.store.cases import StoredEvent
from tests.hub.fakes import World, company

SCHEME = "FA-511702-2026-0007"
CASE = f"{SCHEME}-water-a"
LETTER = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def tasks(city: World) -> tuple[Task, ...]:
    with city.store.read() as tx:
        return worklist(tx, "water-a")


def export(city: World, path: Path, language: Language = Language.ZH_CN, **more: Any) -> Path:
    taking.hand_over(city.store, city.folder, company(), path, actor="li", language=language, **more)
    return path


def take_back(city: World, path: Path) -> Taken:
    return taking.take_back(
        city.store, city.folder, company(), city.city, path, actor="li", language=Language.ZH_CN
    )


def events(city: World) -> tuple[StoredEvent, ...]:
    with city.store.read() as tx:
        return cases.events(tx, CASE)


ACCEPTED = {"办理状态": "受理", "发生时间": "2026-03-02 10:30", "经办人": "王小明", "经办部门": "客服中心"}


def fill(path: Path, *rows: dict[str, Any]) -> Path:
    """Fill in the sheet's rows from the first on, cell by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(number, places[heading]).value = value
    book.save(path)
    return path


def evidence(path: Path, name: str = "意见书.pdf", content: bytes = LETTER) -> None:
    path.with_suffix("").mkdir(exist_ok=True)
    (path.with_suffix("") / name).write_bytes(content)

"""The clerk of the sandbox: reads a list of docs/manual.md, and fills it in as that says."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types

from sandbox.config import Config
from sandbox.world import World

PLAN = b"%PDF-1.7 a plan"
SHA = hashlib.sha256(PLAN).hexdigest()
ROW: dict[str, Any] = {
    "办件编号": "F-1-water-m",
    "方案编号": "F-1",
    "方案版本": 1,
    "阶段": "审查",
    "项目名称": "某项目",
    "当前状态": "尚未开始",
    **dict.fromkeys(("办理状态", "发生时间", "经办人", "经办部门", "审查意见", "意见内容")),
    **dict.fromkeys(("证明材料", "批复文号", "批复日期")),
    "项目代码": "2411-511703-04-01-249065",
    "区划代码": "511702",
    "建设地址": "某路 1 号",
    "建设单位名称": "某公司",
    "建设单位统一社会信用代码": "91511702MA6XN3KP0D",
    "联系人": "王小明",
    "联系电话": "13800000000",
    "日用水量（m³/d）": 60.5,
    "管径（DN，mm）": 100,
    "用水类别": "生活",
    "坐标系": "EPSG:4490",
    "位置图形": '{"type":"Polygon","coordinates":[[31.2,107.5],[31.3,107.5],[31.3,107.6],[31.2,107.5]]}',
    "意见截止时间": "2026-03-09 18:00:00",
    "推送时间": "2026-03-02 09:00:00",
}
DOCUMENT = {
    "方案编号": "F-1",
    "附件名称": "总平面图.pdf",
    "附件种类": "总平面图",
    "文件大小（字节）": len(PLAN),
    "文件类型": "application/pdf",
    "文件哈希（SHA-256）": SHA,
}


def hand_over(root: Path, name: str = "list", **changes: Any) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    row = ROW | changes
    sheet.append(list(row))
    sheet.append(list(row.values()))
    documents = book.create_sheet("附件清单")
    documents.append(list(DOCUMENT))
    documents.append(list(DOCUMENT.values()))
    folder = root / "to-company" / "documents" / "F-1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "总平面图.pdf").write_bytes(PLAN)
    book.save(root / "to-company" / f"{name}.xlsx")


@asynccontextmanager
async def office() -> AsyncIterator[tuple[World, Path]]:
    """One company by hand."""
    company = {"id": "water-m", "role": "utility", "kind": "water", "wire": "manual", "districts": ["511702"]}
    world = World(Config.model_validate({"projects": 0, "counterparts": [company], "failures": {}}))
    async with world.serving():
        folder: Any = world.addresses()["water-m"]["folder"]
        yield world, Path(folder)


def effects(world: World, effect: str) -> list[str]:
    return [entry.business_key for entry in world.ledger.entries if entry.effect == effect]


def answers(root: Path) -> list[dict[str, Any]]:
    """Rows with an answer, of every list the clerk has filled in."""
    found = []
    for path in sorted((root / "from-company").glob("*.xlsx")):
        head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        found += [dict(zip(head, row, strict=True)) for row in rows]
    return [row for row in found if row["办理状态"]]


async def test_a_row_is_taken_once_with_its_documents() -> None:
    async with office() as (world, root):
        hand_over(root)
        await world.advance(1)
        hand_over(root, "again")
        await world.advance(1)
        assert effects(world, "scheme_taken") == ["F-1/v1"]
        assert effects(world, "document_completed") == [f"F-1/{SHA}"]
        assert list((root / "to-company").glob("*.xlsx")) == []
        assert len(list((root / "to-company" / "done").glob("*.xlsx"))) == 2


async def test_whatever_happens_is_written_down_once_with_who_and_when() -> None:
    async with office() as (world, root):
        hand_over(root)
        await world.advance(60)
        told = answers(root)
        assert len(told) == len(effects(world, "event_emitted"))
        assert (told[0]["办理状态"], told[0]["办件编号"], told[0]["阶段"]) == ("接件", "F-1-water-m", "审查")
        assert all(row["经办人"] and row["发生时间"] for row in told)
        letters = [row for row in told if row["证明材料"]]
        assert letters
        folders = [path for path in (root / "from-company").iterdir() if path.is_dir()]
        kept = {path.name for folder in folders for path in folder.iterdir()}
        assert {row["证明材料"] for row in letters} <= kept


async def test_a_scheme_taken_back_is_answered_as_withdrawn() -> None:
    async with office() as (world, root):
        hand_over(root)
        await world.advance(1)
        hand_over(root, "again", 当前状态="方案已撤回")
        await world.advance(1)
        assert effects(world, "scheme_withdrawn") == ["F-1"]
        assert [row["办理状态"] for row in answers(root)].count("撤回") == 1

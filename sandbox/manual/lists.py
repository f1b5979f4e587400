"""Work lists as the clerk reads them, and as the clerk fills them in."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types

from sandbox.clock import china_text
from sandbox.config import CHINA, Kind

Row = dict[str, Any]
STAGES = {"review": "审查", "application": "报装", "hookup": "接入", "acceptance": "验收"}
STATUSES = {
    1: "接件",
    3: "受理",
    6: "补正开始",
    7: "补正结束",
    8: "部门开始办理",
    11: "办结通过",
    12: "容缺通过",
    13: "不通过",
    14: "撤回",
}
WITHDRAWN = "方案已撤回"
_OPINIONS = {"agree": "同意", "agree_with_conditions": "有条件同意", "disagree": "不同意"}
_ROLES = {"总平面图": "site_plan", "管线图": "pipe_plan", "其他附件": "other"}
_DEMANDS: dict[Kind, dict[str, str]] = {
    "water": {
        "日用水量（m³/d）": "daily_volume_m3",
        "管径（DN，mm）": "pipe_dn_mm",
        "用水类别": "use_class",
    },
    "power": {"用电容量（kVA）": "capacity_kva", "电压等级": "voltage_level", "电源数": "supplies"},
    "gas": {"小时用气量（m³/h）": "hourly_volume_m3", "用气压力": "pressure", "燃气具数": "appliances"},
    "telecom": {
        "光纤到户户数": "ftth_households",
        "设备间": "equipment_room",
        "通信管道入楼": "duct_entry",
    },
}
_WORDS: dict[Any, Any] = {
    "生活": "domestic",
    "商业": "commercial",
    "工业": "industrial",
    "消防": "fire",
    "施工": "construction",
    "低压": "low",
    "中压": "medium",
    "高压": "high",
    "是": True,
    "否": False,
}


class WorkList:
    """One list as it was handed over."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._book = openpyxl.load_workbook(path)
        self._sheet = self._book.worksheets[0]
        self._places = {cell.value: cell.column for cell in self._sheet[1]}

    def rows(self) -> list[Row]:
        """Rows with a case number, by heading."""
        return [self._row(number) for number in self._numbers()]

    def documents(self) -> list[Row]:
        """What the second sheet lists, by heading."""
        sheet = next(each for each in self._book.worksheets if each.title == "附件清单")
        head, *rest = sheet.iter_rows(values_only=True)
        return [dict(zip(head, values, strict=True)) for values in rest]

    def fill(self, answers: Sequence[Row], path: Path) -> None:
        """Write each answer into the row of its case, or into an empty one below, and save."""
        free = {
            self._sheet.cell(number, self._places["办件编号"]).value: number for number in self._numbers()
        }
        below = max(free.values(), default=1)
        for answer in answers:
            number = free.pop(answer["办件编号"], None)
            if number is None or self._row(number)["阶段"] != answer["阶段"]:
                below += 1
                number = below
            for heading, value in answer.items():
                self._sheet.cell(number, self._places[heading]).value = value
        self._book.save(path)

    def _numbers(self) -> list[int]:
        place = self._places["办件编号"]
        return [n for n in range(2, self._sheet.max_row + 1) if self._sheet.cell(n, place).value]

    def _row(self, number: int) -> Row:
        return {heading: self._sheet.cell(number, place).value for heading, place in self._places.items()}


def submission(row: Row, documents: Sequence[Row], kind: Kind) -> bytes:
    """What the office is given of a row."""
    geometry = json.loads(row["位置图形"])
    if geometry["type"] == "Polygon":
        geometry["coordinates"] = [geometry["coordinates"]]
    body = {
        "scheme_id": row["方案编号"],
        "version": row["方案版本"],
        "project": {
            "code": row["项目代码"],
            "name": row["项目名称"],
            "area_code": row["区划代码"],
            "address": row["建设地址"],
            "developer": {"name": row["建设单位名称"], "credit_code": row["建设单位统一社会信用代码"]},
            "contact": {"name": row["联系人"], "phone": row["联系电话"]},
        },
        "demand": {"kind": kind, **_demand(row, kind)},
        "site": {"crs": row["坐标系"], "geometry": geometry},
        "documents": [
            {
                "sha256": each["文件哈希（SHA-256）"],
                "name": each["附件名称"],
                "media_type": each["文件类型"],
                "size_bytes": each["文件大小（字节）"],
                "role": _ROLES[each["附件种类"]],
            }
            for each in documents
            if each["方案编号"] == row["方案编号"]
        ],
        "opinion_due": _moment(row["意见截止时间"]),
        "submitted_at": _moment(row["推送时间"]),
    }
    return json.dumps(body, ensure_ascii=False).encode()


def answer(event: Mapping[str, Any], case_number: str, evidence: str | None) -> Row:
    """An event as the clerk writes it down."""
    row = {
        "办件编号": case_number,
        "方案编号": event["scheme_id"],
        "方案版本": event["version"],
        "阶段": STAGES[event["stage"]],
        "办理状态": STATUSES[event["handling_status"]],
        "发生时间": china_text(datetime.fromisoformat(event["occurred_at"])),
        "经办人": event["handler"]["name"],
        "经办部门": event["handler"]["department"],
    }
    if event["opinion"]:
        row |= {"审查意见": _OPINIONS[event["opinion"]], "意见内容": event["opinion_text"]}
    if evidence:
        (letter,) = event["documents"]
        row |= {"证明材料": evidence, "批复文号": letter["number"], "批复日期": letter["issued_on"]}
    return row


def _demand(row: Row, kind: Kind) -> dict[str, Any]:
    return {name: _WORDS.get(row[heading], row[heading]) for heading, name in _DEMANDS[kind].items()}


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).isoformat()

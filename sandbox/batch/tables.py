"""Status tables as the company's own program exports them: another format and another order each time."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types

from sandbox.clock import china_text
from sandbox.config import CHINA

STAGES = {"review": "审查", "application": "报装", "hookup": "接入", "acceptance": "验收"}
WORDS = {
    1: "收件",
    3: "受理",
    6: "补正",
    7: "补正完成",
    8: "办理",
    11: "办结",
    12: "容缺办结",
    13: "不予通过",
    14: "撤回",
}
UNHEARD_OF = "已转专班"
_OPINIONS = {"agree": "同意", "agree_with_conditions": "有条件同意", "disagree": "不同意"}
_HEADINGS = (
    *(
        "流水号",
        "方案编号",
        "方案版本",
        "受理编号",
        "环节",
        "状态",
        "状态说明",
        "发生时间",
        "经办人",
        "经办部门",
    ),
    *("审查意见", "意见内容", "文件摘要", "文件名称", "文件类型", "文件大小", "文号", "签发日期", "备注"),
)
FORMATS = ("csv", "gb18030", "xlsx")

Row = dict[str, str]


def row_of(event: Mapping[str, Any]) -> Row:
    """An event as a row, by heading."""
    document = event["documents"][0] if event["documents"] else {}
    return {
        "流水号": event["id"],
        "方案编号": event["scheme_id"],
        "方案版本": str(event["version"]),
        "受理编号": event["reference"],
        "环节": STAGES[event["stage"]],
        "状态": WORDS[event["handling_status"]],
        "状态说明": event["status_text"],
        "发生时间": china_text(datetime.fromisoformat(event["occurred_at"])),
        "经办人": event["handler"]["name"],
        "经办部门": event["handler"]["department"],
        "审查意见": _OPINIONS.get(event["opinion"], ""),
        "意见内容": event["opinion_text"] or "",
        "文件摘要": document.get("sha256", ""),
        "文件名称": document.get("name", ""),
        "文件类型": document.get("media_type", ""),
        "文件大小": str(document.get("size_bytes", "")),
        "文号": document.get("number", ""),
        "签发日期": document.get("issued_on", ""),
    }


def table(rows: Sequence[Row], kind: str, rng: Random) -> bytes:
    """The rows in one of `FORMATS`, columns in an order of the moment."""
    headings = list(_HEADINGS)
    rng.shuffle(headings)
    if kind == "xlsx":
        return _workbook(headings, rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    encoding = "gb18030" if kind == "gb18030" else rng.choice(("utf-8", "utf-8-sig"))
    return text.getvalue().encode(encoding)


def _workbook(headings: Sequence[str], rows: Sequence[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["燃气办件状态导出表"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append([_cell(heading, row.get(heading, "")) for heading in headings])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(heading: str, text: str) -> object:
    """Times and numbers as a spreadsheet keeps them."""
    if heading == "发生时间":
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA).replace(tzinfo=None)
        except ValueError:
            return text
    return int(text) if heading in ("方案版本", "文件大小") and text else text or None

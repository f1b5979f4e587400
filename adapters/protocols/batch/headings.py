"""The headings of a status table: the words a company may use, in any order, and which column is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.cells import heading_key
from adapters.tables import TableRow
from models.messages import FieldFault, Message

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "serial": ("流水号", "办件流水号", "事件编号", "序列号"),
    "scheme_id": ("方案编号", "设计方案编号", "方案号"),
    "version": ("方案版本", "版本", "版本号"),
    "reference": ("受理编号", "受理号", "报装编号"),
    "stage": ("环节", "办理环节", "阶段"),
    "status": ("状态", "办理状态", "状态名称"),
    "text": ("状态说明", "说明"),
    "occurred_at": ("发生时间", "办理时间", "时间"),
    "handler": ("经办人", "办理人"),
    "department": ("经办部门", "办理部门", "部门"),
    "opinion": ("审查意见", "意见"),
    "opinion_text": ("意见内容", "意见说明"),
    "document_sha256": ("文件摘要", "附件摘要"),
    "document_name": ("文件名称", "附件名称"),
    "document_type": ("文件类型", "附件类型"),
    "document_size": ("文件大小", "附件大小"),
    "document_number": ("文号", "批复文号"),
    "document_issued_on": ("签发日期", "发文日期"),
}
"""Field → the headings it goes by; the first is the one the wire document uses."""
REQUIRED: Final = ("scheme_id", "stage", "status", "occurred_at")
WITHIN: Final = 10
"""The headings stand in one of the first rows: above them there may be a title."""
_FEWEST: Final = 3
"""So many known headings make a row the row of headings."""
_IGNORED: Final = frozenset(map(heading_key, ("序号", "备注")))
_FIELD_OF: Final = {heading_key(word): field for field, words in HEADINGS.items() for word in words}


class NoHeadings(Exception):
    """The table cannot be read: `faults` say which headings are missing or given twice, `row` where they stand."""

    def __init__(self, faults: Sequence[FieldFault], row: int = 0) -> None:
        super().__init__("; ".join(str(fault.message) for fault in faults))
        self.faults = tuple(faults)
        self.row = row


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands: its column from 0, the heading's words, and the headings nobody knows."""

    row: int
    width: int
    columns: Mapping[str, int]
    words: Mapping[str, str]
    unknown: tuple[str, ...]

    def cells(self, row: TableRow) -> dict[str, str]:
        """The cells of a row that are not empty, by field."""
        found = {}
        for field, place in self.columns.items():
            if place < len(row.cells) and row.cells[place]:
                found[field] = row.cells[place]
        return found

    def heading(self, field: str) -> str:
        """What the file calls a field."""
        return self.words.get(field) or HEADINGS[field][0]


def find_layout(rows: Sequence[TableRow]) -> Layout:
    """The layout of a table. Raises `NoHeadings` when a required heading is missing or one is given twice."""
    for row in rows[:WITHIN]:
        if sum(heading_key(cell) in _FIELD_OF for cell in row.cells) >= _FEWEST:
            return _layout(row)
    raise NoHeadings(
        [FieldFault(field="-", message=Message(id="batch-no-headings", params={"rows": WITHIN}))]
    )


def _layout(row: TableRow) -> Layout:
    columns: dict[str, int] = {}
    words: dict[str, str] = {}
    unknown: list[str] = []
    faults: list[FieldFault] = []
    for place, heading in enumerate(row.cells):
        key = heading_key(heading)
        field = _FIELD_OF.get(key)
        if field is None:
            if key and key not in _IGNORED:
                unknown.append(heading)
        elif field in columns:
            faults.append(FieldFault(field=heading, message=Message(id="invalid-column-repeated")))
        else:
            columns[field], words[field] = place, heading
    for field in REQUIRED:
        if field not in columns:
            allowed = HEADINGS[field]
            message = Message(id="batch-heading-missing")
            faults.append(FieldFault(field=allowed[0], message=message, allowed=allowed))
    if faults:
        raise NoHeadings(faults, row.number)
    return Layout(row.number, len(row.cells), columns, words, tuple(unknown))

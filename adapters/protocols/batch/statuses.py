"""Status tables: CSV or XLSX, one event a row. A bad row is set aside with its number; the good rows still count."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from adapters.cells import day, instant, narrow
from adapters.contract import Unreadable
from adapters.protocols.batch.headings import HEADINGS, Layout, NoHeadings, find_layout
from adapters.protocols.batch.reading import Found, Reader
from adapters.tables import TableRow, TableUnreadable, csv_rows, workbook_sheets
from models.digest import canonical_json
from models.events import Update
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.stage import Opinion, Stage

ENDINGS: Final = (".csv", ".xlsx")
_STAGES: Final = {
    "审查": Stage.REVIEW,
    "方案审查": Stage.REVIEW,
    "报装": Stage.APPLICATION,
    "接入": Stage.HOOKUP,
    "验收": Stage.ACCEPTANCE,
}
_OPINIONS: Final = {
    "同意": Opinion.AGREE,
    "有条件同意": Opinion.AGREE_WITH_CONDITIONS,
    "原则同意": Opinion.AGREE_WITH_CONDITIONS,
    "不同意": Opinion.DISAGREE,
}
_FIELDS: Final = {
    "event_id": "serial",
    "remote_ref": "reference",
    "scheme_version": "version",
    "status_code": "status",
    "status_text": "text",
    "documents.0.sha256": "document_sha256",
    "documents.0.name": "document_name",
    "documents.0.media_type": "document_type",
    "documents.0.size_bytes": "document_size",
    "documents.0.number": "document_number",
    "documents.0.issued_on": "document_issued_on",
}
"""Where a field of an update stands in the table, where it has another name there."""


def read_statuses(reader: Reader, content: bytes) -> Found:
    """The updates of a status table, and what of it could not be read."""
    try:
        layout, rows = _table(reader.file, content)
    except TableUnreadable as unreadable:
        where = reader.message("batch-file-set-aside", row=unreadable.row)
        return reader.set_aside(where, (FieldFault(field="-", message=unreadable.message),))
    except NoHeadings as none:
        return reader.set_aside(reader.message("batch-file-set-aside", row=none.row), none.faults)
    updates: list[Update] = []
    unreadable_rows = list(_unknown_headings(reader, layout))
    for row in rows:
        if row.number <= layout.row or not any(row.cells):
            continue
        update = _update(row, layout)
        if isinstance(update, Update):
            updates.append(update)
        else:
            unreadable_rows.append(_bad_row(reader, row, layout, update))
    return Found(tuple(updates), tuple(unreadable_rows))


def _table(file: str, content: bytes) -> tuple[Layout, list[TableRow]]:
    """The table of a file: of a workbook the first sheet that has the headings."""
    sheets = workbook_sheets(content) if file.lower().endswith(".xlsx") else iter([csv_rows(content)])
    missing = NoHeadings([FieldFault(field="-", message=Message(id="batch-file-empty"))])
    for rows in sheets:
        if not any(row.cells for row in rows):
            continue
        try:
            return find_layout(rows), rows
        except NoHeadings as none:
            if none.row:
                raise  # these are the headings, and they are wrong
            missing = none
    raise missing


def _unknown_headings(reader: Reader, layout: Layout) -> Iterator[Unreadable]:
    """One item for headings nobody knows, however many files have them: their cells are not read."""
    if layout.unknown:
        known = sorted(layout.unknown)
        digest = hashlib.sha256(canonical_json(known)).hexdigest()
        message = reader.message(
            "batch-headings-unknown", headings=reader.redactor.excerpt("、".join(known), 300)
        )
        yield reader.item(f"headings:{digest}", message, (), {"headings": known})


def _update(row: TableRow, layout: Layout) -> Update | tuple[FieldFault, ...]:
    if len(row.cells) > layout.width:
        # A comma within an unquoted text moves everything after it: nothing in this row is where it belongs.
        params = {"cells": len(row.cells), "headings": layout.width}
        return (FieldFault(field="-", message=Message(id="invalid-row-too-long", params={**params})),)
    cells = layout.cells(row)
    faults: list[FieldFault] = []
    stage = _word(cells, "stage", _STAGES, layout, faults)
    opinion = _word(cells, "opinion", _OPINIONS, layout, faults)
    given: dict[str, Any] = {
        "event_id": narrow(cells["serial"]) if "serial" in cells else f"row:{_digest(cells)}",
        "remote_ref": cells.get("reference"),
        "scheme_id": narrow(cells.get("scheme_id", "")),
        "scheme_version": narrow(cells["version"]) if "version" in cells else None,
        "stage": stage or Stage.REVIEW,
        "status": None,
        "status_code": narrow(cells.get("status", "")),
        "status_text": cells.get("text", ""),
        "occurred_at": instant(cells["occurred_at"]) if "occurred_at" in cells else None,
        "handler": cells.get("handler"),
        "department": cells.get("department"),
        "opinion": opinion,
        "opinion_text": cells.get("opinion_text", ""),
        "documents": list(_documents(cells)),
    }
    try:
        update = Update.model_validate(given)
    except ValidationError as error:
        faults += [_in_the_files_words(fault, cells, layout) for fault in faults_of(error)]
        return tuple(faults)
    return tuple(faults) or update


def _word(
    cells: Mapping[str, str],
    field: str,
    words: Mapping[str, Any],
    layout: Layout,
    faults: list[FieldFault],
) -> Any:
    """What one of a few words means; `None`, and a fault where it had to be one, when it is none of them."""
    cell = narrow(cells.get(field, ""))
    if cell not in words and (cell or field == "stage"):
        message = Message(id="batch-word-unknown", params={"value": cell}) if cell else _missing()
        faults.append(FieldFault(field=layout.heading(field), message=message, allowed=tuple(words)))
    return words.get(cell)


def _documents(cells: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if "document_sha256" in cells:
        yield {
            "sha256": narrow(cells["document_sha256"]).lower(),
            "name": cells.get("document_name", ""),
            "media_type": narrow(cells.get("document_type", "application/pdf")),
            "size_bytes": narrow(cells.get("document_size", "")),
            "number": cells.get("document_number"),
            "issued_on": day(cells["document_issued_on"]) if "document_issued_on" in cells else None,
        }


def _in_the_files_words(fault: FieldFault, cells: Mapping[str, str], layout: Layout) -> FieldFault:
    field = _FIELDS.get(fault.field, fault.field)
    if field not in HEADINGS:
        return fault
    message = fault.message if field in cells else _missing()
    return fault.model_copy(update={"field": layout.heading(field), "message": message})


def _missing() -> Message:
    return Message(id="invalid-missing")


def _bad_row(reader: Reader, row: TableRow, layout: Layout, faults: tuple[FieldFault, ...]) -> Unreadable:
    cells = layout.cells(row)
    # By its content, not by its serial: mended under the same serial it has to count as new.
    shown = {HEADINGS[field][0]: cell for field, cell in cells.items()}
    return reader.item(
        f"bad-row:{_digest(cells)}", reader.message("batch-row-unreadable", row=row.number), faults, shown
    )


def _digest(cells: Mapping[str, str]) -> str:
    return hashlib.sha256(canonical_json(dict(cells))).hexdigest()

"""The one way in: a file, by the end of its name, into schemes and refusals."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from adapters.tables import TableRow, TableUnreadable, csv_rows, decode, workbook_sheets
from hub.intake.attachments import DocumentRefused, Folder
from hub.intake.columns import Layout, find_headings
from hub.intake.result import FileRefused, IntakeResult, RefusedRow, file_refused
from hub.intake.rows import RowRefused, read_row
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.scheme import Scheme

MAX_FILE_BYTES: Final = 32 << 20
ENDINGS: Final = (".json", ".csv", ".xlsx")
CLOCKS_APART: Final = timedelta(days=1)
"""How far another machine's clock may be ahead of ours."""

_Read = tuple[int, Scheme | tuple[FieldFault, ...], dict[str, Path], str]
"""A row's number, what became of it, its documents, and what the file calls the time of the push."""


def read_schemes(path: Path, *, received_at: datetime) -> IntakeResult:
    """The schemes of a file, its documents, and what is refused of it. Stores nothing; raises nothing for a
    bad file.

    JSON holds one scheme or a list, in the model's own shape; CSV and XLSX one scheme version a row
    (`docs/intake.md`). Documents lie beside the file in a folder of its name. `received_at` is the present: a
    scheme cannot have been pushed after it.
    """
    try:
        _check_file(path)
        rows = _json_rows(path) if path.suffix.lower() == ".json" else _table_rows(path)
        return _collect(path.name, rows, received_at)
    except FileRefused as refused:
        return IntakeResult(refused=(RefusedRow(path.name, refused.row, refused.faults),))
    except TableUnreadable as unreadable:
        faults = (FieldFault(field="-", message=unreadable.message),)
        return IntakeResult(refused=(RefusedRow(path.name, unreadable.row, faults),))


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise file_refused("intake-file-missing", name=path.name)
    if path.suffix.lower() not in ENDINGS:
        message = Message(id="intake-file-ending", params={"name": path.name})
        raise FileRefused(FieldFault(field="-", message=message, allowed=ENDINGS))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise file_refused("intake-file-too-large", limit_mib=MAX_FILE_BYTES >> 20)


def _collect(file: str, rows: Iterable[_Read], received_at: datetime) -> IntakeResult:
    schemes: list[Scheme] = []
    refused: list[RefusedRow] = []
    documents: dict[str, Path] = {}
    first: dict[tuple[str, int], int] = {}
    for number, outcome, paths, pushed_at in rows:
        if isinstance(outcome, Scheme):
            outcome = _doubt(outcome, first, received_at, pushed_at) or outcome
        if isinstance(outcome, Scheme):
            first[outcome.scheme_id, outcome.version] = number
            schemes.append(outcome)
            documents |= paths
        else:
            refused.append(RefusedRow(file, number, outcome))
    if not schemes and not refused:
        raise file_refused("intake-file-empty")
    return IntakeResult(tuple(schemes), tuple(refused), documents)


def _doubt(
    scheme: Scheme, first: dict[tuple[str, int], int], received_at: datetime, pushed_at: str
) -> tuple[FieldFault, ...]:
    """What is wrong with a scheme among its neighbours and at this time."""
    faults = []
    earlier = first.get((scheme.scheme_id, scheme.version))
    if earlier is not None:
        repeated = Message(id="invalid-row-repeated", params={"earlier": earlier, "version": scheme.version})
        faults.append(FieldFault(field="-", message=repeated))
    if scheme.pushed_at > received_at + CLOCKS_APART:
        ahead = Message(id="invalid-pushed-ahead", params={"pushed": scheme.pushed_at.isoformat()})
        faults.append(FieldFault(field=pushed_at, message=ahead))
    return tuple(faults)


def _table_rows(path: Path) -> Iterator[_Read]:
    layout, rows = _table(path)
    folder = Folder.beside(path)
    heading = layout.heading("pushed_at")
    words = heading.words if heading else "pushed_at"
    for row in rows:
        if row.number <= layout.row or not any(row.cells):
            continue
        try:
            scheme, documents = read_row(row.cells, layout, folder)
            yield row.number, scheme, documents, words
        except RowRefused as refused:
            yield row.number, refused.faults, {}, words


def _table(path: Path) -> tuple[Layout, list[TableRow]]:
    """The table of a file: of a workbook the first sheet that has the headings."""
    content = path.read_bytes()
    sheets = workbook_sheets(content) if path.suffix.lower() == ".xlsx" else iter([csv_rows(content)])
    reason = file_refused("intake-file-empty")
    for rows in sheets:
        if not any(row.cells for row in rows):
            continue
        try:
            return find_headings([(row.number, row.cells) for row in rows]), rows
        except FileRefused as refused:
            if refused.row:
                raise  # these are the headings, and they are wrong
            reason = refused
    raise reason


def _json_rows(path: Path) -> Iterator[_Read]:
    folder = Folder.beside(path)
    for number, item in enumerate(_json_items(path), start=1):
        try:
            scheme = Scheme.model_validate(item)
        except ValidationError as error:
            yield number, faults_of(error), {}, "pushed_at"
            continue
        documents: dict[str, Path] = {}
        faults: list[FieldFault] = []
        for index, ref in enumerate(scheme.documents):
            try:
                held = folder.holding(ref)
            except DocumentRefused as refused:
                faults.append(refused.fault(f"documents.{index}"))
                continue
            if held is not None:
                documents[ref.sha256] = held
        yield number, tuple(faults) or scheme, documents, "pushed_at"


def _json_items(path: Path) -> list[Any]:
    try:
        content = json.loads(decode(path.read_bytes()))
    except json.JSONDecodeError as error:
        raise file_refused("intake-json-malformed", line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):  # nested too deep, or a number longer than Python reads
        raise file_refused("intake-json-malformed", line=1, column=1) from None
    return content if isinstance(content, list) else [content]

"""A filled spreadsheet (XLSX or CSV, UTF-8 or GB 18030): its answers, and the rows that cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.cells import heading_key
from adapters.tables import TableRow, TableUnreadable, csv_rows, workbook_sheets
from hub.intake.attachments import Folder
from hub.intake.result import FileRefused, RefusedRow, file_refused
from hub.language import Language, field_name
from hub.manual.answers import Answer, AnswerRefused, Office, read_answer
from hub.manual.columns import ANSWERS, IDS, known_headings
from models.messages import FieldFault, Message

MAX_FILE_BYTES: Final = 32 << 20
ENDINGS: Final = (".csv", ".xlsx")
REQUIRED: Final = ("case_number", "stage", "status", "occurred_at", "handler")
WITHIN: Final = 10
"""The headings stand in one of the first rows: above them there may be a title."""
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file brought: answers in its order, and rows refused. Rows without an answer do not count."""

    answers: tuple[Answer, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    row: int
    places: Mapping[int, str]
    words: Mapping[str, str]


def read_filled(path: Path, office: Office, language: Language) -> Filled:
    """The answers of a filled list. Stores nothing; raises nothing for a bad file.

    Evidence lies beside the file in a folder of its name.
    """
    try:
        layout, rows = _table(path)
    except FileRefused as refused:
        return Filled(refused=(RefusedRow(path.name, refused.row, refused.faults),))
    except TableUnreadable as unreadable:
        fault = FieldFault(field="-", message=unreadable.message)
        return Filled(refused=(RefusedRow(path.name, unreadable.row, (fault,)),))
    folder = Folder.beside(path)
    answers: list[Answer] = []
    wrong: list[RefusedRow] = []
    for row in rows:
        cells = {
            name: row.cells[place]
            for place, name in layout.places.items()
            if place < len(row.cells) and row.cells[place]
        }
        if row.number <= layout.row or cells.keys().isdisjoint(ANSWERS):
            continue
        try:
            answers.append(read_answer(cells, office, folder, language))
        except AnswerRefused as refused:
            faults = [_at_heading(fault, layout, language) for fault in refused.faults]
            wrong.append(RefusedRow(path.name, row.number, tuple(faults)))
    return Filled(tuple(answers), tuple(wrong))


def _at_heading(fault: FieldFault, layout: _Layout, language: Language) -> FieldFault:
    if fault.field not in {*IDS, *ANSWERS}:
        return fault
    heading = layout.words.get(fault.field) or field_name(fault.field, language)
    return fault.model_copy(update={"field": heading})


def _table(path: Path) -> tuple[_Layout, list[TableRow]]:
    if not path.is_file():
        raise file_refused("intake-file-missing", name=path.name)
    if path.suffix.lower() not in ENDINGS:
        message = Message(id="intake-file-ending", params={"name": path.name})
        raise FileRefused(FieldFault(field="-", message=message, allowed=ENDINGS))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise file_refused("intake-file-too-large", limit_mib=MAX_FILE_BYTES >> 20)
    content = path.read_bytes()
    sheets = workbook_sheets(content) if path.suffix.lower() == ".xlsx" else iter([csv_rows(content)])
    for rows in sheets:
        for row in rows[:WITHIN]:
            if sum(heading_key(cell) in known_headings() for cell in row.cells) >= _FEWEST:
                return _layout(row), rows
    raise file_refused("manual-no-headings", rows=WITHIN)


def _layout(row: TableRow) -> _Layout:
    known = known_headings()
    places: dict[int, str] = {}
    words: dict[str, str] = {}
    faults: list[FieldFault] = []
    for place, heading in enumerate(row.cells):
        name = known.get(heading_key(heading))
        if name is None:
            continue  # what the company reads, and columns of its own
        if name in words:
            faults.append(FieldFault(field=heading, message=Message(id="invalid-column-repeated")))
        places[place], words[name] = name, heading
    faults += _absent(words)
    if faults:
        raise FileRefused(*faults, row=row.number)
    return _Layout(row.number, places, words)


def _absent(words: Mapping[str, str]) -> Sequence[FieldFault]:
    missing = Message(id="manual-column-missing")
    return [FieldFault(field=name, message=missing) for name in REQUIRED if name not in words]

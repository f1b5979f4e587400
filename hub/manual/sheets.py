"""A work list written as a spreadsheet to hand over: XLSX with drop-downs and locked ids, or CSV."""

import csv
import io
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]  # published without types
from openpyxl.styles import Alignment, Font, PatternFill, Protection  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from hub.language import Language, term
from hub.manual.columns import IDS, Column, columns
from hub.manual.worklist import Task
from hub.spreadsheet import harmless, put
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus

SPARE_ROWS: Final = 100
"""Empty rows below the list, for a second answer to the same stage or one to the next."""
HELP_LINES: Final = 9
_ID_FILL: Final = PatternFill("solid", fgColor="E7E6E6")
_ANSWER_FILL: Final = PatternFill("solid", fgColor="FFF2CC")
_HEADING_FILL: Final = PatternFill("solid", fgColor="1F4E78")
_WIDTHS: Final = {"project.name": 30, "project.address": 36, "opinion_text": 36, "case_number": 30}


class Encoding(StrEnum):
    """How a CSV file is written: UTF-8 with the mark that spreadsheet programs look for, or GB 18030."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


def write(
    path: Path,
    tasks: Sequence[Task],
    kind: UtilityKind,
    language: Language,
    encoding: Encoding = Encoding.UTF_8,
) -> None:
    """Write the list to `path`: CSV when its name ends so, else XLSX. Readable by its owner alone: it names people."""
    if path.suffix.lower() == ".csv":
        content = _csv(tasks, kind, language).encode(
            "gb18030" if encoding is Encoding.GB18030 else "utf-8-sig"
        )
    else:
        buffer = io.BytesIO()
        _workbook(tasks, kind, language).save(buffer)
        content = buffer.getvalue()
    unfinished = path.with_name(f".{path.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    unfinished.replace(path)


def _cells(task: Task, wanted: Sequence[Column], language: Language) -> list[str | int | float]:
    return [column.value(task, language) if column.value else "" for column in wanted]


def _csv(tasks: Sequence[Task], kind: UtilityKind, language: Language) -> str:
    wanted = columns(kind)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.heading(language) for column in wanted])
    for task in tasks:
        writer.writerow([harmless(value) for value in _cells(task, wanted, language)])
    return text.getvalue()


def _workbook(tasks: Sequence[Task], kind: UtilityKind, language: Language) -> Any:
    workbook, wanted = Workbook(), columns(kind)
    sheet = workbook.active
    sheet.title = term("manual-sheet-list", language)
    for place, column in enumerate(wanted, start=1):
        heading = put(sheet.cell(1, place), column.heading(language))
        heading.font, heading.fill = Font(bold=True, color="FFFFFF"), _HEADING_FILL
        heading.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column.path, 18)
    for row, task in enumerate(tasks, start=2):
        for place, value in enumerate(_cells(task, wanted, language), start=1):
            put(sheet.cell(row, place), value)
    last = 1 + len(tasks) + SPARE_ROWS
    for place, column in enumerate(wanted, start=1):
        _dress(sheet, place, column, len(tasks), last)
    sheet.freeze_panes = sheet.cell(2, len(IDS) + 2)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(wanted))}{last}"
    sheet.protection.sheet = True  # against slips: without a password, whoever must can lift it
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
    _add_choices(workbook, sheet, wanted, last, language)
    _add_documents(workbook, tasks, language)
    _add_help(workbook, language)
    return workbook


def _dress(sheet: Any, place: int, column: Column, tasks: int, last: int) -> None:
    """Colours and locks: answers are open everywhere, ids in the spare rows alone."""
    for row in range(2, last + 1):
        cell = sheet.cell(row, place)
        spare = row > tasks + 1
        if column.value is None or (spare and column.path in IDS):
            cell.protection = Protection(locked=False)
            cell.fill = _ANSWER_FILL
            cell.number_format = "yyyy-mm-dd hh:mm" if column.path == "occurred_at" else "@"
        elif column.path in IDS:
            cell.fill = _ID_FILL


def _add_choices(workbook: Any, sheet: Any, wanted: Sequence[Column], last: int, language: Language) -> None:
    """Drop-downs, each from a column of a hidden sheet."""
    lists = workbook.create_sheet(term("manual-sheet-words", language))
    lists.sheet_state = "hidden"
    for number, (path, words) in enumerate(choices(language).items(), start=1):
        for row, word in enumerate(words, start=1):
            put(lists.cell(row, number), word)
        letter = get_column_letter(number)
        source = f"'{lists.title}'!${letter}$1:${letter}${len(words)}"
        validation = DataValidation(type="list", formula1=source, allow_blank=True)
        # Not enforced for the status: a company may write a word that its mapping knows.
        validation.showErrorMessage = path != "status"
        place = get_column_letter([column.path for column in wanted].index(path) + 1)
        validation.add(f"{place}2:{place}{last}")
        sheet.add_data_validation(validation)


def choices(language: Language) -> dict[str, tuple[str, ...]]:
    """What may be chosen, by column."""
    return {
        "stage": tuple(term(f"stage-{stage}", language) for stage in Stage),
        "status": tuple(term(f"status-{status.value}", language) for status in HandlingStatus),
        "opinion": tuple(term(f"opinion-{opinion}", language) for opinion in Opinion),
    }


def _add_documents(workbook: Any, tasks: Sequence[Task], language: Language) -> None:
    sheet = workbook.create_sheet(term("manual-sheet-documents", language))
    names = (
        "field-scheme-id",
        "field-documents-name",
        "field-role",
        "field-size-bytes",
        "field-media-type",
        "field-sha256",
    )
    for place, name in enumerate(names, start=1):
        put(sheet.cell(1, place), term(name, language)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 24
    documents = [(task.scheme.scheme_id, each) for task in tasks for each in task.scheme.documents]
    for row, (scheme_id, each) in enumerate(documents, start=2):
        role = term(f"role-{each.role}", language)
        said: list[str | int] = [scheme_id, each.name, role, each.size_bytes, each.media_type, each.sha256]
        for place, value in enumerate(said, start=1):
            put(sheet.cell(row, place), value)


def _add_help(workbook: Any, language: Language) -> None:
    sheet = workbook.create_sheet(term("manual-sheet-help", language))
    sheet.column_dimensions["A"].width = 100
    for line in range(1, HELP_LINES + 1):
        cell = put(sheet.cell(line, 1), term(f"manual-help-{line}", language))
        cell.alignment = Alignment(wrap_text=True, vertical="top")

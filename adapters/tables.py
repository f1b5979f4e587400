"""Tables as spreadsheet programs write them: CSV or XLSX, read into rows of text.

A row's number is the one that a spreadsheet program shows. Shared by all who read tables: the intake of schemes and
companies that report by file.
"""

import csv
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # published without types

from models.messages import Message

MAX_UNPACKED_BYTES: Final = 256 << 20
"""A workbook is a zip: what it may grow to when read."""

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_SEPARATORS: Final = ",\t;"
_DIGITS: Final = 15
"""What a spreadsheet keeps of a number."""


class TableUnreadable(Exception):
    """The file as a whole cannot be read: `message` says why, `row` where when that is known (else 0)."""

    def __init__(self, message: Message, row: int = 0) -> None:
        super().__init__(str(message))
        self.message = message
        self.row = row


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number and its cells as text, trimmed, the empty ones at its end left out."""

    number: int
    cells: tuple[str, ...]


def decode(content: bytes) -> str:
    """`content` as text: UTF-8 with or without a mark, else GB 18030. Raises `TableUnreadable` when it
    is neither.

    Decoding is strict: a character that cannot be read is never replaced by another.
    """
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise TableUnreadable(Message(id="intake-file-encoding"))


def csv_rows(content: bytes) -> list[TableRow]:
    """Rows of a CSV file, separated by commas, tabs or semicolons, whichever its first line has most of."""
    text = decode(content)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[TableRow] = []
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append(_row(number, cells))
    except csv.Error:
        raise TableUnreadable(Message(id="intake-csv-malformed"), row=len(rows) + 1) from None
    return rows


def workbook_sheets(content: bytes) -> Iterator[list[TableRow]]:
    """The rows of each sheet of an XLSX workbook, formulas by the value last worked out for them."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES >> 20
            raise TableUnreadable(Message(id="intake-file-too-large", params={"limit_mib": limit}))
        yield from _sheets(content)
    except zipfile.BadZipFile:
        raise TableUnreadable(Message(id="intake-workbook-unreadable")) from None


def _sheets(content: bytes) -> Iterator[list[TableRow]]:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # styles and validations that the library leaves out are nothing to us
        try:
            workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            try:
                sheets = [_sheet_rows(sheet) for sheet in workbook.worksheets]
            finally:
                workbook.close()
        except Exception:  # a broken workbook fails in as many ways as there are parts in it
            raise TableUnreadable(Message(id="intake-workbook-unreadable")) from None
    yield from sheets


def _sheet_rows(sheet: Any) -> list[TableRow]:
    sheet.reset_dimensions()  # some programs write a size that is not the sheet's
    return [
        _row(number, [_text(value) for value in values])
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]


def _row(number: int, cells: list[str]) -> TableRow:
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return TableRow(number, tuple(trimmed))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.{_DIGITS}g}"
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case int() if len(str(abs(value))) > _DIGITS:
            return f"{value:.{_DIGITS - 1}e}"
        case _:
            return str(value)

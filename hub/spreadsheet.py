"""Text in files that a spreadsheet program opens: shown as it is, never worked out."""

from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]  # published without types

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: str | int | float) -> str | int | float:
    """A value for a CSV file: one that begins like a formula would be worked out by whoever opens it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def put(cell: Any, value: object) -> Any:
    """Put a value into a cell of a workbook: text stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_FORMULA)
    return cell

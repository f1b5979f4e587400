"""Rows in the database's own types, and whether what is held says the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, DateTime, Integer, Numeric, Table

from adapters.provincial.exchange.tables import KEY, THEIRS
from adapters.provincial.rows import Row

_TIME: Final = "%Y-%m-%d %H:%M:%S"


def comparable_row(table: Table, row: Mapping[str, Any]) -> Row:
    """The row's columns that the table has, the province's own left out, as they are after a round trip."""
    return {name: comparable(column, row.get(name)) for name, column in table.c.items() if name not in THEIRS}


def for_insert(table: Table, row: Row) -> Row:
    """The row's columns that the table has, times as the driver takes them: without offset, in China time."""
    return {name: _driver_value(table.c[name], value) for name, value in row.items() if name in table.c}


def same_content(table: Table, row: Row, held: Mapping[str, Any]) -> bool:
    """Whether a held row says what `row` says. Its key may differ; a column that `row` leaves out is null there."""
    return all(
        comparable(column, row.get(name)) == comparable(column, held[name])
        for name, column in table.c.items()
        if name not in (KEY, *THEIRS)
    )


def _driver_value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, DateTime) and isinstance(value, str):
        return datetime.strptime(value, _TIME)  # noqa: DTZ007 - China time by the standard
    return value


def comparable(column: Column[Any], value: Any) -> Any:
    """A value as it is after a round trip, whichever database it went through."""
    value = _driver_value(column, value)
    match column.type:
        case Numeric(scale=int() as scale) if isinstance(value, int | float):
            return round(float(value), scale)
        case Integer() if isinstance(value, str) and value.isdecimal():
            return int(value)
        case DateTime() if isinstance(value, datetime):
            return value.replace(microsecond=0)
    return value

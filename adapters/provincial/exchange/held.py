"""What the exchange database holds, and what is put into it: inserted once, never changed, read back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, Table, exists, false, insert, select
from sqlalchemy.exc import DBAPIError

from adapters.provincial.exchange.content import for_insert, same_content
from adapters.provincial.exchange.failures import is_row_fault
from adapters.provincial.exchange.tables import KEY, REASON, SERIAL, STATE, VALID
from adapters.provincial.rows import Row

CHECK_FAILED: Final = 2
_AGAIN: Final = "~"
_RETIRED: Final = "liandong_retired"


@dataclass(frozen=True)
class Held:
    """The latest row that stands for a record: its number, and what the province says of it."""

    row: Mapping[str, Any] = field(repr=False)
    number: int
    """1, or which of its repetitions after a failed check it is."""

    @property
    def serial(self) -> str:
        """LSH."""
        return str(self.row[SERIAL])

    @property
    def state(self) -> int:
        """SJSCZT; a null is a new row's."""
        return int(self.row[STATE] or 0)

    @property
    def reason(self) -> str:
        """SBYY."""
        return str(self.row[REASON] or "")


@dataclass(frozen=True)
class Written:
    """What became of a batch, by the records' keys."""

    held: Mapping[str, Held]
    other_content: frozenset[str] = frozenset()
    """Keys that are held with other content, by a row that has not failed."""
    refused: Mapping[str, DBAPIError] = field(default_factory=dict)
    """Rows that the database itself would not have."""
    inserted: int = 0


def look_up(connection: Connection, table: Table, keys: Collection[str]) -> dict[str, Held]:
    """The latest row of each of `keys` that is held."""
    found: dict[str, Held] = {}
    wanted, number = list(dict.fromkeys(keys)), 1
    while wanted:
        spelt = {_repeated(key, number): key for key in wanted}
        found_now = connection.execute(select(table).where(table.c[KEY].in_(spelt))).mappings()
        rows = [{name: row[column] for name, column in table.c.items()} for row in found_now]
        # Compared here once more: a database that ignores case brings rows that nobody asked for.
        latest = {spelt[row[KEY]]: Held(row, number) for row in rows if row[KEY] in spelt}
        found |= latest
        wanted = [key for key, held in latest.items() if _failed(held)]
        number += 1
    return found


def read_on(
    connection: Connection, table: Table, business: Sequence[str], after: int, limit: int
) -> list[tuple[Held, bool]]:
    """The rows after a serial number, each with whether a later row has taken it back (same `business` columns)."""
    later = table.alias()
    same = [later.c[name] == table.c[name] for name in business]
    retired = exists().where(later.c[SERIAL] > table.c[SERIAL], later.c[VALID] == 0, *same)
    statement = (
        select(table, retired.label(_RETIRED))
        .where(table.c[SERIAL] > after)
        .order_by(table.c[SERIAL])
        .limit(limit)
    )
    return [
        (Held({name: row[column] for name, column in table.c.items()}, 1), bool(row[_RETIRED]))
        for row in connection.execute(statement).mappings()
    ]


def write(connection: Connection, table: Table, rows: Sequence[Row]) -> Written:
    """Put in what is not held yet, and anew what failed its check. Rows that are held with this content stay."""
    batch = {row[KEY]: row for row in rows}
    before = look_up(connection, table, batch)
    other = frozenset(
        key
        for key, held in before.items()
        if not _failed(held) and not same_content(table, batch[key], held.row)
    )
    new = {key: row for key, row in batch.items() if key not in before or _failed(before[key])}
    rows_to_insert = {
        key: {**for_insert(table, row), KEY: _repeated(key, before[key].number + 1 if key in before else 1)}
        for key, row in new.items()
    }
    refused = dict(_insert(connection, table, rows_to_insert))
    held = before | look_up(connection, table, [key for key in new if key not in refused])
    standing = {key: each for key, each in held.items() if key not in other and key not in refused}
    return Written(standing, other, refused, len(new) - len(refused))


def look_again(connection: Connection, table: Table, rows: Sequence[Row], written: Written) -> Written:
    """`written`, less the refusals of rows that are held with this content after all.

    To be asked in a transaction of its own: another worker may have written the same row at the same moment, and the
    transaction that met it there cannot see it.
    """
    found = look_up(connection, table, written.refused)
    held = {
        row[KEY]: found[row[KEY]]
        for row in rows
        if row[KEY] in found and same_content(table, row, found[row[KEY]].row)
    }
    refused = {key: error for key, error in written.refused.items() if key not in held}
    return replace(written, held={**written.held, **held}, refused=refused)


def _insert(
    connection: Connection, table: Table, rows: Mapping[str, Row]
) -> Iterator[tuple[str, DBAPIError]]:
    """Insert `rows`, together or else one by one; the keys of those the database refused, and why."""
    if not rows:
        return
    columns = {column for row in rows.values() for column in row}
    filled: dict[str, dict[str, Any]] = {
        key: {column: row.get(column) for column in sorted(columns)} for key, row in rows.items()
    }
    if _refusal(connection, table, list(filled.values())) is None:
        return
    for key, row in filled.items():
        refusal = _refusal(connection, table, [row])
        if refusal is not None:
            yield key, refusal


def _refusal(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> DBAPIError | None:
    """Insert `rows`, all of them or none; why they are refused for what is in them."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table), rows)
    except DBAPIError as error:
        if not is_row_fault(error):
            raise
        return error
    return None


def _failed(held: Held) -> bool:
    return held.state == CHECK_FAILED


def first_key(key: str) -> str:
    """The record's own key, of a row that may be one of its repetitions."""
    return key.partition(_AGAIN)[0]


def _repeated(key: str, number: int) -> str:
    return key if number == 1 else f"{key}{_AGAIN}{number}"


def read_nothing(connection: Connection, *, tables: Collection[Table]) -> None:
    """Ask each table for no row: whether it is there, with every column, and may be read."""
    for table in tables:
        connection.execute(select(table).where(false()))

"""Migrations that are killed midway: afterwards a database is wholly old or wholly new, and a second try succeeds."""

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, MetaData, Table, event, inspect, select
from sqlalchemy.types import Boolean, Float, Integer, LargeBinary

from hub.store import migrate
from hub.store.engine import Store
from tests.durability.forks import Forks

ROWS: Final = 20
"""Rows of each table before a migration."""

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Shape:
    """The tables of a database with their columns and indexes."""

    columns: frozenset[tuple[str, str, str, bool]]
    indexes: frozenset[tuple[str, str, tuple[str | None, ...]]]


def revisions() -> list[str | None]:
    """Every revision that a database may be at before an upgrade changes it, the oldest first; `None`: empty."""
    scripts = ScriptDirectory.from_config(migrate._config())
    found = [each.revision for each in scripts.walk_revisions()]
    return [None, *reversed(found[1:])]


def bring_to(url: str, revision: str | None) -> None:
    """Bring an empty database to a revision, and put rows into every table that it then has."""
    if revision is None:
        return
    store = Store.open(url)
    try:
        with store.begin() as tx:
            config = migrate._config()
            config.attributes["connection"] = tx.connection
            command.upgrade(config, revision)
        with store.begin() as tx:
            tables = _reflected(tx.connection)
            for table in tables.sorted_tables:
                if table.name != "alembic_version":
                    tx.connection.execute(
                        table.insert(), [_row(table, number) for number in range(1, ROWS + 1)]
                    )
    finally:
        store.close()


def shape_of(url: str) -> Shape:
    """The tables of the database at `url`."""
    with _looked_at(url) as connection:
        found = inspect(connection)
        tables = found.get_table_names()
        return Shape(
            frozenset(
                (table, column["name"], str(column["type"]), bool(column["nullable"]))
                for table in tables
                for column in found.get_columns(table)
            ),
            frozenset(
                (table, str(index["name"]), tuple(index["column_names"]))
                for table in tables
                for index in found.get_indexes(table)
            ),
        )


def rows_of(url: str) -> Rows:
    """Every row of the database at `url`."""
    with _looked_at(url) as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in _reflected(connection).sorted_tables
            if table.name != "alembic_version"
        }


def kept(before: Rows, after: Rows, *, but: frozenset[str] = frozenset()) -> list[str]:
    """What is missing in `after` of the rows `before`, looking at the columns that they had (`but` some)."""
    missing = []
    for table, rows in before.items():
        names = [name for name in rows[0] if name not in but] if rows else []
        held = [{name: row.get(name) for name in names} for row in after.get(table, [])]
        missing += [f"{table}: {row}" for row in rows if {name: row[name] for name in names} not in held]
    return missing


def upgrade_until_struck(url: str, statement: int | None, after: bool) -> None:
    """What a forked process does: upgrade, and die at a statement, before or after it."""
    passed = 0

    def passing(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute" if after else "before_cursor_execute", passing)
    migrate.upgrade(url)


async def struck_midway(forks: Forks, url: str, chance: random.Random, statements: int) -> None:
    """Upgrade the database at `url` in a process that is killed on the way: at a statement, or by the clock."""
    work = "tests.durability.upheaval:upgrade_until_struck"
    signals, statement = [], None
    if chance.random() < 0.3:
        signals = [(chance.uniform(0.02, 0.5), int(signal.SIGKILL))]
    else:
        statement = chance.randint(1, statements)
    end = await forks.run(work, signals=signals, url=url, statement=statement, after=chance.random() < 0.5)
    assert end.code == -signal.SIGKILL or (end.code == 0 and signals), f"{end.code}\n{end.words}"


def statements_of(url: str) -> int:
    """How many statements an upgrade of the database at `url` takes; it is upgraded by this."""
    count = 0

    def passing(*_: Any) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", passing)
    try:
        migrate.upgrade(url)
    finally:
        event.remove(Engine, "before_cursor_execute", passing)
    return count


@contextmanager
def _looked_at(url: str) -> Iterator[Any]:
    store = Store.open(url)
    try:
        with store.read() as tx:
            yield tx.connection
    finally:
        store.close()


def _reflected(connection: Any) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(table, column, number) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:  # the row of the same number there
        return _value(key.column.table, key.column, number)
    match column.type:
        case Boolean():
            return number % 2 == 0
        case Integer() | Float():
            return number
        case LargeBinary():
            return b"%d" % number
        case other if "JSON" in str(other):
            return {"number": number}
    return f"{table.name}-{column.name}-{number}"

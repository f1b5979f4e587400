"""The few statements that the two databases spell differently."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Table, Text, bindparam, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.store.columns import dump_json
from hub.store.engine import Tx

Insert = sqlite.Insert | postgresql.Insert


def insert_into(tx: Tx, table: Table) -> Insert:
    """INSERT in the dialect's own form, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if tx.dialect == "postgresql" else sqlite.insert(table)


def among(
    tx: Tx, subject: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`subject IN values` with one parameter, so that the statement is the same for any number of them."""
    listed = list(values)
    if tx.dialect == "postgresql":
        item = BigInteger() if listed and isinstance(listed[0], int) else Text()
        return subject == func.any(bindparam(None, listed, type_=ARRAY(item)))
    each = func.json_each(dump_json(listed)).table_valued("value")
    return subject.in_(select(each.c.value))


def update_rows(
    tx: Tx,
    table: Table,
    keys: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *conditions: ColumnElement[bool],
) -> None:
    """Set, in each row named by its `keys`, the other values of its mapping. All mappings have the same names.

    One statement on PostgreSQL, where each costs a round trip; executemany on SQLite, where none does.
    """
    if not rows:
        return
    if tx.dialect == "postgresql":
        _update_by_unnest(tx, table, keys, rows, conditions)
        return
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"the_{name}") for name in keys), *conditions)
        .values(
            {name: bindparam(f"the_{name}", type_=table.c[name].type) for name in rows[0] if name not in keys}
        )
    )
    tx.connection.execute(statement, [{f"the_{name}": value for name, value in row.items()} for row in rows])


def _update_by_unnest(
    tx: Tx,
    table: Table,
    keys: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    conditions: Sequence[ColumnElement[bool]],
) -> None:
    names = list(rows[0])
    arrays = [bindparam(None, [row[name] for row in rows], type_=ARRAY(table.c[name].type)) for name in names]
    new = (
        func.unnest(*arrays)
        .table_valued(*(column(name, table.c[name].type) for name in names), name="new")
        .render_derived()
    )
    statement = (
        update(table)
        .where(*(table.c[name] == new.c[name] for name in keys), *conditions)
        .values({name: new.c[name] for name in names if name not in keys})
    )
    tx.connection.execute(statement)

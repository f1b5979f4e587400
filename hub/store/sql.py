"""The few statements that the two databases spell differently."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, Table, Text, bindparam, cast, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine

from hub.store.columns import dump_json, storable
from hub.store.engine import Tx

Insert = sqlite.Insert | postgresql.Insert


def insert_into(tx: Tx, table: Table) -> Insert:
    """INSERT in the dialect's own form, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if tx.dialect == "postgresql" else sqlite.insert(table)


def among(
    tx: Tx, subject: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`subject IN values` with one parameter, so that the statement is the same for any number of them."""
    if tx.dialect == "postgresql":
        return subject == func.any(bindparam(None, _listed(values), type_=ARRAY(subject.type)))
    each = func.json_each(dump_json(_listed(values))).table_valued("value")
    return subject.in_(select(each.c.value))


def not_among(
    tx: Tx, subject: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`subject NOT IN values`. Not `~among(…)`: the contrary of `= ANY` would be written `<> ANY`."""
    if tx.dialect == "postgresql":
        return subject != func.all(bindparam(None, _listed(values), type_=ARRAY(subject.type)))
    each = func.json_each(dump_json(_listed(values))).table_valued("value")
    return subject.not_in(select(each.c.value))


def _listed(values: Collection[int] | Collection[str]) -> list[int | str]:
    return [storable(value) if isinstance(value, str) else value for value in values]


def insert_rows(tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows in their order. All mappings have the same names. One statement on PostgreSQL, as in `update_rows`."""
    if not rows:
        return
    if tx.dialect != "postgresql":
        tx.connection.execute(table.insert(), rows)
        return
    new = _unnested(table, rows)
    names = list(rows[0])
    columns = [cast(new.c[name], table.c[name].type) for name in names]
    tx.connection.execute(table.insert().from_select(names, select(*columns)))


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
    new = _unnested(table, rows)
    statement = (
        update(table)
        .where(*(table.c[name] == new.c[name] for name in keys), *conditions)
        .values({name: cast(new.c[name], table.c[name].type) for name in rows[0] if name not in keys})
    )
    tx.connection.execute(statement)


def _unnested(table: Table, rows: Sequence[Mapping[str, Any]]) -> TableValuedAlias:
    names = list(rows[0])
    # JSON travels as text: an array of lists would be taken for an array of two dimensions.
    sent = {name: Text() if isinstance(table.c[name].type, JSON) else table.c[name].type for name in names}
    arrays = [
        bindparam(None, [_sent(row[name], table.c[name].type) for row in rows], type_=ARRAY(sent[name]))
        for name in names
    ]
    return (
        func.unnest(*arrays)
        .table_valued(*(column(name, sent[name]) for name in names), name="new")
        .render_derived()
    )


def _sent(value: Any, kind: TypeEngine[Any]) -> Any:
    return dump_json(value) if isinstance(kind, JSON) and value is not None else value

"""Both sides' tables are those of the wire document, type by type."""

import re
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from adapters.provincial.exchange import tables as ours
from adapters.provincial.rows import FIELDS, TABLES
from sandbox.exchange.tables import metadata as theirs
from tests.adapters.province import project_record
from tests.adapters.provincial_exchange.support import adapter_for, make_tables

Types = dict[str, dict[str, str]]


def as_mysql(kind: TypeEngine[Any]) -> str:
    """A type as MySQL spells it, without what MariaDB adds of its own: display widths and collations."""
    written = kind.compile(mysql.dialect()).replace(" ", "").replace("DECIMAL", "NUMERIC")
    return re.sub(r"CHARACTERSET.*|COLLATE.*|(?<=INT)\(\d+\)|(?<=INTEGER)\(\d+\)", "", written)


def spelt(metadata: MetaData) -> Types:
    """Column types of each table, the serial number's apart."""
    return {
        table.name: {column.name: as_mysql(column.type) for column in table.columns if column.name != "LSH"}
        for table in metadata.tables.values()
    }


@pytest.fixture
def documented(mariadb_exchange: str) -> Types:
    """The types of the tables that the document's own statements have made."""
    engine = create_engine(mariadb_exchange)
    make_tables(engine)
    metadata = MetaData()
    metadata.reflect(engine)
    engine.dispose()
    return spelt(metadata)


@pytest.mark.mariadb
@pytest.mark.parametrize("side", ["adapter", "stand-in"])
def test_the_tables_of_each_side_are_those_that_the_documents_statements_make(
    side: str, documented: Types
) -> None:
    metadata = next(iter(ours.tables().values())).metadata if side == "adapter" else theirs
    assert spelt(metadata) == documented


def test_every_column_of_the_mapping_has_its_place() -> None:
    for record_type, table in ours.tables().items():
        assert set(FIELDS[record_type]) <= set(table.columns.keys())


@pytest.mark.parametrize("dialect", [mysql, postgresql, sqlite])
def test_no_name_is_a_reserved_word(dialect: Any) -> None:
    reserved = dialect.dialect().preparer(dialect.dialect()).reserved_words
    assert reserved
    names = {name.lower() for table in theirs.tables.values() for name in (table.name, *table.columns.keys())}
    assert names & reserved == set()


def test_mysql_makes_them_in_utf8mb4_with_a_key_that_old_row_formats_hold() -> None:
    for table in theirs.tables.values():
        made = str(CreateTable(table).compile(dialect=mysql.dialect()))
        assert "CHARSET=utf8mb4" in made
        assert "ENGINE=InnoDB" in made
        key: Any = table.columns["DFSJZJ"].type
        assert key.length * 4 <= 767


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_tables_in_lower_case_and_in_a_schema_are_met_as_they_are(
    kind: str, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"{kind}_exchange")
    schema = "qzk" if kind == "postgresql" else None
    engine = create_engine(url)
    tables = ours.tables(lower=True, schema=schema)
    with engine.begin() as connection:
        if schema:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        for table in tables.values():
            columns = ", ".join(
                f"{column.name} {column.type.compile(engine.dialect)}"
                for column in table.columns
                if column.name != "lsh"
            )
            number = "INTEGER PRIMARY KEY" if schema is None else "BIGSERIAL PRIMARY KEY"
            connection.exec_driver_sql(f"CREATE TABLE {table.fullname} (lsh {number}, {columns})")
    adapter = adapter_for(url, names="lower", db_schema=schema)
    await adapter.ping()
    (answer,) = await adapter.record([project_record()])
    assert (answer.pending, answer.serial) == (True, "1")
    assert await adapter.find("project", ["dz-p-1"]) == (answer,)
    assert await adapter.record([project_record()]) == (answer,)
    await adapter.aclose()
    engine.dispose()
    assert set(TABLES) == set(tables)

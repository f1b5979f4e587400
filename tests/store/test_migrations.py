"""The migrations build what the code expects, whole or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Index, MetaData, Table, Text, inspect, text

from hub.store import migrate, tables
from hub.store.engine import Store
from tests.store.support import OpenStore, Postgres

ROOT = Path(migrate.__file__).parent / "migrations" / "versions"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty 100%.db"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


def differences(store: Store, metadata: MetaData) -> list[Any]:
    with store.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def partial_indexes(store: Store) -> dict[str, str]:
    """Conditions of the partial indexes; alembic does not compare them."""
    with store.read() as tx:
        found = inspect(tx.connection)
        return {
            str(index["name"]): str(condition)
            for table in found.get_table_names()
            for index in found.get_indexes(table)
            if (condition := index["dialect_options"].get(f"{store.dialect}_where")) is not None
        }


def test_an_empty_database_is_brought_to_the_newest_revision(empty_url: str) -> None:
    assert migrate.current(empty_url) is None
    migrate.upgrade(empty_url)
    assert migrate.current(empty_url) == migrate.head()


def test_a_second_upgrade_changes_nothing(store: Store, store_url: str) -> None:
    migrate.upgrade(store_url)
    assert migrate.check(store)


def test_a_store_that_was_not_migrated_is_noticed(empty_url: str, open_store: OpenStore) -> None:
    assert not migrate.check(open_store(empty_url))


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    assert differences(store, tables.metadata) == []


def test_a_column_or_an_index_without_its_migration_is_noticed(store: Store) -> None:
    changed = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["cursor"].append_column(Column("note", Text))
    Index("ix_added", changed.tables["outbox"].c.worker)
    Table("added", changed, Column("id", Text, primary_key=True))
    found = {difference[0] for difference in differences(store, changed)}
    assert found == {"add_column", "add_index", "add_table"}


def test_the_partial_indexes_have_the_conditions_of_the_code(store: Store) -> None:
    expected = {
        str(index.name): str(condition.text)
        for table in tables.metadata.sorted_tables
        for index in table.indexes
        if (condition := index.dialect_options["sqlite"]["where"]) is not None
    }
    found = partial_indexes(store)
    assert found.keys() == expected.keys()
    if store.dialect == "sqlite":
        assert found == expected
    else:  # PostgreSQL writes a condition in its own words
        with store.read() as tx:
            for name, condition in expected.items():
                plan = f"SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = '{name}'::regclass"
                assert _values(tx.connection.execute(text(plan)).scalar_one()) == _values(condition)


def _values(condition: str) -> list[str]:
    return sorted(condition.split("'")[1::2])


def test_two_that_upgrade_at_once_do_not_disturb_each_other(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(migrate.upgrade, [empty_url, empty_url]))
    assert migrate.current(empty_url) == migrate.head()


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_url: str, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripts = tmp_path / "100% migrations"
    (scripts / "versions").mkdir(parents=True)
    for path in (ROOT.parent / "env.py", ROOT.parent / "script.py.mako"):
        (scripts / path.name).write_text(path.read_text())
    (scripts / "versions" / "0001_half.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '0001'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer))\n    raise LookupError('half')\n"
    )
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    with pytest.raises(LookupError, match="half"):
        migrate.upgrade(empty_url)
    with open_store(empty_url).read() as tx:
        assert inspect(tx.connection).get_table_names() == []


def test_the_revisions_follow_one_another_without_a_fork() -> None:
    numbers = sorted(path.name[:4] for path in ROOT.glob("[0-9]*.py"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert migrate.head() == numbers[-1]


def test_migrating_needs_no_file_of_alembics_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    migrate.upgrade(f"sqlite:///{tmp_path}/new.db")
    assert migrate.current(f"sqlite:///{tmp_path}/new.db") == migrate.head()


def test_a_new_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    migrate.upgrade(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o077 == 0
    path.chmod(0o640)
    migrate.upgrade(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o640

"""Restoring a backup: a new life of the store, which sends nothing until it knows what was sent in the life it lost."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import MetaData, func, insert, make_url, select, text

from hub.backup.archive import Archive, BackupWrong, Manifest, Member, opened, verify
from hub.backup.beginning import begin_anew
from hub.backup.taking import settle
from hub.backup.values import reader
from hub.store import migrate
from hub.store.clock import StoreClock
from hub.store.engine import Store, Tx
from hub.store.epochs import Epoch
from hub.store.tables import audit, inbox, metadata, outbox, scheme, utility_case
from models.messages import Message

_AT_ONCE: Final = 500
_LEAP: Final = 1_000_000
"""By how much the numbers of deliveries go on: a worker of the life that was lost may still hold one of them."""
_USED: Final = (scheme, outbox, inbox, utility_case, audit)
"""Any row in these makes a database one that is in use."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, the epoch that begins with it, and where the former database lies now, if there was one."""

    manifest: Manifest
    epoch: Epoch
    kept: Path | None = None


def restore(url: str, path: Path, *, replace: bool = False, clock: StoreClock | None = None) -> Restored:
    """Restore the backup at `path` into the database at `url`, in a new epoch and in reconcile mode.

    Whole or not at all. A database with anything in it is refused unless `replace`; one that some process has open is
    refused always. SQLite's former file is kept beside the new one; PostgreSQL's former tables are gone. Raises
    `BackupWrong`, `OSError`, and what the database raises.
    """
    manifest = verify(path)
    if not migrate.is_known(manifest.revision):
        raise BackupWrong(Message(id="backup-newer", params={"path": str(path)}))
    if make_url(url).get_backend_name() == "sqlite":
        return _into_file(Path(url.removeprefix("sqlite:///")), path, replace, clock)
    return _into_server(url, path, replace, clock)


def _into_file(database: Path, path: Path, replace: bool, clock: StoreClock | None) -> Restored:
    _refuse_used_file(database, replace=replace)
    fresh = database.with_name(f".{database.name}.restoring")
    _remove(fresh)
    try:
        fresh.touch(mode=0o600)
        store = Store.open(f"sqlite:///{fresh}", clock=clock)
        try:
            with store.begin() as tx:
                manifest, epoch = _fill(tx, path)
        finally:
            store.close()
        _alone(fresh)
        kept = _put_aside(database)
        os.rename(fresh, database)
        settle(database.parent)
    finally:
        _remove(fresh)
    return Restored(manifest, epoch, kept)


def _into_server(url: str, path: Path, replace: bool, clock: StoreClock | None) -> Restored:
    store = Store.open(url, clock=clock)
    try:
        with store.begin() as tx:
            tx.alone()
            others = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if tx.connection.execute(others).scalar_one():
                raise _in_use()
            there = MetaData()
            there.reflect(tx.connection)
            ours = [each for each in (*metadata.tables, "alembic_version") if each in there.tables]
            if not replace and any(_has_rows(tx, each.name) for each in _USED if each.name in ours):
                raise _not_empty(url_name(url))
            there.drop_all(tx.connection, tables=[there.tables[each] for each in ours])
            manifest, epoch = _fill(tx, path)
        return Restored(manifest, epoch)
    finally:
        store.close()


def _fill(tx: Tx, path: Path) -> tuple[Manifest, Epoch]:
    with opened(path) as archive:
        manifest = archive.manifest
        # As it was then, and from there on by the migrations: a backup outlives many versions of the program.
        migrate.upgrade_within(tx, manifest.revision)
        for member in manifest.tables:
            _load(tx, archive, member, path)
        migrate.upgrade_within(tx)
    if tx.dialect == "postgresql":
        _go_on_numbering(tx)
    return manifest, begin_anew(tx, manifest, leap=_LEAP)


def _load(tx: Tx, archive: Archive, member: Member, path: Path) -> None:
    table = metadata.tables.get(member.table)
    if table is None or not set(member.columns) <= set(table.c.keys()):
        raise BackupWrong(Message(id="backup-newer", params={"path": str(path)}))
    readers = [(name, reader(table.c[name])) for name in member.columns]
    rows = archive.rows(member)
    while batch := list(islice(rows, _AT_ONCE)):
        values = [
            {name: read(value) for (name, read), value in zip(readers, row, strict=True)} for row in batch
        ]
        tx.connection.execute(insert(table), values)


def _go_on_numbering(tx: Tx) -> None:
    for table in metadata.sorted_tables:
        if table.autoincrement_column is None:
            continue
        column = table.autoincrement_column
        last = tx.connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
        leap = _LEAP if table is outbox else 1
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        tx.connection.execute(select(func.setval(sequence, last + leap, False)))


def _refuse_used_file(database: Path, *, replace: bool) -> None:
    if not database.exists():
        return
    _alone(database)
    connection = sqlite3.connect(database)
    try:
        there = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        used = (each.name for each in _USED if each.name in there)
        if not replace and any(_any_row(connection, name) for name in used):
            raise _not_empty(str(database))
    finally:
        connection.close()


def _any_row(connection: sqlite3.Connection, table: str) -> bool:
    found: Any = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608  (a name of ours)
    return found is not None


def _has_rows(tx: Tx, table: str) -> bool:
    return tx.connection.execute(select(metadata.tables[table].c[0]).limit(1)).first() is not None


def _alone(database: Path) -> None:
    """Bring all of a database into its one file. Raises `BackupWrong` while another process has it open."""
    connection = sqlite3.connect(database, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise _in_use() from error
    except sqlite3.DatabaseError:
        return  # no database at all: it is put aside as it is
    finally:
        connection.close()


def _put_aside(database: Path) -> Path | None:
    if not database.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = database.with_name(f"{database.name}.before-{stamp}")
    os.rename(database, kept)
    for companion in _companions(database):
        companion.unlink(missing_ok=True)
    return kept


def _remove(database: Path) -> None:
    for each in (database, *_companions(database)):
        each.unlink(missing_ok=True)


def _companions(database: Path) -> Iterator[Path]:
    return (database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal"))


def url_name(url: str) -> str:
    """A database's name as it may be shown: without user and password."""
    return make_url(url).database or ""


def _in_use() -> BackupWrong:
    return BackupWrong(Message(id="restore-in-use"))


def _not_empty(name: str) -> BackupWrong:
    return BackupWrong(Message(id="restore-not-empty", params={"name": name}))

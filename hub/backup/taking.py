"""Taking a backup: one snapshot of the store while the hub works, written beside its name and then renamed."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select

from hub.backup.archive import BackupWrong, Manifest, Writer
from hub.backup.values import written
from hub.store import epochs, migrate
from hub.store.engine import Store, Tx
from hub.store.tables import metadata
from models.messages import Message

PASSING: Final = frozenset({"desk_session", "oidc_flow"})
"""Tables of what ends by itself within hours: nobody stays signed in across a restore."""
_AT_ONCE: Final = 500


def take(store: Store, path: Path) -> Manifest:
    """Write a backup of `store` to `path`, readable by its owner alone; what it holds.

    All of it is of one instant, whatever is written meanwhile. The file appears under its name when it is whole. Raises
    `BackupWrong` when there is a file of that name, and `OSError`.
    """
    if path.exists():
        raise BackupWrong(Message(id="backup-exists", params={"path": str(path)}))
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with store.read() as tx:
                manifest = _write(tx, Writer(file))
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, path)
        settle(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(tx: Tx, writer: Writer) -> Manifest:
    taken_at = tx.now()
    for table in metadata.sorted_tables:
        if table.name not in PASSING:
            writer.table(table.name, [column.name for column in table.c], _rows(tx, table))
    return writer.finish(
        revision=migrate.head(),
        epoch=epochs.current(tx).number,
        taken_at=taken_at,
        dialect=tx.dialect,
    )


def _rows(tx: Tx, table: Table) -> Iterator[list[Any]]:
    statement = select(table).order_by(*table.primary_key).execution_options(yield_per=_AT_ONCE)
    with tx.connection.execute(statement) as found:
        for row in found:
            yield [written(value) for value in row]


def settle(folder: Path) -> None:
    """Make the names in a folder safe from a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

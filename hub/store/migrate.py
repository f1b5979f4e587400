"""Migrations: bringing a database to the tables that this code expects. They travel with the package."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from hub.store.engine import Store, Tx

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest revision, in one transaction. Safe to run twice, and side by side.

    A new SQLite file is readable by its owner alone: it will hold personal data.
    """
    file = make_url(url)
    if file.get_backend_name() == "sqlite" and file.database:
        Path(file.database).touch(mode=0o600)
    store = Store.open(url)
    try:
        with store.begin() as tx:
            upgrade_within(tx)
    finally:
        store.close()


def upgrade_within(tx: Tx, revision: str = "head") -> None:
    """Bring the database to `revision` inside a transaction."""
    tx.alone()
    config = _config()
    config.attributes["connection"] = tx.connection
    command.upgrade(config, revision)


def is_known(revision: str) -> bool:
    """Whether this code knows the way from `revision` to the newest."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    return revision in known


def current(url: str) -> str | None:
    """The revision of the database at `url`, `None` for an empty one."""
    store = Store.open(url)
    try:
        return _revision(store)
    finally:
        store.close()


def head() -> str:
    """The newest revision."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise LookupError(_SCRIPTS)
    return newest


def check(store: Store) -> bool:
    """Whether the database has the tables that this code expects."""
    return _revision(store) == head()


def _revision(store: Store) -> str | None:
    with store.read() as tx:
        return MigrationContext.configure(tx.connection).get_current_revision()


def _config() -> Config:
    config = Config()
    # A percent sign in a path would be read as interpolation.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config

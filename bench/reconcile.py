"""Reconciliation over a long history: how long a whole pass takes, what it keeps in memory, and what a night costs.

A store is filled with events that a company and a mirror hold too; both sides are then read back and compared. A
second, nightly pass follows one day later, with a day's events more. CPU seconds are this process's own; on a machine
with other work they say more than the clock. What the two stand-ins take to make up their pages is shown beside them.

Run with a number of events (default 100000): `python bench/reconcile.py 100000`.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from adapters.contract import MirrorAdapter, Page, Receipt, RecordAnswer, UtilityAdapter
from adapters.holdings import Content, Holding, HoldingsPage
from adapters.provincial.read_back import content_of, holding_of
from adapters.provincial.rows import row_of
from adapters.provincial.settings import RowSettings
from hub import reconcile
from hub.bootstrap import Hub
from hub.casework.names import case_number, matter_number, mirror_key, mirror_lane, record_key
from hub.counterparts import Counterparts, Mirror, Utility
from hub.documents.folder import DocumentFolder
from hub.settings import Limits, Settings
from hub.store import migrate, tables
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.inbox import InboxState, fingerprint
from models.company import Company
from models.events import Update
from models.records import EventRecord, Record, RecordType
from models.scheme import Scheme
from models.stage import Stage, UtilityKind
from models.status import HandlingStatus

COMPANY, MIRROR = "water-a", "province"
PER_CASE, PAGE, A_DAY = 10, 500, 200
BEGAN = datetime(2025, 3, 3, 1, tzinfo=UTC)
ROWS = RowSettings.model_validate(
    {"items": {}, "procedure": {"code": "P", "version": 1}, "situation": "新建"}
)
CREDIT_CODE = "91511700MA62E1XH27"


def update(n: int) -> Update:
    """The nth event of the history."""
    return Update(
        event_id=f"W-{n:07}",
        remote_ref=f"R-{n // PER_CASE}",
        scheme_id=f"FA-511702-{n // PER_CASE:06}",
        scheme_version=1,
        stage=Stage.REVIEW,
        status=HandlingStatus(3 if n % PER_CASE == 0 else 8),
        status_code="3",
        status_text="办理中",
        occurred_at=BEGAN + timedelta(minutes=n),
        handler=SecretStr("陈志强"),
        department="客户服务中心",
    )


def record(n: int) -> EventRecord:
    """What is recorded of it."""
    told = update(n)
    return EventRecord(
        key=record_key("event", COMPANY, told.event_id),
        area_code="511702",
        engineering_code=f"GC-{n // PER_CASE}",
        matter=matter_number(case_number(str(told.scheme_id), COMPANY), Stage.REVIEW, 1),
        step=n % PER_CASE + 1,
        status=HandlingStatus(told.status or 3),
        status_text=told.status_text,
        handler=told.handler,
        company_name="供水公司",
        company_credit_code=CREDIT_CODE,
        occurred_at=told.occurred_at,
    )


class LongSide:
    """A side that holds `events` events, the `new` last of them since yesterday; `spent`: CPU for making up pages."""

    Settings = BaseModel
    events, new, spent = 0, 0, 0.0


class LongCompany(LongSide, UtilityAdapter):
    """A company with a long history."""

    name = "bench"

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        raise NotImplementedError

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        start = int(cursor or (self.events - self.new if since else 0))
        stop, began = min(start + PAGE, self.events), time.process_time()
        updates = tuple(update(n) for n in range(start, stop))
        LongSide.spent += time.process_time() - began
        return Page(updates=updates, cursor=str(stop), more=stop < self.events)


class LongMirror(LongSide, MirrorAdapter):
    """A mirror that holds the record of each event."""

    name = "bench-mirror"
    takes = frozenset[RecordType]({"event"})
    rereads = frozenset[RecordType]({"event"})

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        raise NotImplementedError

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        raise NotImplementedError

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        start = int(cursor or (self.events - self.new if since else 0))
        stop, began = min(start + PAGE, self.events), time.process_time()
        held = tuple(_holding(n) for n in range(start, stop))
        LongSide.spent += time.process_time() - began
        return HoldingsPage(holdings=held, cursor=str(stop), more=stop < self.events)

    def content_of(self, record: Record) -> Content:
        return content_of(record, ROWS)


def _holding(n: int) -> Holding:
    row = row_of(record(n), ROWS)
    return holding_of("event", row if isinstance(row, dict) else {}, standing=True, serial=str(n))


def fill(store: Store, first: int, last: int) -> None:
    """Put events `first` to `last` into the store, received, folded and recorded."""
    for start in range(first, last, PAGE):
        numbers = range(start, min(start + PAGE, last))
        with store.begin() as tx:
            now = tx.now()
            cases = [n for n in numbers if n % PER_CASE == 0]
            if cases:
                tx.connection.execute(insert(tables.utility_case), [_case(n, now) for n in cases])
            for table, rows in _rows(numbers, now).items():
                tx.connection.execute(insert(tables.metadata.tables[table]), rows)


def _case(n: int, now: datetime) -> dict[str, Any]:
    told = update(n)
    return {
        "number": case_number(str(told.scheme_id), COMPANY),
        "scheme_id": told.scheme_id,
        "company": COMPANY,
        "kind": "water",
        "version": 1,
        "remote_ref": told.remote_ref,
        "stage": "review",
        "status": 3,
        "ended": False,
        "opened_at": now,
        "changed_at": now,
    }


def _rows(numbers: range, now: datetime) -> Mapping[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {"inbox": [], "event": [], "outbox": []}
    for n in numbers:
        told, kept = update(n), record(n)
        body, number = told.to_store(), case_number(str(told.scheme_id), COMPANY)
        digest = fingerprint(body)
        common = {"source": COMPANY, "event_id": told.event_id, "received_at": told.occurred_at}
        rows["inbox"].append(common | {"body": body, "body_hash": digest, "state": InboxState.FOLDED})
        rows["event"].append(common | _event(told, kept, number, digest))
        rows["outbox"].append(_sent(kept, number, told.occurred_at))
    return rows


def _event(told: Update, kept: EventRecord, number: str, digest: str) -> dict[str, Any]:
    return {
        "case_number": number,
        "stage": "review",
        "round": 1,
        "step": kept.step,
        "matter": kept.matter,
        "status": int(kept.status),
        "status_code": told.status_code,
        "status_text": told.status_text,
        "opinion_text": "",
        "documents": [],
        "occurred_at": told.occurred_at,
        "legal": True,
        "record_key": kept.key,
        "content_hash": digest,
    }


def _sent(kept: EventRecord, number: str, at: datetime) -> dict[str, Any]:
    return {
        "key": mirror_key(MIRROR, kept.key),
        "destination": MIRROR,
        "lane": mirror_lane(MIRROR, kept.matter),
        "kind": "record.event",
        "body": kept.to_store(),
        "case_number": number,
        "state": "delivered",
        "attempts": 1,
        "lost": 0,
        "unsure": False,
        "token": 1,
        **dict.fromkeys(("created_at", "due_at", "delivered_at"), at),
        "trigger": "schedule",
        "detail": "",
    }


@dataclass(frozen=True)
class Measured:
    """One pass: what it read, how long it took by the clock and the CPU, and this process's memory in MiB, early and
    at its highest."""

    report: reconcile.ReconcileReport
    seconds: float
    cpu_seconds: float
    pages_seconds: float
    early_mib: float
    highest_mib: float


async def measured(hub: Hub, *, whole: bool) -> Measured:
    """Make a pass and watch it."""
    seen: list[float] = []

    def watch(phase: str, done: int, total: int | None) -> None:
        seen.append(resident_mib())

    LongSide.spent = 0.0
    started, spent = time.perf_counter(), time.process_time()
    report = await reconcile.run(hub, None, watch, whole=whole)
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    early = max(seen[: max(1, len(seen) // 10)])
    return Measured(report, seconds, cpu, LongSide.spent, early, max(*seen, resident_mib()))


def resident_mib() -> float:
    """Memory of this process that is really in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / (1 << 20)


def hub_over(store: Store, folder: Path, company: LongCompany, mirror: LongMirror) -> Hub:
    """A hub of one company and one mirror."""
    area = frozenset({"511702"})
    party = Company(
        id=COMPANY, name="供水公司", kind=UtilityKind.WATER, districts=area, credit_code=CREDIT_CODE
    )
    company.company = party
    utilities = {COMPANY: Utility(party, company, Limits())}
    mirrors = {MIRROR: Mirror(MIRROR, "省工改系统", mirror, Limits())}
    counterparts = Counterparts(utilities=utilities, mirrors=mirrors, sources={})
    settings = Settings.model_construct(home=folder)
    return Hub(settings, store, counterparts, DocumentFolder(folder / "documents"))


def passes(events: int, folder: Path) -> Iterator[tuple[str, Measured]]:
    """A whole pass over `events`, then the night after one day more."""
    url = f"sqlite:///{folder}/bench.db"
    migrate.upgrade(url)
    clock = SettableClock(BEGAN + timedelta(minutes=events, hours=1))
    store = Store.open(url, clock=clock)
    company, mirror = LongCompany(), LongMirror()
    fill(store, 0, events)
    company.events = mirror.events = events
    hub = hub_over(store, folder, company, mirror)
    yield f"{events} events, whole", asyncio.run(measured(hub, whole=True))
    fill(store, events, events + A_DAY)
    company.events = mirror.events = events + A_DAY
    company.new = mirror.new = A_DAY
    clock.advance(86_400)
    yield f"the night after, {A_DAY} new", asyncio.run(measured(hub, whole=False))
    store.close()


def main(events: int) -> None:
    """Measure and print."""
    table = Table("pass", "read", "seconds", "CPU", "of it pages", "findings", "MiB early", "MiB highest")
    with tempfile.TemporaryDirectory() as folder:
        for name, found in passes(events, Path(folder)):
            read = sum(found.report.read.values())
            seconds = (found.seconds, found.cpu_seconds, found.pages_seconds)
            memory = (f"{found.early_mib:.0f}", f"{found.highest_mib:.0f}")
            spent = (f"{each:.1f}" for each in seconds)
            table.add_row(name, str(read), *spent, str(found.report.open_total), *memory)
    Console(width=100).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

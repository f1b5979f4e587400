"""Counterparts that tests hold in their hands: they keep what they were sent and answer as they are told."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from adapters.contract import DocumentFile, MirrorAdapter, Page, Receipt, RecordAnswer, UtilityAdapter
from hub.bootstrap import Hub
from hub.casework.intake import City, take
from hub.counterparts import Counterparts, Mirror, Utility
from hub.documents.folder import DocumentFolder
from hub.pulling import receive
from hub.settings import DeliverySettings, Limits, Settings
from hub.store import destinations
from hub.store.engine import Store
from models.company import Company
from models.events import Update
from models.records import Record, RecordType
from models.scheme import Scheme, SchemeChange, Withdrawal
from models.stage import Stage, UtilityKind
from models.status import HandlingStatus

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def company(
    id: str = "water-a", kind: UtilityKind = UtilityKind.WATER, districts: Sequence[str] = ("511702",)
) -> Company:
    return Company(
        id=id, name=f"{id} 公司", kind=kind, districts=frozenset(districts), credit_code="91511700MA62E1XH27"
    )


class FakeUtility(UtilityAdapter):
    """Keeps every submission by key. `answer`, when set, is called before anything is taken and may raise."""

    name = "fake"
    Settings = BaseModel

    def __init__(self, company: Company) -> None:
        self.company = company
        self.taken: dict[str, Scheme] = {}
        self.withdrawn: list[str] = []
        self.documents: Counter[str] = Counter()
        self.pushes: list[str] = []
        self.asked: list[str] = []
        self.updates: list[Update] = []
        self.before: Callable[[str], Any] = lambda key: None
        self.after: Callable[[str], Any] = lambda key: None

    @classmethod
    def connect(cls, company: Company, settings: Any, wiring: Any) -> "FakeUtility":
        return cls(company)

    async def push_scheme(self, scheme: Scheme, *, key: str) -> Receipt:
        self.pushes.append(key)
        self.before(key)
        self.taken[key] = scheme
        self.after(key)
        return Receipt(remote_ref=f"R-{scheme.scheme_id}")

    async def find_by_key(self, key: str) -> Receipt | None:
        self.asked.append(key)
        scheme = self.taken.get(key)
        return None if scheme is None else Receipt(remote_ref=f"R-{scheme.scheme_id}")

    async def send_document(self, remote_ref: str, document: DocumentFile) -> None:
        self.before(document.ref.sha256)
        self.documents[document.ref.sha256] += 1

    async def withdraw_scheme(self, withdrawal: Withdrawal, remote_ref: str, *, key: str) -> Receipt:
        self.before(key)
        self.withdrawn.append(remote_ref)
        return Receipt(remote_ref=remote_ref)

    async def fetch_updates(self, cursor: str | None) -> Page:
        start = int(cursor or 0)
        page = tuple(self.updates[start : start + 2])
        return Page(updates=page, cursor=str(start + len(page)), more=start + len(page) < len(self.updates))


class FakeMirror(MirrorAdapter):
    """Takes records by key; `refuse` names keys or kinds it will not have."""

    name = "fake-mirror"
    Settings = BaseModel

    def __init__(self) -> None:
        self.rows: dict[str, Record] = {}
        self.order: list[Record] = []
        self.batches: list[int] = []
        self.answer: Callable[[Record], RecordAnswer | None] = lambda record: None
        self.before: Callable[[], Any] = lambda: None
        self.after: Callable[[], Any] = lambda: None

    @classmethod
    def connect(cls, authority: Any, settings: Any, wiring: Any) -> "FakeMirror":
        return cls()

    async def record(self, records: Sequence[Record]) -> tuple[RecordAnswer, ...]:
        self.before()
        self.batches.append(len(records))
        answers = tuple(self.answer(record) or self._take(record) for record in records)
        self.after()
        return answers

    def _take(self, record: Record) -> RecordAnswer:
        if record.key not in self.rows:
            self.order.append(record)
        self.rows[record.key] = record
        return RecordAnswer(key=record.key, taken=True, serial=str(len(self.rows)))

    async def find(self, record_type: RecordType, keys: Sequence[str]) -> tuple[RecordAnswer, ...]:
        return tuple(RecordAnswer(key=key, taken=True, serial="1") for key in keys if key in self.rows)


@dataclass
class World:
    """A hub over fake counterparts: water-a in 511702, and the province."""

    store: Store
    folder: DocumentFolder
    water: FakeUtility
    province: FakeMirror
    hub: Hub

    @property
    def city(self) -> City:
        return self.hub.city

    def take(self, change: SchemeChange) -> Any:
        with self.store.begin() as tx:
            return take(tx, change, self.city, source="joint-review")

    async def pump(self) -> Any:
        return await self.hub.pump().run()

    def hear(self, *updates: Update) -> int:
        with self.store.begin() as tx:
            return receive(tx, "water-a", updates, self.city)


def world(store: Store, root: Path, *, delivery: DeliverySettings | None = None) -> World:
    water, province = FakeUtility(company()), FakeMirror()
    settings = Settings.model_construct(home=root, delivery=delivery or DeliverySettings())
    counterparts = Counterparts(
        utilities={"water-a": Utility(water.company, water, Limits())},
        mirrors={"province": Mirror("province", "省工改系统", province, Limits())},
        sources={},
    )
    folder = DocumentFolder(root / "documents")
    with store.begin() as tx:
        destinations.ensure(tx, ["water-a", "province"])
    return World(store, folder, water, province, Hub(settings, store, counterparts, folder))


def update(
    status: HandlingStatus | int | None,
    hour: float,
    *,
    scheme_id: str | None = "FA-511702-2026-0007",
    stage: Stage = Stage.REVIEW,
    event_id: str | None = None,
    **more: Any,
) -> Update:
    """A status event `hour` hours into the Monday."""
    return Update.model_validate(
        {
            "event_id": event_id or f"{stage}-{status}-{hour}",
            "scheme_id": scheme_id,
            "stage": stage,
            "status": status,
            "status_code": str(status),
            "occurred_at": MONDAY + timedelta(hours=hour),
        }
        | more
    )

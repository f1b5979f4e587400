"""A company and a mirror in the test's hands that can be asked what they hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.contract import Page
from adapters.errors import CounterpartError
from adapters.holdings import Content, Holding, HoldingsPage
from hub.bootstrap import Hub
from hub.counterparts import Counterparts, Mirror, Utility
from hub.reconcile_settings import ReconcileSettings
from hub.settings import DeliverySettings, Limits, Settings
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.records import EventRecord, Record, RecordType
from models.scheme import Scheme
from tests.hub.fakes import FakeMirror, FakeUtility, World, company, update, world
from tests.models.builders import scheme_body

PAGE = 2
STATUSES = (1, 3, 6, 7, 6, 7, 6, 7, 6, 7, 6, 7)


class HoldingUtility(FakeUtility):
    """Holds what is in `updates`, in pages of two; `recorded` says when. After `fail_after` pages the process dies."""

    def __init__(self) -> None:
        super().__init__(company())
        self.recorded: dict[str, datetime] = {}
        self.read = 0
        self.fail_after: int | None = None
        self.down: CounterpartError | None = None

    async def reread(self, cursor: str | None, *, since: datetime | None) -> Page:
        if self.down is not None:
            raise self.down
        start = int(cursor or 0)
        if self.fail_after is not None and start >= self.fail_after * PAGE:
            raise SystemError("killed")
        held = [each for each in self.updates if since is None or self.recorded[each.event_id] >= since]
        page = tuple(held[start : start + PAGE])
        self.read += len(page)
        return Page(updates=page, cursor=str(start + len(page)), more=start + len(page) < len(held))


class HoldingMirror(FakeMirror):
    """Holds its rows; `recorded` says when each was taken."""

    takes = frozenset[RecordType]({"project", "matter", "event"})
    rereads = frozenset[RecordType]({"event"})

    def __init__(self, clock: SettableClock) -> None:
        super().__init__()
        self.recorded: dict[str, datetime] = {}
        self.retired: set[str] = set()
        self._clock = clock

    def standing(self) -> list[Record]:
        """The records that count: an invalid copy has retired the others."""
        return [each for each in self.rows.values() if each.valid and each.key not in self.retired]

    def _take(self, record: Record) -> Any:
        self.recorded[record.key] = self._clock.now
        if not record.valid:
            self.retired |= {each.key for each in self.standing() if _place(each) == _place(record)}
        return super()._take(record)

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        rows = [each for each in self.rows.values() if each.record == record_type]
        rows = [each for each in rows if since is None or self.recorded[each.key] >= since]
        start = int(cursor or 0)
        page = rows[start : start + PAGE]
        holdings = tuple(self._holding(each) for each in page)
        return HoldingsPage(
            holdings=holdings, cursor=str(start + len(page)), more=start + len(page) < len(rows)
        )

    def content_of(self, record: Record) -> Content:
        return {name: str(value) for name, value in record.to_store().items() if value not in (None, "")}

    def _holding(self, record: Record) -> Holding:
        about = f"{record.matter}/{record.status}" if isinstance(record, EventRecord) else record.key
        about += str(record.occurred_at) if isinstance(record, EventRecord) else ""
        return Holding(
            type=record.record,
            key=record.key,
            content=self.content_of(record),
            about=about,
            standing=record in self.standing(),
            record=record if isinstance(record, EventRecord) else None,
        )


def _place(record: Record) -> tuple[str, ...]:
    if isinstance(record, EventRecord):
        return record.record, record.matter, str(record.step)
    return record.record, record.key


@dataclass
class Held(World):
    """A hub over both, and the clock that everybody goes by."""

    water: HoldingUtility
    province: HoldingMirror

    @property
    def clock(self) -> SettableClock:
        clock = self.store.clock
        assert isinstance(clock, SettableClock)
        return clock


def held_world(store: Store, root: Path, *, late_after: timedelta = timedelta(days=999)) -> Held:
    """A hub over a company and a mirror that can be read back."""
    plain = world(store, root)
    clock = store.clock
    assert isinstance(clock, SettableClock)
    water, province = HoldingUtility(), HoldingMirror(clock)
    settings = Settings.model_construct(
        home=root, delivery=DeliverySettings(), reconcile=ReconcileSettings(late_after=late_after)
    )
    counterparts = Counterparts(
        utilities={"water-a": Utility(water.company, water, Limits())},
        mirrors={"province": Mirror("province", "省工改系统", province, Limits())},
        sources={},
    )
    hub = Hub(settings, store, counterparts, plain.folder)
    return Held(store, plain.folder, water, province, hub)


async def told(held: Held, number: int) -> None:
    """The company records so many events more, tells of them, and they are recorded."""
    if not held.water.updates:
        held.take(Scheme.model_validate(scheme_body()))
        await held.pump()
    first = len(held.water.updates)
    for place in range(first, first + number):
        told = update(STATUSES[place], hour=place + 1, event_id=f"W-{place:04}")
        held.water.updates.append(told)
        held.water.recorded[told.event_id] = held.clock.now
        held.hear(told)
    await held.pump()

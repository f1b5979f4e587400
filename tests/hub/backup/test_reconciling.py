"""After a restore: what was sent in the time that was lost is found out before anything is sent again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import Receipt, UtilityAdapter
from adapters.errors import RejectedError, TransientError
from adapters.holdings import Holding, HoldingsPage
from hub.backup import restore, take
from hub.backup.reconciling import carry_on, finish
from hub.bootstrap import Hub
from hub.casework.names import record_key
from hub.figures import figures
from hub.store import cases, desk, documents, epochs, outbox
from hub.store.clock import SettableClock
from hub.store.documents import DocumentState
from hub.store.epochs import Mode
from hub.store.outbox import Row, State
from models.messages import Message
from models.records import EventRecord, RecordType
from tests.hub.fakes import FakeMirror, FakeUtility, World, company, update, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore

WORDS = Message(id="counterpart-busy")
Restore = Callable[[World], World]


def number(which: int) -> str:
    return f"FA-511702-2026-{which:04}"


def key(which: int) -> str:
    return f"water-a:{number(which)}:v1"


def scheme(which: int, **changes: Any) -> Any:
    return a_scheme(**({"scheme_id": number(which), "demands": [WATER], "documents": []} | changes))


@pytest.fixture
def city(sqlite_url: str, clock: SettableClock, tmp_path: Path, open_store: OpenStore) -> World:
    return world(open_store(sqlite_url, clock), tmp_path)


@pytest.fixture
def lost_and_restored(tmp_path: Path, clock: SettableClock, open_store: OpenStore) -> Restore:
    """The hub over a store restored from the backup of `backed_up`; its counterparts are those of before."""

    def restored(before: World) -> World:
        url = f"sqlite:///{tmp_path / 'restored.db'}"
        restore(url, tmp_path / "backup", clock=clock)
        store = open_store(url, clock)
        hub = Hub(before.hub.settings, store, before.hub.counterparts, before.folder)
        return World(store, before.folder, before.water, before.province, hub)

    return restored


def backed_up(city: World, tmp_path: Path) -> None:
    take(city.store, tmp_path / "backup")


def row(city: World, which: str) -> Row:
    with city.store.read() as tx:
        found = outbox.by_key(tx, which)
    assert found is not None
    return found


def mode(city: World) -> Mode:
    with city.store.read() as tx:
        return epochs.current(tx).mode


def items(city: World) -> list[str]:
    with city.store.read() as tx:
        return [item.message.id for item in desk.open_items(tx)]


async def test_what_was_delivered_after_the_backup_is_found_and_not_sent_again(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    city.take(scheme(1))
    city.take(scheme(2))
    backed_up(city, tmp_path)
    city.water.before = lambda sent: (_ for _ in ()).throw(TransientError(WORDS)) if sent == key(2) else None
    await city.pump()
    city.water.before = lambda sent: None
    again = lost_and_restored(city)
    assert (await again.pump()).counts == {}
    drift = await carry_on(again.hub)
    assert drift is not None
    assert key(1) in drift.delivered
    assert key(2) not in drift.delivered
    assert mode(again) is Mode.NORMAL
    await again.pump()
    assert city.water.pushes.count(key(1)) == 1
    assert set(city.water.taken) == {key(1), key(2)}
    assert len(city.province.order) == len(city.province.rows)
    with again.store.read() as tx:
        case = cases.get(tx, f"{number(1)}-water-a")
        assert case is not None
        assert case.remote_ref == f"R-{number(1)}"
        assert epochs.current(tx).report == drift.as_dict()


async def test_what_was_told_after_the_backup_is_read_again(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    city.take(scheme(1))
    await city.pump()
    backed_up(city, tmp_path)
    city.water.updates = [update(1, 1.0, scheme_id=number(1)), update(3, 2.0, scheme_id=number(1))]
    city.hear(*city.water.updates)
    await city.pump()
    written = list(city.province.order)
    again = lost_and_restored(city)
    drift = await carry_on(again.hub)
    assert drift is not None
    assert drift.updates == 2
    await again.pump()
    assert city.province.order == written
    with again.store.read() as tx:
        assert [event.status for event in cases.events(tx, f"{number(1)}-water-a")] == [1, 3]


async def test_what_is_told_while_it_reconciles_is_kept_and_nothing_is_sent(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    city.take(scheme(1))
    await city.pump()
    backed_up(city, tmp_path)
    again = lost_and_restored(city)
    written = list(city.province.order)
    assert again.hear(update(1, 1.0, scheme_id=number(1))) == 1
    await again.pump()
    assert city.province.order == written
    await carry_on(again.hub)
    await again.pump()
    assert len(city.province.order) == len(written) + 2


async def test_while_somebody_cannot_be_asked_nothing_is_sent_unless_a_person_says_so(
    city: World, tmp_path: Path, lost_and_restored: Restore, clock: SettableClock
) -> None:
    city.take(scheme(1))
    backed_up(city, tmp_path)
    again = lost_and_restored(city)
    ask = city.water.find_by_key

    async def down(key: str) -> Receipt | None:
        raise TransientError(WORDS)

    city.water.find_by_key = down  # type: ignore[method-assign]
    drift = await carry_on(again.hub)
    assert drift is not None
    assert drift.silent == ["water-a"]
    assert mode(again) is Mode.RECONCILE
    with again.store.read() as tx:
        told = figures(tx, ["province"])
    assert (told.mode, told.epoch) == ("reconcile", 2)
    await again.pump()
    assert city.water.pushes == []
    assert finish(again.store, actor="wang")
    assert not finish(again.store, actor="wang")
    city.water.find_by_key = ask  # type: ignore[method-assign]
    await again.pump()
    assert city.water.asked == [key(1)]
    assert city.water.pushes == [key(1)]
    assert await carry_on(again.hub) is None


async def test_what_was_parked_is_settled_if_it_arrived_since_and_certain_if_not(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    def refuse(_: str) -> None:
        raise RejectedError(WORDS)

    city.water.before = refuse
    city.take(scheme(1))
    city.take(scheme(2))
    await city.pump()
    backed_up(city, tmp_path)
    city.water.before = lambda sent: None
    identity = row(city, key(1)).id
    with city.store.begin() as tx:
        outbox.retry_now(tx, [identity], actor="wang")
    await city.pump()
    again = lost_and_restored(city)
    await carry_on(again.hub)
    assert row(again, key(1)).state is State.DELIVERED
    assert (row(again, key(2)).state, row(again, key(2)).unsure) == (State.ATTENTION, False)
    assert items(again) == ["counterpart-busy"]


class Mute(FakeUtility):
    """Can be asked nothing."""

    find_by_key = UtilityAdapter.find_by_key


async def test_what_nobody_can_be_asked_about_is_a_person_s_and_not_sent_twice(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    mute = Mute(company())
    before = city.hub.counterparts.utilities["water-a"]
    city.hub.counterparts.utilities["water-a"] = type(before)(before.company, mute, before.limits)  # type: ignore[index]
    city.water = mute
    city.take(scheme(1))
    backed_up(city, tmp_path)
    await city.pump()
    again = lost_and_restored(city)
    drift = await carry_on(again.hub)
    assert drift is not None
    assert drift.unknown == [key(1)]
    await again.pump()
    assert mute.pushes == [key(1)]
    assert items(again) == ["delivery-outcome-unknown"]


class Readable(FakeMirror):
    """Shows what it holds."""

    rereads = frozenset({"event"})
    forgets: Sequence[str] = ()

    async def holdings(
        self, record_type: RecordType, cursor: str | None, *, since: datetime | None
    ) -> HoldingsPage:
        held = [
            Holding(type="event", key=record.key, content={}, about=record.key, record=record)
            for record in self.order
            if isinstance(record, EventRecord)
        ]
        return HoldingsPage(holdings=tuple(held), cursor=None)


async def test_a_step_that_stands_at_the_province_is_given_to_nothing_else(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    province = Readable()
    before = city.hub.counterparts.mirrors["province"]
    city.hub.counterparts.mirrors["province"] = type(before)("province", "", province, before.limits)  # type: ignore[index]
    city.province = province
    told: dict[str, Any] = {"scheme_id": number(1)}
    city.take(scheme(1))
    city.hear(update(1, 1.0, **told))
    await city.pump()
    backed_up(city, tmp_path)
    # Told by callbacks in this order, and by nothing else: one of them will never be told again.
    city.hear(update(8, 4.0, **told))
    city.hear(update(3, 3.0, **told))
    await city.pump()
    again = lost_and_restored(city)
    drift = await carry_on(again.hub)
    assert drift is not None
    assert drift.steps == 2
    again.hear(update(9, 5.0, **told))
    again.hear(update(3, 3.0, **told))
    await again.pump()
    events = [each for each in province.order if isinstance(each, EventRecord)]
    assert [(each.step, int(each.status)) for each in events] == [(1, 1), (2, 8), (3, 3), (4, 9)]
    with again.store.read() as tx:
        mine = {event.status: event.step for event in cases.events(tx, f"{number(1)}-water-a")}
    assert mine == {1: 1, 9: 4, 3: 3}
    assert record_key("event", "water-a", update(3, 3.0).event_id) in province.rows


async def test_a_document_that_the_folder_has_not_is_asked_for_again(
    city: World, tmp_path: Path, lost_and_restored: Restore
) -> None:
    made = a_scheme(demands=[WATER])
    city.take(made)
    sha256 = made.documents[0].sha256
    with city.store.begin() as tx:
        documents.mark_present(tx, sha256)
    backed_up(city, tmp_path)
    again = lost_and_restored(city)
    drift = await carry_on(again.hub)
    assert drift is not None
    assert drift.documents == 1
    with again.store.read() as tx:
        found = documents.get(tx, sha256)
    assert found is not None
    assert found.state is DocumentState.WANTED

"""A backup of a hub at work, and the store that begins from it."""

import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from hub.backup import BackupWrong, restore, take, verify
from hub.store import audit, claims, cursors, destinations, epochs, migrate, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.epochs import Mode
from hub.store.outbox import Standing, State
from hub.store.tables import cursor, metadata
from models.messages import Message
from tests.hub.fakes import World, update, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore, Worker, delivered, enqueue, message, row, settlement

EMPTY = frozenset({"desk_session", "oidc_flow"})


@pytest.fixture
async def city(store: Store, tmp_path: Path) -> World:
    """A hub with something in most of its tables."""
    made = world(store, tmp_path)
    for number in range(1, 6):
        made.take(a_scheme(scheme_id=f"FA-511702-2026-{number:04}", demands=[WATER], documents=[]))
    await made.pump()
    for number in range(1, 4):
        made.hear(update(1, number, scheme_id=f"FA-511702-2026-{number:04}", handler="王芳"))
    await made.pump()
    made.hear(update(11, 9.0, scheme_id="FA-511702-2026-0005"))
    with store.begin() as tx:
        cursors.put(tx, "water-a", "17")
        cursors.put(tx, "liandong/upkeep", "2025-03-03")
        audit.append(tx, "wang", "failure.retry", "1", {"说": "中文"})
        destinations.pause(tx, "province", by="wang", reason=Message(id="counterpart-busy"))
    made.take(a_scheme(scheme_id="FA-511702-2026-0009", demands=[WATER], documents=[]))
    return made


def content(store: Store) -> dict[str, list[Any]]:
    with store.read() as tx:
        return {
            table.name: [
                tuple(each) for each in tx.connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table.name not in EMPTY
        }


@pytest.fixture
def target(store: Store, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a second database, of the same kind."""
    return second(store.dialect, request, tmp_path)


@pytest.fixture
def across(store: Store, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a second database, of the other kind."""
    return second({"sqlite": "postgresql", "postgresql": "sqlite"}[store.dialect], request, tmp_path)


def second(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path / 'second.db'}"
    url: str = request.getfixturevalue("second_postgresql_url")
    return url


CHANGED = {"outbox", "attempt", "cursor", "destination", "epoch", "audit", "reconcile_mark"}
UNCHANGED = frozenset(metadata.tables) - EMPTY - CHANGED


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["target", "across"])
def test_what_comes_back_is_what_was_there_on_either_database(
    request: pytest.FixtureRequest,
    where: str,
    city: World,
    tmp_path: Path,
    open_store: OpenStore,
    clock: SettableClock,
) -> None:
    file, target = tmp_path / "liandong.backup", request.getfixturevalue(where)
    manifest = take(city.store, file)
    before = content(city.store)
    assert manifest.rows == sum(map(len, before.values()))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert verify(file) == manifest
    restored = restore(target, file)
    after = content(open_store(target, clock))
    assert {name: after[name] for name in UNCHANGED} == {name: before[name] for name in UNCHANGED}
    assert len(after["outbox"]) == len(before["outbox"])
    assert (restored.epoch.number, restored.epoch.mode) == (2, Mode.RECONCILE)
    assert restored.epoch.taken_at == manifest.taken_at


async def test_a_restored_store_sends_nothing_and_is_sure_of_nothing(
    city: World, target: str, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    with city.store.begin() as tx:
        (held,) = claims.claim(tx, capacity={"water-a": 1}, worker="lost", lease=timedelta(seconds=45))
    take(city.store, tmp_path / "a")
    restore(target, tmp_path / "a", clock=clock)
    store = open_store(target, clock)
    clock.advance(1000)
    assert Worker(store).claim(destinations=("water-a", "province")) == []
    with store.begin() as tx:
        found = outbox.by_key(tx, held.key)
        assert found is not None
        assert found.standing is Standing.ASKING
        live = [each for each in (outbox.get(tx, id) for id in range(1, 40)) if each]
        assert all(each.unsure for each in live if each.state in outbox.LIVE)
        assert cursors.get(tx, "water-a") is None
        assert cursors.get(tx, "liandong/upkeep") == "2025-03-03"
        assert destinations.get(tx)["province"].paused
        assert audit.verify(tx) is None
        assert claims.settle(tx, [settlement(held, delivered())]) == ()
    enqueue(store, message("in the meantime"))
    assert row(store, "in the meantime").unsure
    with store.begin() as tx:
        assert epochs.finish(tx)
        assert not epochs.finish(tx)
    enqueue(store, message("afterwards"))
    assert not row(store, "afterwards").unsure
    assert held.key in Worker(store).keys(destinations=("water-a",))


def test_a_number_of_the_life_that_was_lost_is_no_number_of_the_new_one(
    city: World, target: str, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    take(city.store, tmp_path / "a")
    enqueue(city.store, message("lost"))
    (lost,) = Worker(city.store, "of the former life").claim()
    restore(target, tmp_path / "a", clock=clock)
    store = open_store(target, clock)
    with store.begin() as tx:
        epochs.finish(tx)
    enqueue(store, message("new"))
    (new,) = [each for each in Worker(store).claim() if each.key == "new"]
    if store.dialect == "postgresql":  # the former file of SQLite is another file
        assert new.id > lost.id + 100_000
        assert Worker(store).deliver(lost) == ()
    assert row(store, "new").state is State.SENDING


def test_a_backup_is_of_one_instant_whatever_is_written_meanwhile(
    store: Store, target: str, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            with store.begin() as tx:
                outbox.enqueue(tx, [message(f"{written}")])
                tx.connection.execute(
                    insert(cursor).values(source=f"{written}", value="1", moved_at=tx.now())
                )
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            while written < 40 * (number + 1):
                pass
            take(store, tmp_path / f"{number}")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        rows = {each.table: each.rows for each in verify(tmp_path / f"{number}").tables}
        assert rows["outbox"] == rows["cursor"]
        assert rows["outbox"] >= 40 * (number + 1)


def test_a_store_with_anything_in_it_is_replaced_only_when_told(
    city: World, target: str, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    take(city.store, tmp_path / "a")
    restore(target, tmp_path / "a")
    with pytest.raises(BackupWrong) as refused:
        restore(target, tmp_path / "a")
    assert refused.value.message.id == "restore-not-empty"
    restored = restore(target, tmp_path / "a", replace=True)
    assert restored.epoch.number == 2
    if target.startswith("sqlite"):
        assert restored.kept is not None
        with sqlite3.connect(restored.kept) as former:
            assert former.execute("SELECT count(*) FROM scheme").fetchone() == (6,)


def test_a_store_that_a_process_has_open_is_not_replaced(
    city: World, target: str, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    take(city.store, tmp_path / "a")
    restore(target, tmp_path / "a")
    working = open_store(target, clock)
    with working.begin() as tx:
        epochs.current(tx)
    with pytest.raises(BackupWrong) as refused:
        restore(target, tmp_path / "a", replace=True)
    assert refused.value.message.id == "restore-in-use"
    working.close()
    assert restore(target, tmp_path / "a", replace=True).epoch.mode is Mode.RECONCILE


def test_an_empty_database_that_was_just_made_is_filled(
    city: World, target: str, tmp_path: Path, open_store: OpenStore
) -> None:
    take(city.store, tmp_path / "a")
    migrate.upgrade(target)
    restore(target, tmp_path / "a")
    assert migrate.current(target) == migrate.head()

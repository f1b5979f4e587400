"""Every kind of finding, on both databases: named, mended, and clean afterwards."""

from datetime import timedelta
from pathlib import Path

from hub import reconcile
from hub.store import findings
from hub.store.engine import Store
from models.records import EventRecord
from tests.hub.fakes import MONDAY, update
from tests.hub.reconcile.holders import Held, held_world, told


async def test_every_kind_is_found_and_mended_on_either_database(store: Store, tmp_path: Path) -> None:
    held = held_world(store, tmp_path)
    await told(held, 6)
    recorded = [each for each in held.province.order if isinstance(each, EventRecord)]
    changed = held.water.updates[2].model_copy(update={"status_text": "补正"})
    held.water.updates[2] = changed
    unheard = update(8, hour=1.5, event_id="W-0900")
    copy = held.water.updates[3].model_copy(update={"event_id": "W-0901"})
    held.water.updates += [unheard, copy]
    lost, altered, foreign = recorded[0], recorded[1], recorded[4]
    del held.province.rows[lost.key]
    held.province.rows[altered.key] = altered.model_copy(update={"opinion_text": "误改"})
    twin = foreign.model_copy(update={"key": "X-1", "step": 90})
    held.province.rows["X-1"] = twin
    held.clock.advance(60)
    await reconcile.run(held.hub)
    assert named(held) == {
        ("water-a", "differing", changed.event_id),
        ("water-a", "missing", "W-0900"),
        ("water-a", "duplicated", "W-0901"),
        ("province", "missing", lost.key),
        ("province", "differing", altered.key),
        ("province", "duplicated", "X-1"),
    }
    assert reconcile.mend_all(store, held.city, actor="刘工").left == {}
    await held.pump()
    held.clock.advance(60)
    assert (await reconcile.run(held.hub)).clean, named(held)
    with store.read() as tx:
        kinds = {each.kind for each in findings.listed(tx, state=findings.FindingState.MENDED)}
    assert kinds == {"differing", "missing", "duplicated"}
    told_now = {each.event_id: each.status_text for each in held.water.updates}
    assert stands(held) == len(told_now) - 1  # the copy is set aside


async def test_what_is_late_is_named_once_and_acknowledged_for_good(store: Store, tmp_path: Path) -> None:
    held = held_world(store, tmp_path, late_after=timedelta(hours=2))
    held.clock.advance((MONDAY - held.clock.now).total_seconds())
    await told(held, 1)
    held.clock.advance(4.5 * 3600)
    await told(held, 2)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    assert named(held) == {("water-a", "late", "W-0001")}  # of the other, an hour and a half have passed
    reconcile.mend_all(store, held.city, actor="刘工")
    held.clock.advance(60)
    assert (await reconcile.run(held.hub)).clean


async def test_history_that_is_brought_in_is_not_late(store: Store, tmp_path: Path) -> None:
    held = held_world(store, tmp_path, late_after=timedelta(hours=2))
    held.clock.advance((MONDAY + timedelta(days=400) - held.clock.now).total_seconds())
    await told(held, 3)
    held.clock.advance(60)
    assert (await reconcile.run(held.hub)).clean


def named(held: Held) -> set[tuple[str, str, str]]:
    with held.store.read() as tx:
        return {(each.counterpart, each.kind, each.key) for each in findings.listed(tx)}


def stands(held: Held) -> int:
    return sum(each.record == "event" for each in held.province.standing())

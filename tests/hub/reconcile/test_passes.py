"""Passes: one that was killed goes on, a night costs a day's change, and what cannot be read is said."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import TransientError
from hub import reconcile
from hub.reconcile import FindingState
from hub.store import audit, findings, passes
from hub.store.clock import SettableClock
from models.messages import Message
from tests.hub.fakes import World, world
from tests.hub.reconcile.holders import held_world, told
from tests.store.support import OpenStore


@pytest.fixture
def held(sqlite_url: str, clock: SettableClock, open_store: OpenStore, tmp_path: Path) -> Any:
    return held_world(open_store(sqlite_url, clock), tmp_path)


async def test_a_pass_that_was_broken_off_goes_on_where_it_stood(held: Any) -> None:
    await told(held, 7)
    held.water.fail_after = 2
    with pytest.raises(SystemError):
        await reconcile.run(held.hub)
    read = held.water.read
    held.water.fail_after = None
    report = await reconcile.run(held.hub)
    assert report.run == 1
    assert report.read["water-a"] == 7
    assert held.water.read == read + (7 - 4)
    assert report.clean


async def test_a_night_reads_what_either_side_changed_and_a_whole_pass_everything(held: Any) -> None:
    await told(held, 7)
    held.clock.advance(2 * 86_400)
    await reconcile.run(held.hub)
    held.clock.advance(2 * 86_400)
    await told(held, 2)
    held.clock.advance(60)
    night = await reconcile.run(held.hub, whole=False)
    assert night.read == {"water-a": 2, "province": 2}
    assert (await reconcile.run(held.hub)).read["water-a"] == 9


async def test_a_mirror_that_cannot_narrow_its_list_is_asked_by_key_at_night(held: Any) -> None:
    await told(held, 5)
    held.clock.advance(2 * 86_400)
    await reconcile.run(held.hub)
    held.province.narrows = False
    held.clock.advance(2 * 86_400)
    await told(held, 2)
    lost = held.province.order[-1].key
    del held.province.rows[lost]
    held.clock.advance(60)
    night = await reconcile.run(held.hub, whole=False)
    assert night.read["province"] == 2
    assert [(each.kind, each.key) for each in open_findings(held)] == [("missing", lost)]


async def test_what_a_counterpart_lost_of_older_days_is_found_by_a_whole_pass(held: Any) -> None:
    await told(held, 5)
    await reconcile.run(held.hub)
    held.clock.advance(5 * 86_400)
    gone = held.water.updates.pop(0)
    assert (await reconcile.run(held.hub, whole=False)).clean
    assert not (await reconcile.run(held.hub)).clean
    (found,) = open_findings(held)
    assert (found.kind, found.key, found.way) == ("extra", gone.event_id, "ask-company")
    with held.store.begin() as tx:
        mended = reconcile.mend(tx, held.city, [found.id, 999], actor="刘工")
    assert mended.done == ()
    assert {id_: each.id for id_, each in mended.left.items()} == {
        found.id: "reconcile-ask",
        999: "reconcile-unknown-finding",
    }


async def test_what_a_person_has_accepted_is_not_opened_again(held: Any) -> None:
    await told(held, 5)
    held.water.updates.pop(0)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    (found,) = open_findings(held)
    with held.store.begin() as tx:
        assert reconcile.accept(tx, [found.id, 77], actor="刘工", note="对方已撤销") == (found.id,)
    held.clock.advance(60)
    assert (await reconcile.run(held.hub)).clean
    with held.store.read() as tx:
        (record,) = audit.records(tx)
    assert (record.actor, record.action, record.detail["note"]) == ("刘工", "reconcile.accept", "对方已撤销")


async def test_what_heals_by_itself_is_gone_and_keeps_its_history(held: Any) -> None:
    await told(held, 5)
    gone = held.water.updates.pop(0)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    held.water.updates.insert(0, gone)
    held.clock.advance(60)
    report = await reconcile.run(held.hub)
    assert (report.gone, report.clean) == (1, True)
    with held.store.read() as tx:
        (found,) = findings.listed(tx, state=FindingState.GONE)
    assert [step["state"] for step in found.history] == ["open", "gone"]
    held.water.updates.pop(0)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    (again,) = open_findings(held)
    assert again.id == found.id
    assert [step["state"] for step in again.history] == ["open", "gone", "open"]


async def test_a_counterpart_that_does_not_answer_is_named_and_keeps_its_findings(held: Any) -> None:
    await told(held, 5)
    held.water.updates.pop(0)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    held.water.down = TransientError(Message(id="counterpart-busy", params={"company": "water-a"}))
    report = await reconcile.run(held.hub)
    assert set(report.unreached) == {"water-a"}
    assert not report.clean
    assert len(open_findings(held)) == 1


async def test_a_wire_that_cannot_be_read_back_is_said_to_be_so(
    sqlite_url: str, open_store: OpenStore, tmp_path: Path
) -> None:
    ground: World = world(open_store(sqlite_url), tmp_path)
    report = await reconcile.run(ground.hub)
    assert {id_: each.id for id_, each in report.unread.items()} == {
        "water-a": "reconcile-unread-company",
        "province": "reconcile-unread-mirror",
    }
    assert report.read == {}
    assert not reconcile.due_whole(ground.hub)


async def test_an_unknown_counterpart_is_refused(held: Any) -> None:
    with pytest.raises(LookupError):
        await reconcile.run(held.hub, ["nobody"])


async def test_a_whole_pass_is_due_when_the_last_is_old(held: Any) -> None:
    assert reconcile.due_whole(held.hub)
    await reconcile.run(held.hub)
    assert not reconcile.due_whole(held.hub)
    held.clock.advance(timedelta(days=8).total_seconds())
    assert reconcile.due_whole(held.hub)


async def test_a_pass_too_old_to_go_on_is_left_and_another_begun(held: Any) -> None:
    await told(held, 7)
    held.water.fail_after = 2
    with pytest.raises(SystemError):
        await reconcile.run(held.hub)
    held.water.fail_after = None
    held.clock.advance(30 * 3600)
    assert (await reconcile.run(held.hub)).run == 2
    with held.store.read() as tx:
        assert passes.broken_off(tx) == ()


async def test_every_mending_is_in_the_audit_trail(held: Any) -> None:
    await told(held, 3)
    held.province.rows.pop(held.province.order[-1].key)
    held.clock.advance(60)
    await reconcile.run(held.hub)
    reconcile.mend_all(held.store, held.city, actor="刘工")
    with held.store.read() as tx:
        kinds = [(each.actor, each.action) for each in audit.records(tx)]
    assert kinds == [("刘工", "reconcile.mend")]


def open_findings(ground: Any) -> tuple[findings.Finding, ...]:
    with ground.store.read() as tx:
        return findings.listed(tx)

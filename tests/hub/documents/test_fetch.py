"""Fetching what schemes name, on both databases."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.errors import TransientError, UnknownOutcome
from hub.documents import fetch
from hub.documents.fetch import FetchReport
from hub.documents.folder import BUFFER_BYTES
from hub.documents.ledger import Ledger
from hub.settings import DeliverySettings
from hub.store import documents
from hub.store.clock import SettableClock
from hub.store.documents import DocumentState
from hub.store.engine import Tx
from models.messages import Message
from tests.hub.documents.conftest import FetchingHub
from tests.hub.documents.shelf import Shelf, drawing, ref_of

DRAWING = drawing(20_000)
REF = ref_of(DRAWING)
CUT = UnknownOutcome(Message(id="cut"))
BUSY = TransientError(Message(id="busy"), retry_after=7.0)


async def test_what_is_wanted_is_fetched_and_what_follows_happens_in_the_same_transaction(
    hub: FetchingHub,
) -> None:
    hub.want(REF)
    assert await hub.fetch(Shelf([DRAWING])) == FetchReport(fetched=1)
    assert hub.folder.verify(REF.sha256)
    assert hub.row(REF).state is DocumentState.PRESENT
    assert hub.enqueued == [REF.sha256]
    assert hub.progress == [("fetch", 1, 1)]


async def test_what_is_present_is_not_fetched_again(hub: FetchingHub) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    await hub.fetch(shelf)
    hub.want(REF)
    assert await hub.fetch(shelf) == FetchReport()
    assert len(shelf.calls) == 1


async def test_many_documents_go_some_at_a_time_through_many_pages(
    hub: FetchingHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PAGE", 7)
    contents = [drawing(3000, seed=seed) for seed in range(42)]
    hub.want(*(ref_of(content) for content in contents))
    shelf = Shelf(contents, chunk=500)
    shelf.together = asyncio.Barrier(3)
    assert await hub.fetch(shelf, concurrency=3) == FetchReport(fetched=42)
    assert sorted(hub.enqueued) == sorted(shelf.contents)
    assert shelf.most_open == 3
    assert [done for _, done, _ in hub.progress] == list(range(1, 43))
    assert hub.progress[-1] == ("fetch", 42, 42)
    assert hub.progress[0] == ("fetch", 1, None)


async def test_a_cut_document_is_tried_again_at_its_time_and_goes_on_where_it_was(
    hub: FetchingHub, clock: SettableClock
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(9000, CUT)]
    assert await hub.fetch(shelf) == FetchReport(failed=1)
    row = hub.row(REF)
    assert (row.state, row.attempts, row.message) == (DocumentState.WANTED, 1, CUT.message)
    assert timedelta(seconds=30) <= row.due_at - clock.now <= timedelta(seconds=33)
    assert hub.items() == ()
    assert await hub.fetch(shelf) == FetchReport()
    clock.advance(33)
    assert await hub.fetch(shelf) == FetchReport(fetched=1, resumed=1)
    assert [offset for _, offset in shelf.calls] == [0, 9000]
    assert hub.folder.verify(REF.sha256)
    assert hub.enqueued == [REF.sha256]


async def test_a_sources_own_wish_for_a_pause_is_granted(hub: FetchingHub, clock: SettableClock) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, BUSY)]
    await hub.fetch(shelf)
    assert timedelta(seconds=7) <= hub.row(REF).due_at - clock.now <= timedelta(seconds=8)


async def test_a_slow_line_that_is_cut_each_time_still_brings_a_document_part_by_part(
    hub: FetchingHub, clock: SettableClock
) -> None:
    content = drawing(12 * BUFFER_BYTES)
    hub.want(ref_of(content))
    shelf = Shelf([content], chunk=BUFFER_BYTES)
    shelf.script = [(BUFFER_BYTES, CUT)] * 9
    for attempt in range(1, 10):
        assert await hub.fetch(shelf) == FetchReport(failed=1)
        row = hub.row(ref_of(content))
        assert row.attempts == attempt
        assert row.due_at - clock.now <= timedelta(seconds=33)
        clock.advance(33)
    assert await hub.fetch(shelf) == FetchReport(fetched=1, resumed=1)
    assert shelf.calls[-1][1] == 9 * BUFFER_BYTES


async def test_waits_grow_and_after_three_days_a_person_hears_of_it_until_it_comes(
    hub: FetchingHub, clock: SettableClock
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, CUT)] * 20
    started, waits = clock.now, []
    while not hub.items():
        await hub.fetch(shelf)
        waits.append(hub.row(REF).due_at - clock.now)
        clock.advance(waits[-1].total_seconds())
    assert waits[:5] == sorted(waits[:5])
    assert timedelta(hours=72) <= clock.now - started <= timedelta(hours=144)
    (item,) = hub.items()
    assert (item.kind, item.subject, item.destination) == ("document", REF.sha256, "review")
    assert item.message == Message(id="document-unavailable", params={"name": REF.name, "source": "review"})
    assert [fault.message for fault in item.faults] == [CUT.message]
    assert hub.row(REF).state is DocumentState.WANTED
    shelf.script = []
    assert await hub.fetch(shelf) == FetchReport(fetched=1)
    assert hub.items() == ()


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


async def test_a_kill_between_rename_and_commit_costs_no_second_download(hub: FetchingHub) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])

    def die(tx: Tx, sha256: str) -> None:
        raise Killed

    with pytest.raises(BaseExceptionGroup) as killed:
        await hub.fetch(shelf, on_present=die)
    assert killed.group_contains(Killed)
    assert hub.folder.has(REF.sha256)
    assert hub.row(REF).state is DocumentState.WANTED
    assert await hub.fetch(shelf) == FetchReport(found=1)
    assert len(shelf.calls) == 1
    assert hub.enqueued == [REF.sha256]
    assert not list(hub.folder.root.rglob("*.part"))


async def test_two_runs_at_once_fetch_a_document_once(hub: FetchingHub) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING], chunk=100)
    reports = await asyncio.gather(hub.fetch(shelf), hub.fetch(shelf))
    assert len(shelf.calls) == 1
    assert hub.enqueued == [REF.sha256]
    assert sum(report.fetched for report in reports) == 1
    assert sum(report.busy + report.found + report.fetched for report in reports) <= 2


def test_what_follows_an_arrival_happens_once_whoever_else_saw_it_arrive(hub: FetchingHub) -> None:
    hub.want(REF)
    row, ledger = hub.row(REF), Ledger(hub.store, hub.on_present, DeliverySettings())
    ledger.present(row)
    ledger.present(row)
    assert hub.enqueued == [REF.sha256]


async def test_a_cancelled_run_keeps_what_came(hub: FetchingHub) -> None:
    content = drawing(3 * BUFFER_BYTES)
    ref = ref_of(content)
    hub.want(ref)
    shelf = Shelf([content], chunk=10_000)
    enough = asyncio.Event()
    chunks = 0

    def count() -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 200:
            enough.set()

    shelf.on_chunk = count
    running = asyncio.create_task(hub.fetch(shelf))
    await enough.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = hub.row(ref)
    assert (row.state, row.attempts) == (DocumentState.WANTED, 0)
    assert await hub.fetch(shelf) == FetchReport(fetched=1, resumed=1)
    assert shelf.calls[1][1] > BUFFER_BYTES


@pytest.mark.parametrize("state", ["present", "refused"])
def test_only_what_is_wanted_is_taken(hub: FetchingHub, state: str) -> None:
    marks: dict[str, Callable[[Tx], bool]] = {
        "present": lambda tx: documents.mark_present(tx, REF.sha256),
        "refused": lambda tx: documents.mark_refused(tx, REF.sha256, Message(id="no")),
    }
    hub.want(REF)
    with hub.store.begin() as tx:
        assert marks[state](tx)
    assert asyncio.run(hub.fetch(Shelf([DRAWING]))) == FetchReport()

"""Fetching what schemes name, on both databases."""

import asyncio
import errno
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import SchemeSource
from adapters.errors import AuthError, ContractError, RejectedError, TransientError, UnknownOutcome
from hub.documents import fetch
from hub.documents.fetch import FetchReport, fetch_wanted
from hub.documents.folder import BUFFER_BYTES, DocumentFolder, Partial
from hub.settings import DeliverySettings
from hub.store import desk, destinations, documents
from hub.store.clock import SettableClock
from hub.store.desk import Item
from hub.store.documents import DocumentRow, DocumentState
from hub.store.engine import Store, Tx
from models.documents import DocumentRef
from models.messages import Message
from tests.hub.documents.shelf import Cut, Shelf, drawing, ref_of

DRAWING = drawing(20_000)
REF = ref_of(DRAWING)
CUT = UnknownOutcome(Message(id="cut"))
BUSY = TransientError(Message(id="busy"), retry_after=7.0)


class Desk:
    """The hub around `fetch_wanted`: what is wanted, what was enqueued for it, what waits for a person."""

    def __init__(self, store: Store, folder: DocumentFolder) -> None:
        self.store = store
        self.folder = folder
        self.enqueued: list[str] = []
        self.progress: list[tuple[str, int, int | None]] = []

    def want(self, *refs: DocumentRef, source: str = "review") -> None:
        with self.store.begin() as tx:
            documents.want(tx, refs, source)

    def on_present(self, tx: Tx, sha256: str) -> None:
        assert documents.is_present(tx, sha256)
        self.enqueued.append(sha256)

    async def fetch(self, source: SchemeSource | None = None, **how: Any) -> FetchReport:
        sources: Mapping[str, SchemeSource] = {} if source is None else {"review": source}
        how.setdefault("on_present", self.on_present)
        how.setdefault("progress", lambda *step: self.progress.append(step))
        return await fetch_wanted(self.store, self.folder, sources, **how)

    def row(self, ref: DocumentRef = REF) -> DocumentRow:
        with self.store.read() as tx:
            row = documents.get(tx, ref.sha256)
        assert row is not None
        return row

    def items(self) -> tuple[Item, ...]:
        with self.store.read() as tx:
            return desk.open_items(tx)


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> Desk:
    with store.begin() as tx:
        destinations.ensure(tx, ["review"])
    return Desk(store, DocumentFolder(tmp_path / "documents"))


async def test_what_is_wanted_is_fetched_and_what_follows_happens_in_the_same_transaction(hub: Desk) -> None:
    hub.want(REF)
    assert await hub.fetch(Shelf([DRAWING])) == FetchReport(fetched=1)
    assert hub.folder.verify(REF.sha256)
    assert hub.row().state is DocumentState.PRESENT
    assert hub.enqueued == [REF.sha256]
    assert hub.progress == [("fetch", 1, 1)]


async def test_what_is_present_is_not_fetched_again(hub: Desk) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    await hub.fetch(shelf)
    hub.want(REF)
    assert await hub.fetch(shelf) == FetchReport()
    assert len(shelf.calls) == 1


async def test_many_documents_go_some_at_a_time_through_many_pages(
    hub: Desk, monkeypatch: pytest.MonkeyPatch
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
    hub: Desk, clock: SettableClock
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(9000, CUT)]
    assert await hub.fetch(shelf) == FetchReport(failed=1)
    row = hub.row()
    assert (row.state, row.attempts, row.message) == (DocumentState.WANTED, 1, CUT.message)
    assert timedelta(seconds=30) <= row.due_at - clock.now <= timedelta(seconds=33)
    assert hub.items() == ()
    assert await hub.fetch(shelf) == FetchReport()
    clock.advance(33)
    assert await hub.fetch(shelf) == FetchReport(fetched=1, resumed=1)
    assert [offset for _, offset in shelf.calls] == [0, 9000]
    assert hub.folder.verify(REF.sha256)
    assert hub.enqueued == [REF.sha256]


async def test_a_sources_own_wish_for_a_pause_is_granted(hub: Desk, clock: SettableClock) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, BUSY)]
    await hub.fetch(shelf)
    assert timedelta(seconds=7) <= hub.row().due_at - clock.now <= timedelta(seconds=8)


async def test_a_slow_line_that_is_cut_each_time_still_brings_a_document_part_by_part(
    hub: Desk, clock: SettableClock
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
    hub: Desk, clock: SettableClock
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, CUT)] * 20
    started, waits = clock.now, []
    while not hub.items():
        await hub.fetch(shelf)
        waits.append(hub.row().due_at - clock.now)
        clock.advance(waits[-1].total_seconds())
    assert waits[:5] == sorted(waits[:5])
    assert timedelta(hours=72) <= clock.now - started <= timedelta(hours=144)
    (item,) = hub.items()
    assert (item.kind, item.subject, item.destination) == ("document", REF.sha256, "review")
    assert item.message == Message(id="document-unavailable", params={"name": REF.name, "source": "review"})
    assert [fault.message for fault in item.faults] == [CUT.message]
    assert hub.row().state is DocumentState.WANTED
    shelf.script = []
    assert await hub.fetch(shelf) == FetchReport(fetched=1)
    assert hub.items() == ()


REFUSALS: dict[str, tuple[DocumentRef, bytes]] = {
    "document-digest-mismatch": (ref_of(DRAWING, sha256="ab" * 32), DRAWING),
    "document-size-mismatch": (ref_of(DRAWING, size_bytes=len(DRAWING) - 1), DRAWING),
    "document-type-mismatch": (ref_of(DRAWING, media_type="application/zip"), DRAWING),
}


@pytest.mark.parametrize("reason", REFUSALS)
async def test_a_document_that_is_not_what_its_sender_says_is_refused_and_goes_to_the_desk(
    hub: Desk, reason: str
) -> None:
    ref, content = REFUSALS[reason]
    hub.want(ref)
    shelf = Shelf()
    shelf.contents[ref.sha256] = content
    assert await hub.fetch(shelf) == FetchReport(refused=1)
    row = hub.row(ref)
    assert row.state is DocumentState.REFUSED
    assert row.message is not None
    assert row.message.id == reason
    (item,) = hub.items()
    assert (item.kind, item.subject, item.message) == ("document", ref.sha256, row.message)
    assert not hub.folder.has(ref.sha256)
    assert not list(hub.folder.root.rglob("*.part"))
    assert hub.enqueued == []
    assert await hub.fetch(shelf) == FetchReport()


async def test_a_refused_document_described_anew_is_fetched_and_leaves_the_desk(hub: Desk) -> None:
    hub.want(ref_of(DRAWING, size_bytes=1))
    shelf = Shelf([DRAWING])
    await hub.fetch(shelf)
    assert len(hub.items()) == 1
    hub.want(REF)
    assert await hub.fetch(shelf) == FetchReport(fetched=1)
    assert hub.items() == ()


@pytest.mark.parametrize("error", [RejectedError(Message(id="gone")), ContractError(Message(id="strange"))])
async def test_a_document_that_its_source_does_not_have_goes_to_the_desk_with_the_sources_reason(
    hub: Desk, error: Exception
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, error)]
    assert await hub.fetch(shelf) == FetchReport(refused=1)
    (item,) = hub.items()
    assert item.message.id == "document-unavailable"
    assert [fault.message.id for fault in item.faults] in (["gone"], ["strange"])


async def test_an_adapters_own_fault_is_logged_without_what_it_was_handling_and_tried_again(
    hub: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(9000, Cut("https://review.example/?token=secret"))]
    assert await hub.fetch(shelf) == FetchReport(failed=1)
    assert hub.row().message == Message(id="document-adapter-failed", params={"error": "Cut"})
    assert "fetch_document" in caplog.text
    assert "secret" not in caplog.text


async def test_refused_credentials_pause_the_source_with_one_item_however_many_documents_wait(
    hub: Desk,
) -> None:
    contents = [drawing(3000, seed=seed) for seed in range(20)]
    hub.want(*(ref_of(content) for content in contents))
    shelf = Shelf(contents)
    shelf.script = [(0, AuthError(Message(id="no-entry")))] * 20
    report = await hub.fetch(shelf, concurrency=2)
    assert report == FetchReport(failed=len(shelf.calls))
    assert 1 <= len(shelf.calls) <= 2
    (item,) = hub.items()
    assert (item.subject, item.message.id) == ("review", "no-entry")
    shelf.script = []
    assert await hub.fetch(shelf) == FetchReport()
    with hub.store.begin() as tx:
        destinations.resume(tx, "review", by="officer")
    assert await hub.fetch(shelf) == FetchReport(fetched=20)


async def test_a_source_that_is_down_is_not_asked_for_every_document(hub: Desk) -> None:
    contents = [drawing(3000, seed=seed) for seed in range(20)]
    hub.want(*(ref_of(content) for content in contents))
    shelf = Shelf(contents)
    shelf.script = [(0, BUSY)] * 20
    report = await hub.fetch(shelf, concurrency=1, settings=DeliverySettings(breaker_failures=3))
    assert report == FetchReport(failed=3)
    shelf.script = []
    assert await hub.fetch(shelf) == FetchReport(fetched=17)


async def test_a_document_of_a_source_no_longer_configured_goes_to_the_desk(hub: Desk) -> None:
    hub.want(REF)
    assert await hub.fetch() == FetchReport(failed=1)
    (item,) = hub.items()
    assert item.message.id == "document-unavailable"
    assert hub.row().state is DocumentState.WANTED


async def test_a_folder_that_cannot_be_written_ends_the_run_with_one_item_until_it_can(
    hub: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = [drawing(3000, seed=seed) for seed in range(20)]
    hub.want(*(ref_of(content) for content in contents))
    shelf = Shelf(contents)

    def full(partial: Partial, chunk: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Partial, "append", full)
        assert await hub.fetch(shelf, concurrency=1) == FetchReport(failed=1)
    (item,) = hub.items()
    assert item.message == Message(id="document-folder-failed", params={"error": "No space left on device"})
    assert await hub.fetch(shelf) == FetchReport(fetched=20)
    assert hub.items() == ()


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


async def test_a_kill_between_rename_and_commit_costs_no_second_download(hub: Desk) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])

    def die(tx: Tx, sha256: str) -> None:
        raise Killed

    with pytest.raises(BaseExceptionGroup) as killed:
        await hub.fetch(shelf, on_present=die)
    assert killed.group_contains(Killed)
    assert hub.folder.has(REF.sha256)
    assert hub.row().state is DocumentState.WANTED
    assert await hub.fetch(shelf) == FetchReport(found=1)
    assert len(shelf.calls) == 1
    assert hub.enqueued == [REF.sha256]
    assert not list(hub.folder.root.rglob("*.part"))


async def test_two_runs_at_once_fetch_a_document_once(hub: Desk) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING], chunk=100)
    reports = await asyncio.gather(hub.fetch(shelf), hub.fetch(shelf))
    assert len(shelf.calls) == 1
    assert hub.enqueued == [REF.sha256]
    assert sum(report.fetched for report in reports) == 1
    assert sum(report.busy + report.found + report.fetched for report in reports) <= 2


async def test_a_cancelled_run_keeps_what_came(hub: Desk) -> None:
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
def test_only_what_is_wanted_is_taken(hub: Desk, state: str) -> None:
    marks: dict[str, Callable[[Tx], bool]] = {
        "present": lambda tx: documents.mark_present(tx, REF.sha256),
        "refused": lambda tx: documents.mark_refused(tx, REF.sha256, Message(id="no")),
    }
    hub.want(REF)
    with hub.store.begin() as tx:
        assert marks[state](tx)
    assert asyncio.run(hub.fetch(Shelf([DRAWING]))) == FetchReport()

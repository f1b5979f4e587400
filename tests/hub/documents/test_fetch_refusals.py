"""What becomes of documents that cannot be had or are not what they should be, on both databases."""

import errno

import pytest

from adapters.errors import AuthError, ContractError, RejectedError, TransientError, UnknownOutcome
from hub.documents.fetch import FetchReport
from hub.documents.folder import Partial
from hub.settings import DeliverySettings
from hub.store import destinations
from hub.store.documents import DocumentState
from models.documents import DocumentRef
from models.messages import Message
from tests.hub.documents.conftest import FetchingHub
from tests.hub.documents.shelf import Cut, Shelf, drawing, ref_of

DRAWING = drawing(20_000)
REF = ref_of(DRAWING)
CUT = UnknownOutcome(Message(id="cut"))
BUSY = TransientError(Message(id="busy"), retry_after=7.0)


REFUSALS: dict[str, tuple[DocumentRef, bytes]] = {
    "document-digest-mismatch": (ref_of(DRAWING, sha256="ab" * 32), DRAWING),
    "document-size-mismatch": (ref_of(DRAWING, size_bytes=len(DRAWING) - 1), DRAWING),
    "document-type-mismatch": (ref_of(DRAWING, media_type="application/zip"), DRAWING),
}


@pytest.mark.parametrize("reason", REFUSALS)
async def test_a_document_that_is_not_what_its_sender_says_is_refused_and_goes_to_the_desk(
    hub: FetchingHub, reason: str
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


async def test_a_refused_document_described_anew_is_fetched_and_leaves_the_desk(hub: FetchingHub) -> None:
    hub.want(ref_of(DRAWING, size_bytes=1))
    shelf = Shelf([DRAWING])
    await hub.fetch(shelf)
    assert len(hub.items()) == 1
    hub.want(REF)
    assert await hub.fetch(shelf) == FetchReport(fetched=1)
    assert hub.items() == ()


@pytest.mark.parametrize("error", [RejectedError(Message(id="gone")), ContractError(Message(id="strange"))])
async def test_a_document_that_its_source_does_not_have_goes_to_the_desk_with_the_sources_reason(
    hub: FetchingHub, error: Exception
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(0, error)]
    assert await hub.fetch(shelf, name_of={"review": "省平台"}.__getitem__) == FetchReport(refused=1)
    (item,) = hub.items()
    assert item.message == Message(
        id="document-refused-by-source", params={"name": REF.name, "source": "省平台"}
    )
    assert [fault.message for fault in item.faults] == [hub.row(REF).message]
    assert hub.row(REF).message in (Message(id="gone"), Message(id="strange"))


async def test_an_adapters_own_fault_is_logged_without_what_it_was_handling_and_tried_again(
    hub: FetchingHub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.want(REF)
    shelf = Shelf([DRAWING])
    shelf.script = [(9000, Cut("https://review.example/?token=secret"))]
    assert await hub.fetch(shelf) == FetchReport(failed=1)
    assert hub.row(REF).message == Message(id="document-adapter-failed", params={"error": "Cut"})
    assert "fetch_document" in caplog.text
    assert "secret" not in caplog.text


async def test_refused_credentials_pause_the_source_with_one_item_however_many_documents_wait(
    hub: FetchingHub,
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


async def test_a_source_that_is_down_is_not_asked_for_every_document(hub: FetchingHub) -> None:
    contents = [drawing(3000, seed=seed) for seed in range(20)]
    hub.want(*(ref_of(content) for content in contents))
    shelf = Shelf(contents)
    shelf.script = [(0, BUSY)] * 20
    report = await hub.fetch(shelf, concurrency=1, settings=DeliverySettings(breaker_failures=3))
    assert report == FetchReport(failed=3)
    shelf.script = []
    assert await hub.fetch(shelf) == FetchReport(fetched=17)


async def test_a_document_of_a_source_no_longer_configured_goes_to_the_desk(hub: FetchingHub) -> None:
    hub.want(REF)
    assert await hub.fetch() == FetchReport(failed=1)
    (item,) = hub.items()
    assert item.message.id == "document-unavailable"
    assert hub.row(REF).state is DocumentState.WANTED


async def test_a_folder_that_cannot_be_written_ends_the_run_with_one_item_until_it_can(
    hub: FetchingHub, monkeypatch: pytest.MonkeyPatch
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

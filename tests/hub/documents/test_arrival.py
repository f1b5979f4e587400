"""One document's way into the folder."""

import asyncio
import hashlib
import tempfile
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.errors import TransientError, UnknownOutcome
from hub.documents.arrival import Arrival, Mismatch, SourceFailed, bring
from hub.documents.folder import BUFFER_BYTES, BusyError, DocumentFolder, Partial
from models.messages import Message
from tests.hub.documents.shelf import Cut, Shelf, drawing, ref_of

CUT = UnknownOutcome(Message(id="cut"))
BIG = drawing(2 * BUFFER_BYTES + 12_345)


@pytest.fixture
def folder(tmp_path: Path) -> DocumentFolder:
    return DocumentFolder(tmp_path)


def partial_size(folder: DocumentFolder, sha256: str) -> int | None:
    path = folder.root / "incoming" / f"{sha256}.part"
    return path.stat().st_size if path.exists() else None


def leave_partial(folder: DocumentFolder, sha256: str, content: bytes) -> None:
    with folder.open_partial(sha256) as partial:
        partial.restart()
        partial.append(content)


async def test_a_document_is_fetched_into_its_place(folder: DocumentFolder) -> None:
    ref = ref_of(BIG)
    assert await bring(ref, folder, Shelf([BIG])) is Arrival.FETCHED
    assert folder.path_of(ref.sha256).read_bytes() == BIG
    assert partial_size(folder, ref.sha256) is None


@settings(max_examples=30, deadline=None)
@given(
    cut=st.integers(0, len(BIG)),
    chunk=st.one_of(st.integers(500, 100_000), st.integers(BUFFER_BYTES - 1, 3 * BUFFER_BYTES)),
)
def test_a_transfer_cut_at_any_byte_goes_on_from_that_byte(cut: int, chunk: int) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG], chunk=chunk)
    shelf.script = [(cut, CUT)]
    with tempfile.TemporaryDirectory() as root:
        folder = DocumentFolder(Path(root))
        with pytest.raises(UnknownOutcome):
            asyncio.run(bring(ref, folder, shelf))
        assert not folder.has(ref.sha256)
        assert partial_size(folder, ref.sha256) == cut
        arrival = asyncio.run(bring(ref, folder, shelf))
        assert arrival is (Arrival.RESUMED if cut else Arrival.FETCHED)
        assert folder.verify(ref.sha256)
    assert shelf.calls == [(ref.sha256, 0), (ref.sha256, cut)][: 1 if cut == len(BIG) else 2]


async def test_cuts_may_follow_one_another(folder: DocumentFolder) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    shelf.script = [(1000, CUT), (0, TransientError(Message(id="busy"))), (BUFFER_BYTES, CUT)]
    for _ in range(3):
        with pytest.raises((UnknownOutcome, TransientError)):
            await bring(ref, folder, shelf)
    assert await bring(ref, folder, shelf) is Arrival.RESUMED
    assert [offset for _, offset in shelf.calls] == [0, 1000, 1000, 1000 + BUFFER_BYTES]
    assert folder.verify(ref.sha256)


async def test_an_error_outside_the_taxonomy_is_the_adapters_and_keeps_what_came(
    folder: DocumentFolder,
) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    shelf.script = [(2000, Cut("reset by peer, token=secret"))]
    with pytest.raises(SourceFailed, match=r"^Cut$") as failed:
        await bring(ref, folder, shelf)
    assert isinstance(failed.value.__cause__, Cut)
    assert partial_size(folder, ref.sha256) == 2000


async def test_a_cancelled_transfer_keeps_what_came_and_lets_go_of_the_document(
    folder: DocumentFolder,
) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG], chunk=1000)
    arrived = asyncio.Event()
    chunks = 0

    def count() -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 1500:
            arrived.set()

    shelf.on_chunk = count
    fetching = asyncio.create_task(bring(ref, folder, shelf))
    await arrived.wait()
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    kept = partial_size(folder, ref.sha256)
    assert kept is not None
    assert BIG.startswith((folder.root / "incoming" / f"{ref.sha256}.part").read_bytes())
    assert kept > BUFFER_BYTES
    assert shelf.open == 0
    assert await bring(ref, folder, shelf) is Arrival.RESUMED
    assert shelf.calls[-1] == (ref.sha256, kept)


async def test_what_is_being_written_when_a_transfer_is_cancelled_is_written_once(
    folder: DocumentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, writing, may_write = ref_of(BIG), threading.Event(), threading.Event()
    append = Partial.append

    def slowly(partial: Partial, chunk: bytes) -> None:
        if len(chunk) >= BUFFER_BYTES:
            writing.set()
            may_write.wait()
        append(partial, chunk)

    monkeypatch.setattr(Partial, "append", slowly)
    fetching = asyncio.create_task(bring(ref, folder, Shelf([BIG])))
    await asyncio.to_thread(writing.wait)
    fetching.cancel()
    await asyncio.sleep(0)
    may_write.set()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    kept = (folder.root / "incoming" / f"{ref.sha256}.part").read_bytes()
    assert len(kept) >= BUFFER_BYTES
    assert BIG.startswith(kept)


def other_hash(content: bytes) -> tuple[Shelf, str]:
    """A shelf that hands out `content` under a hash that is another's."""
    named = hashlib.sha256(b"another").hexdigest()
    shelf = Shelf()
    shelf.contents[named] = content
    return shelf, named


async def refusal(folder: DocumentFolder, shelf: Shelf, content: bytes, **said: object) -> Message:
    ref = ref_of(content, **said)
    with pytest.raises(Mismatch) as refused:
        await bring(ref, folder, shelf)
    assert not folder.has(ref.sha256)
    assert partial_size(folder, ref.sha256) is None
    return refused.value.message


async def test_other_bytes_than_the_hash_names_are_refused(folder: DocumentFolder) -> None:
    shelf, named = other_hash(BIG)
    message = await refusal(folder, shelf, BIG, sha256=named)
    assert message.id == "document-digest-mismatch"
    assert message.params == {
        "name": "总平面图.pdf",
        "declared": named[:12],
        "actual": hashlib.sha256(BIG).hexdigest()[:12],
    }


async def test_a_document_shorter_than_declared_is_refused(folder: DocumentFolder) -> None:
    message = await refusal(folder, Shelf([BIG]), BIG, size_bytes=len(BIG) + 1)
    assert message.id == "document-size-mismatch"
    assert message.params == {"name": "总平面图.pdf", "declared": len(BIG) + 1, "actual": len(BIG)}


async def test_a_document_longer_than_declared_is_refused_as_soon_as_it_is_too_long(
    folder: DocumentFolder,
) -> None:
    shelf = Shelf([BIG], chunk=1000)
    sent = 0

    def count() -> None:
        nonlocal sent
        sent += 1000

    shelf.on_chunk = count
    message = await refusal(folder, shelf, BIG, size_bytes=2500)
    assert message.id == "document-size-mismatch"
    assert message.params == {"name": "总平面图.pdf", "declared": 2500, "actual": 3000}
    assert sent == 3000
    assert shelf.open == 0


async def test_a_zip_called_a_pdf_is_refused(folder: DocumentFolder) -> None:
    archive = b"PK\x03\x04" + bytes(3000)
    message = await refusal(folder, Shelf([archive]), archive)
    assert message.id == "document-type-mismatch"
    assert message.params == {
        "name": "总平面图.pdf",
        "declared": "application/pdf",
        "actual": "application/zip",
    }


async def test_a_file_of_no_known_type_is_refused(folder: DocumentFolder) -> None:
    message = await refusal(folder, Shelf([bytes(3000)]), bytes(3000))
    assert message.params["actual"] == "?"


@pytest.mark.parametrize(
    "left", [b"zeros after a power cut"[:9] + bytes(3000), bytes(len(BIG)), bytes(len(BIG) + 9)]
)
async def test_what_an_earlier_attempt_left_is_no_evidence_against_the_sender(
    folder: DocumentFolder, left: bytes
) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    leave_partial(folder, ref.sha256, left)
    assert await bring(ref, folder, shelf) is Arrival.FETCHED
    assert folder.verify(ref.sha256)
    assert shelf.calls[-1] == (ref.sha256, 0)


async def test_a_sender_is_convicted_by_a_whole_transfer_after_a_resumed_one(folder: DocumentFolder) -> None:
    shelf, named = other_hash(BIG)
    leave_partial(folder, named, BIG[:5000])
    message = await refusal(folder, shelf, BIG, sha256=named)
    assert message.id == "document-digest-mismatch"
    assert shelf.calls == [(named, 5000), (named, 0)]


async def test_a_cut_while_starting_over_keeps_what_came(folder: DocumentFolder) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    leave_partial(folder, ref.sha256, bytes(5000))
    shelf.script = [(len(BIG), None), (7000, CUT)]
    with pytest.raises(UnknownOutcome):
        await bring(ref, folder, shelf)
    assert partial_size(folder, ref.sha256) == 7000
    assert await bring(ref, folder, shelf) is Arrival.RESUMED


async def test_a_document_that_lies_there_is_not_fetched_again(folder: DocumentFolder) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    await bring(ref, folder, shelf)
    assert await bring(ref, folder, shelf) is Arrival.FOUND
    assert len(shelf.calls) == 1
    assert partial_size(folder, ref.sha256) is None


async def test_a_document_that_rots_in_the_folder_is_fetched_again(folder: DocumentFolder) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    await bring(ref, folder, shelf)
    folder.path_of(ref.sha256).write_bytes(bytes(10))
    assert await bring(ref, folder, shelf) is Arrival.FETCHED
    assert folder.verify(ref.sha256)


async def test_a_document_that_lies_there_is_still_held_to_what_is_said_of_it(folder: DocumentFolder) -> None:
    shelf = Shelf([BIG])
    await bring(ref_of(BIG), folder, shelf)
    with pytest.raises(Mismatch, match="document-type-mismatch"):
        await bring(ref_of(BIG, media_type="image/vnd.dwg"), folder, shelf)
    with pytest.raises(Mismatch, match="document-size-mismatch"):
        await bring(ref_of(BIG, size_bytes=1), folder, shelf)
    assert folder.verify(ref_of(BIG).sha256)


async def test_the_same_document_is_received_by_one_at_a_time(folder: DocumentFolder) -> None:
    ref, shelf = ref_of(BIG), Shelf([BIG])
    outcomes = await asyncio.gather(*(bring(ref, folder, shelf) for _ in range(4)), return_exceptions=True)
    assert outcomes.count(Arrival.FETCHED) == 1
    assert sum(isinstance(outcome, BusyError) for outcome in outcomes) == 3
    assert shelf.most_open == 1
    assert folder.verify(ref.sha256)


async def test_a_source_is_let_go_of_however_a_transfer_ends(folder: DocumentFolder) -> None:
    closed = []

    class Endless(Shelf):
        async def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
            try:
                while True:
                    yield bytes(1000)
            finally:
                closed.append(sha256)

    ref = ref_of(BIG)
    with pytest.raises(Mismatch):
        await bring(ref, folder, Endless())
    assert closed == [ref.sha256]

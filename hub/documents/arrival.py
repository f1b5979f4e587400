"""One document's way into the folder: received, checked against what its sender says, put in its place."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from adapters.errors import CounterpartError
from hub.documents.folder import BUFFER_BYTES, DocumentFolder, Partial
from hub.documents.media import agrees, media_type_of
from hub.documents.threads import in_thread
from models.documents import DocumentRef
from models.messages import Message

_UNKNOWN_TYPE: Final = "?"


class DocumentSource(Protocol):
    """Where documents come from: a scheme's source, or a company that issues its own."""

    def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        """The document's bytes from `offset` on, in chunks. Whoever stops early closes the iterator."""


class Arrival(StrEnum):
    """How a document came to be here."""

    FETCHED = "fetched"
    RESUMED = "resumed"
    FOUND = "found"


class Mismatch(Exception):
    """The bytes are not what the sender says of them."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class SourceFailed(Exception):
    """A source raised something that is no `CounterpartError`: a fault of its adapter, `__cause__`."""


async def bring(ref: DocumentRef, folder: DocumentFolder, source: DocumentSource) -> Arrival:
    """See that the document lies in the folder, whole and as `ref` describes it.

    Fetches what is missing of it. What had arrived stays for the next call when the source fails or the caller
    is cancelled. Raises `Mismatch` when the document is another than described, `BusyError` when somebody else
    is at it, `CounterpartError` and `SourceFailed` from the source, `OSError` when the folder fails.
    """
    with folder.open_partial(ref.sha256) as partial:
        if await in_thread(folder.verify, ref.sha256):
            partial.discard()
            await in_thread(_check_file, ref, folder.path_of(ref.sha256))
            return Arrival.FOUND
        kept = await in_thread(partial.resume)
        try:
            await _receive(ref, partial, source)
        except Mismatch:
            if not kept:
                partial.discard()
                raise
        else:
            return Arrival.RESUMED if kept else Arrival.FETCHED
        # What an earlier attempt left may be at fault, after a power cut for one. Only a document received in
        # one piece speaks for its sender.
        await in_thread(partial.restart)
        try:
            await _receive(ref, partial, source)
        except Mismatch:
            partial.discard()
            raise
    return Arrival.FETCHED


async def _receive(ref: DocumentRef, partial: Partial, source: DocumentSource) -> None:
    if partial.size < ref.size_bytes:
        async with _stream(source, ref, partial.size) as chunks:
            await _write(chunks, partial, ref)
    await in_thread(partial.flush)
    await in_thread(_check, ref, partial.path, partial.size, partial.sha256)
    await in_thread(partial.complete)


async def _write(chunks: AsyncIterator[bytes], partial: Partial, ref: DocumentRef) -> None:
    buffer = bytearray()
    try:
        async for chunk in chunks:
            buffer += chunk
            if partial.size + len(buffer) > ref.size_bytes:
                raise _wrong_size(ref, partial.size + len(buffer))
            if len(buffer) >= BUFFER_BYTES:
                # Let go of it first: a call that is cancelled has written its bytes all the same.
                full, buffer = buffer, bytearray()
                await in_thread(partial.append, full)
    finally:
        partial.append(buffer)  # cut or cancelled, what came is kept; less than a buffer, so quickly done


@asynccontextmanager
async def _stream(
    source: DocumentSource, ref: DocumentRef, offset: int
) -> AsyncIterator[AsyncIterator[bytes]]:
    """The source's chunks; what goes wrong in the source is told apart from what goes wrong here."""
    stream = source.fetch_document(ref.sha256, offset=offset)

    async def chunks() -> AsyncIterator[bytes]:
        try:
            async for chunk in stream:
                yield chunk
        except CounterpartError:
            raise
        except Exception as error:
            raise SourceFailed(type(error).__name__) from error

    try:
        yield chunks()
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()


def _check_file(ref: DocumentRef, path: Path) -> None:
    """`_check` of a document in its place, whose bytes are known to be those of its hash."""
    _check(ref, path, path.stat().st_size, ref.sha256)


def _check(ref: DocumentRef, path: Path, size: int, sha256: str) -> None:
    """Raise `Mismatch` unless size, hash and media type are the declared ones."""
    if size != ref.size_bytes:
        raise _wrong_size(ref, size)
    if sha256 != ref.sha256:
        raise Mismatch(
            Message(
                id="document-digest-mismatch",
                # The beginning tells two hashes apart; the whole one stands with the item as its subject.
                params={"name": ref.name, "declared": ref.sha256[:12], "actual": sha256[:12]},
            )
        )
    actual = media_type_of(path)
    if not agrees(ref.media_type, actual):
        raise Mismatch(
            Message(
                id="document-type-mismatch",
                params={"name": ref.name, "declared": ref.media_type, "actual": actual or _UNKNOWN_TYPE},
            )
        )


def _wrong_size(ref: DocumentRef, actual: int) -> Mismatch:
    return Mismatch(
        Message(
            id="document-size-mismatch",
            params={"name": ref.name, "declared": ref.size_bytes, "actual": actual},
        )
    )

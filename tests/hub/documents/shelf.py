"""A source of documents for tests: hands out bytes, and fails as it is told."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from typing import ClassVar

from pydantic import BaseModel

from adapters.contract import SchemePage, SchemeSource
from models.documents import DocumentRef

HEAD = b"%PDF-1.7\n"


class NoSettings(BaseModel):
    """The shelf has none."""


class Cut(ConnectionError):
    """What an adapter would turn into an error of its taxonomy."""


def drawing(size: int = 5000, *, seed: int = 1) -> bytes:
    """A PDF as far as anybody looks at it, of exactly `size` bytes."""
    block = hashlib.sha512(str(seed).encode()).digest() * 64
    return (HEAD + block * (size // len(block) + 1))[:size]


def ref_of(content: bytes, **said: object) -> DocumentRef:
    """What an honest sender says of `content`, but for what is `said` otherwise."""
    truth: dict[str, object] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": "总平面图.pdf",
        "media_type": "application/pdf",
        "size_bytes": len(content),
    }
    return DocumentRef.model_validate(truth | said)


class Shelf(SchemeSource):
    """Documents by hash. Each call follows the next of `script`: send so many bytes, then raise or stop."""

    Settings: ClassVar[type[BaseModel]] = NoSettings
    id = "review"

    def __init__(self, contents: Iterable[bytes] = (), *, chunk: int = 4096) -> None:
        self.contents = {hashlib.sha256(content).hexdigest(): content for content in contents}
        self.chunk = chunk
        self.calls: list[tuple[str, int]] = []
        self.script: list[tuple[int, BaseException | None]] = []
        self.on_chunk: Callable[[], None] = lambda: None
        self.together: asyncio.Barrier | None = None
        self.open = 0
        self.most_open = 0

    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        """The shelf has documents only."""
        raise NotImplementedError

    async def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        """The bytes from `offset` on, as far as the script lets them."""
        self.calls.append((sha256, offset))
        length, failure = self.script.pop(0) if self.script else (1 << 60, None)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            if self.together is not None:
                await self.together.wait()
            content = self.contents[sha256][offset:][:length]
            for start in range(0, len(content), self.chunk):
                self.on_chunk()
                yield content[start : start + self.chunk]
                await asyncio.sleep(0)  # as a network would, let others have their turn
            if failure is not None:
                raise failure
        finally:
            self.open -= 1

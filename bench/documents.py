"""How fast documents go through, and how much memory that takes.

Run with a size in megabytes (default 300): `python bench/documents.py 300`.
"""

import asyncio
import hashlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

from adapters.contract import SchemePage, SchemeSource
from hub.documents.arrival import bring
from hub.documents.folder import DocumentFolder
from models.documents import DocumentRef

HEAD = b"%PDF-1.7\n"
BLOCK = bytes(range(256)) * 256


def chunks(size: int, offset: int = 0) -> Iterator[bytes]:
    """A synthetic PDF of `size` bytes from `offset` on, 64 KiB at a time."""
    position = 0
    for chunk in (HEAD, *([BLOCK] * (size // len(BLOCK) + 1))):
        piece = chunk[max(offset - position, 0) : size - position]
        position += len(chunk)
        if piece:
            yield piece


class Synthetic(SchemeSource):
    """A source as fast as memory."""

    id = "bench"

    def __init__(self, size: int) -> None:
        self.size = size

    async def fetch_schemes(self, cursor: str | None) -> SchemePage:
        """It has documents only."""
        raise NotImplementedError

    async def fetch_document(self, sha256: str, *, offset: int = 0) -> AsyncIterator[bytes]:
        """The one document it has."""
        for chunk in chunks(self.size, offset):
            yield chunk


def peak_memory() -> int:
    """The peak of resident memory since it was last reset, in bytes; Linux only."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(fields["VmHWM"].split()[0]) * 1024


def measure(what: str, size: int, work: Callable[[], object]) -> None:
    """Print how long `work` over `size` bytes takes and how far the peak rises."""
    Path("/proc/self/clear_refs").write_text("5")  # proc(5): resets the peak to what is resident now
    before, started = peak_memory(), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    grown = (peak_memory() - before) / 1e6
    print(f"{what:<28} {seconds:6.2f} s  {size / 1e6 / seconds:7.0f} MB/s  +{grown:5.1f} MB at the peak")


def main(megabytes: int) -> None:
    """Fetch, resume, verify and copy one document of that size."""
    size = megabytes * 1_000_000
    digest = hashlib.sha256()
    for chunk in chunks(size):
        digest.update(chunk)
    ref = DocumentRef(
        sha256=digest.hexdigest(), name="bench.pdf", media_type="application/pdf", size_bytes=size
    )
    source = Synthetic(size)
    with tempfile.TemporaryDirectory() as root:
        first, second, third = (DocumentFolder(Path(root) / name) for name in ("a", "b", "c"))
        with second.open_partial(ref.sha256) as partial:
            partial.restart()
            for chunk in chunks(size // 2):
                partial.append(chunk)
        measure("fetch", size, lambda: asyncio.run(bring(ref, first, source)))
        measure("resume from the middle", size, lambda: asyncio.run(bring(ref, second, source)))
        measure("verify", size, lambda: first.verify(ref.sha256))
        measure("copy in from a file", size, lambda: third.put_file(first.path_of(ref.sha256)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)

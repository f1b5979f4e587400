"""A shared folder of this machine: an ordinary directory, or a network file system mounted as one."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from adapters.http import SeamLimits
from adapters.protocols.batch.troubles import judged

T = TypeVar("T")


class FolderPlace:
    """The folder at `root`. The disk is never waited for on the event loop."""

    def __init__(self, root: Path, company: str, limits: SeamLimits) -> None:
        self._root = root
        self._company = company
        self._limits = limits

    async def sizes(self, folder: str) -> Mapping[str, int]:
        """The files directly in `folder`, each with its size in bytes."""

        def listed() -> dict[str, int]:
            with os.scandir(self._root / folder) as entries:
                return {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}

        return await self._within(listed)

    async def size(self, path: str) -> int | None:
        """A file's size in bytes, `None` when there is no such file."""

        def measured() -> int | None:
            with suppress(FileNotFoundError):
                return (self._root / path).stat().st_size
            self._check()
            return None

        return await self._within(measured)

    async def read(self, path: str, most: int) -> bytes | None:
        """A file's first `most` bytes, `None` when there is no such file."""

        def beginning() -> bytes | None:
            with suppress(FileNotFoundError), (self._root / path).open("rb") as file:
                return file.read(most)
            self._check()
            return None

        return await self._within(beginning)

    async def write(self, path: str, offset: int, chunks: AsyncIterator[bytes]) -> None:
        """Write from `offset` on, over what is there; from 0 the file begins anew."""
        with judged(self._company):
            async with asyncio.timeout(self._limits.transfer_deadline_s):
                file = await asyncio.to_thread((self._root / path).open, "r+b" if offset else "wb")
                try:
                    file.seek(offset)
                    async for chunk in chunks:
                        await asyncio.to_thread(file.write, chunk)
                    await asyncio.to_thread(file.flush)
                    # A name that outlives a power cut must not stand for bytes that did not.
                    await asyncio.to_thread(os.fsync, file.fileno())
                finally:
                    await asyncio.to_thread(file.close)

    async def move(self, source: str, target: str) -> bool:
        """Rename in one step, in place of what `target` was; `False` when there is no `source`."""

        def renamed() -> bool:
            if not (self._root / source).exists():
                self._check()
                return False
            os.replace(self._root / source, self._root / target)
            return True

        return await self._within(renamed, moving=True)

    async def remove(self, path: str) -> None:
        """Remove a file; none is as good."""
        await self._within(lambda: (self._root / path).unlink(missing_ok=True))

    async def aclose(self) -> None:
        """There is nothing to let go of."""

    def _check(self) -> None:
        # A missing file means something only where the folder itself is there.
        os.stat(self._root)

    async def _within(self, act: Callable[[], T], *, moving: bool = False) -> T:
        with judged(self._company, moving=moving):
            async with asyncio.timeout(self._limits.deadline_s):
                return await asyncio.to_thread(act)

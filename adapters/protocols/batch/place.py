"""The port to a shared place: all that the wire needs of it, whether it is a folder or an SFTP server."""

from collections.abc import AsyncIterator, Mapping
from typing import Final, Protocol

from adapters.http import Wiring
from adapters.protocols.batch.folder import FolderPlace
from adapters.protocols.batch.settings import BatchSettings
from adapters.protocols.batch.sftp import SftpPlace

OUT: Final = "to-company"
"""Ours to write: parcels (批次包)."""
DOCUMENTS: Final = f"{OUT}/documents"
TAKEN: Final = f"{OUT}/done"
"""Where the company puts what it has taken in. What it refused goes elsewhere: a refusal binds no key."""
IN: Final = "from-company"
"""Theirs to write: acknowledgements (回执) and status tables."""
READ: Final = f"{IN}/done"
ASIDE: Final = f"{IN}/set-aside"
PARTIAL: Final = ".part"
"""What a file is called until it is whole."""


class Place(Protocol):
    """A tree of files, by paths with `/`. Every method raises a `CounterpartError` when the place fails it."""

    async def sizes(self, folder: str) -> Mapping[str, int]:
        """The files directly in `folder`, each with its size in bytes."""

    async def size(self, path: str) -> int | None:
        """A file's size in bytes, `None` when there is no such file."""

    async def read(self, path: str, most: int) -> bytes | None:
        """A file's first `most` bytes, `None` when there is no such file."""

    async def write(self, path: str, offset: int, chunks: AsyncIterator[bytes]) -> None:
        """Write from `offset` on, over what is there; from 0 the file begins anew."""

    async def move(self, source: str, target: str) -> bool:
        """Rename in one step, in place of what `target` was; `False` when there is no `source`.

        Raises `UnknownOutcome` when nobody can say whether it took place.
        """

    async def remove(self, path: str) -> None:
        """Remove a file; none is as good."""

    async def aclose(self) -> None:
        """Let go of connections."""


def place_of(settings: BatchSettings, company: str, wiring: Wiring) -> Place:
    """The place that `settings` name."""
    if settings.folder is not None:
        return FolderPlace(settings.folder, company, wiring.limits)
    return SftpPlace(settings, company, wiring.limits)

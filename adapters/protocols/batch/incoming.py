"""What arrives: one file a page. A file is read once it has its marker, and archived once its page was taken in."""

import asyncio
import hashlib
import re
from pathlib import PurePosixPath
from typing import Final, Self

from pydantic import ValidationError

from adapters.contract import Page
from adapters.errors import ContractError
from adapters.http import Redactor
from adapters.protocols.batch.acknowledgements import read_acknowledgement
from adapters.protocols.batch.outgoing import ACKNOWLEDGES
from adapters.protocols.batch.place import ASIDE, IN, READ, Place
from adapters.protocols.batch.reading import Found, Reader
from adapters.protocols.batch.statuses import ENDINGS, read_statuses
from models.base import Frozen
from models.messages import Message

MARKER: Final = ".ok"
"""Added to a file's name: the file that says, with the SHA-256 of the other, that the other is whole."""
_DIGEST: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*([0-9a-fA-F]{64})(\s|$)")
_MARKER_BYTES: Final = 512


class Taken(Frozen):
    """The cursor: the file whose page the hub has taken in, and whether it could be read."""

    file: str
    sha256: str
    aside: bool = False

    @classmethod
    def read(cls, cursor: str, company: str) -> Self:
        """The cursor we gave. Raises `ContractError` when it is none of ours."""
        try:
            return cls.model_validate_json(cursor)
        except ValidationError:
            raise ContractError(Message(id="batch-cursor", params={"company": company})) from None

    @property
    def archived(self) -> str:
        """Where the file goes: with its digest, so that another file of that name does not replace it."""
        ending = self.file[-len(ACKNOWLEDGES) :] if _is_answer(self.file) else PurePosixPath(self.file).suffix
        stem = self.file.removesuffix(ending)
        return f"{ASIDE if self.aside else READ}/{stem}.{self.sha256[:12]}{ending}"


class Incoming:
    """The way in from one company. Files larger than `most` bytes are set aside unread."""

    def __init__(self, place: Place, company: str, most: int) -> None:
        self._place = place
        self._company = company
        self._most = most

    async def next_page(self, cursor: str | None, secrets: tuple[str, ...]) -> Page:
        """The page of the next whole file, after the file that `cursor` names has been archived."""
        if cursor is not None:
            await self._archive(Taken.read(cursor, self._company))
        sizes = await self._place.sizes(IN)
        waiting = sorted(
            (name for name in sizes if name + MARKER in sizes), key=lambda name: (not _is_answer(name), name)
        )
        while waiting:
            name = waiting.pop(0)
            digest = await self._marked(name)
            if digest is None:
                continue
            reader = Reader(self._company, name, digest, Redactor(secrets))
            found = await self._read(reader, sizes[name])
            taken = Taken(file=name, sha256=digest, aside=found.aside)
            return Page(
                updates=found.updates,
                unreadable=found.unreadable,
                cursor=taken.model_dump_json(),
                more=bool(waiting),
            )
        return Page(updates=(), cursor=cursor)

    async def _archive(self, taken: Taken) -> None:
        # The marker goes last: whatever stops us in between, the next call finds it and goes on.
        if await self._marked(taken.file) == taken.sha256:
            await self._place.move(f"{IN}/{taken.file}", taken.archived)
            await self._place.remove(f"{IN}/{taken.file}{MARKER}")

    async def _marked(self, name: str) -> str | None:
        """The digest in a file's marker; `None` while that is not whole itself."""
        marker = await self._place.read(f"{IN}/{name}{MARKER}", _MARKER_BYTES)
        found = _DIGEST.match(marker or b"")
        return found[1].decode().lower() if found else None

    async def _read(self, reader: Reader, size: int) -> Found:
        if size > self._most:
            return reader.set_aside(reader.message("batch-file-too-large", limit_mib=self._most >> 20))
        if not reader.file.lower().endswith((ACKNOWLEDGES, *ENDINGS)):
            return reader.set_aside(reader.message("batch-file-unknown"))
        content = await self._place.read(f"{IN}/{reader.file}", self._most)
        if hashlib.sha256(content or b"").hexdigest() != reader.digest:
            return reader.set_aside(reader.message("batch-file-differs"))
        read = read_acknowledgement if _is_answer(reader.file) else read_statuses
        return await asyncio.to_thread(read, reader, content or b"")


def _is_answer(name: str) -> bool:
    return name.lower().endswith(ACKNOWLEDGES)

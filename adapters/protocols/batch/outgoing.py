"""What leaves: parcels under a temporary name and renamed when whole, documents resumed where they were cut."""

import time
from collections.abc import AsyncIterator
from typing import Final

from pydantic import ValidationError

from adapters.contract import DocumentFile
from adapters.errors import TransientError
from adapters.http import Exchange, Redactor, utc_now
from adapters.http.exchange import keep
from adapters.protocols.batch.parcels import Parcel, parcel_name
from adapters.protocols.batch.place import DOCUMENTS, IN, OUT, PARTIAL, READ, TAKEN, Place
from adapters.protocols.batch.wire import Acknowledgement
from adapters.protocols.gateway.uploads import check_file, file_bytes
from models.digest import canonical_json
from models.messages import Message

ACKNOWLEDGES: Final = ".ack.json"
"""How the name of an acknowledgement ends; it begins with its parcel's."""
_MOST_ACKNOWLEDGED: Final = 1 << 20
_PART: Final = 16 << 20
"""Bytes of a document written under one deadline."""
_DOUBTFUL: Final = 256 << 10
"""Bytes before a cut that are written again: what was under way then may lie there in part, or not in order."""


class Outgoing:
    """The way out to one company."""

    def __init__(self, place: Place, company: str) -> None:
        self._place = place
        self._company = company

    async def hand_over(self, parcel: Parcel, key: str) -> None:
        """Put a parcel where the company takes it; one that lies there, or was taken, is not put there again.

        Raises `UnknownOutcome` when the rename's answer was lost.
        """
        if await self._lies(parcel.name):
            return
        packed = parcel.packed(key)
        path = f"{OUT}/{parcel.name}.zip"
        started, clock = utc_now(), time.monotonic()
        error: str | None = None
        try:
            await self._place.write(path + PARTIAL, 0, _once(packed))
            await self._rename(path)
        except Exception as failure:
            error = type(failure).__name__
            raise
        finally:
            body = canonical_json(dict(parcel.body))
            redactor = Redactor()
            redactor.learn(body, "application/json")
            keep(
                Exchange(
                    method="WRITE",
                    url=path,
                    started_at=started,
                    milliseconds=round((time.monotonic() - clock) * 1000),
                    error=error,
                    request_headers={"content-length": str(len(packed))},
                    request_body=redactor.body(body, "application/json"),
                    response_headers={},
                )
            )

    async def find(self, key: str) -> str | None:
        """The name of the parcel of `key`, if it lies with the company, was taken by it, or accepted."""
        name = parcel_name(key)
        return name if await self._lies(name) or await self._accepted(name) else None

    async def hand_over_document(self, document: DocumentFile) -> None:
        """Put a document beside the parcels, under its hash; what has arrived of it is not sent twice."""
        ref = document.ref
        await check_file(document, self._company)
        path = f"{DOCUMENTS}/{ref.sha256}"
        for held in (path, f"{TAKEN}/{ref.sha256}"):
            if await self._place.size(held) == ref.size_bytes:
                return
        arrived = await self._place.size(path + PARTIAL) or 0
        begin = max(arrived - _DOUBTFUL, 0) if arrived <= ref.size_bytes else 0
        while begin < ref.size_bytes:
            end = min(begin + _PART, ref.size_bytes)
            await self._place.write(path + PARTIAL, begin, file_bytes(document.path, begin, end))
            begin = end
        await self._rename(path)

    async def _rename(self, path: str) -> None:
        if not await self._place.move(path + PARTIAL, path):
            # Somebody tidied up over there while we wrote.
            raise TransientError(Message(id="batch-place-failed", params={"company": self._company}))

    async def _lies(self, name: str) -> bool:
        for folder in (OUT, TAKEN):
            if await self._place.size(f"{folder}/{name}.zip") is not None:
                return True
        return False

    async def _accepted(self, name: str) -> bool:
        for folder in (IN, READ):
            for file in await self._place.sizes(folder):
                if file.startswith(name + ".") and file.endswith(ACKNOWLEDGES):
                    content = await self._place.read(f"{folder}/{file}", _MOST_ACKNOWLEDGED)
                    if _says_accepted(content, name):
                        return True
        return False


def _says_accepted(content: bytes | None, parcel: str) -> bool:
    try:
        acknowledgement = Acknowledgement.model_validate_json(content or b"")
    except ValidationError:
        return False
    return (acknowledgement.parcel, acknowledgement.result) == (parcel, "accepted") and (
        acknowledgement.kind != "document"
    )


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content

"""A document on its way to the company: from where the upload stands, part by part, in constant memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.contract import DocumentFile
from adapters.errors import CounterpartError, RejectedError
from adapters.http import Call, HttpSeam, Reply
from models.messages import Message

_CHUNK: Final = 256 << 10
"""Bytes read from the disk at once."""

Explain = Callable[[Reply], CounterpartError | None]


@dataclass(frozen=True)
class Standing:
    """How far an upload is."""

    offset: int
    complete: bool


async def upload(
    seam: HttpSeam, address: str, document: DocumentFile, part_bytes: int, explain: tuple[Explain, Explain]
) -> None:
    """Send what is missing of `document` to `address`; nothing when it is complete.

    `explain` reads the problems of a safe and of an unsafe call. A cut leaves what had arrived with the company;
    the next attempt goes on from there.
    """
    size = document.ref.size_bytes
    await check_file(document, seam.counterpart)
    asked = Call("HEAD", address, safe=True, accept=(204, 200), explain=explain[0])
    reply = await seam.call(asked)
    if _number(reply, "upload-length") != size:
        raise RejectedError(
            Message(id="gateway-length-mismatch", params={"company": seam.counterpart, "words": str(size)})
        )
    standing = _standing(reply)
    while not standing.complete:
        begin, end = standing.offset, min(standing.offset + part_bytes, size)
        reply = await seam.call(_part(address, document, begin, end, explain[1]))
        standing = _standing(reply)
        if not begin < standing.offset <= end:
            raise reply.differs("Upload-Offset")
        if standing.offset == size and not standing.complete:
            raise reply.differs("Upload-Complete")


def _part(address: str, document: DocumentFile, begin: int, end: int, explain: Explain) -> Call:
    return Call(
        "PATCH",
        address,
        safe=False,
        accept=(204,),
        headers={
            "content-type": "application/partial-upload",
            "content-length": str(end - begin),
            "upload-offset": str(begin),
            "upload-length": str(document.ref.size_bytes),
        },
        body=lambda: file_bytes(document.path, begin, end),
        explain=explain,
        transfer=True,
    )


async def file_bytes(path: Path, begin: int, end: int) -> AsyncIterator[bytes]:
    """The file's bytes from `begin` to before `end`. Raises `EOFError` when it has become shorter."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        file.seek(begin)
        while begin < end:
            chunk = await asyncio.to_thread(file.read, min(_CHUNK, end - begin))
            if not chunk:
                raise EOFError
            begin += len(chunk)
            yield chunk
    finally:
        file.close()


async def check_file(document: DocumentFile, company: str) -> None:
    """Raise `RejectedError` when the document on disk is not as large as it was announced."""
    found = (await asyncio.to_thread(document.path.stat)).st_size
    if found != document.ref.size_bytes:
        raise RejectedError(
            Message(
                id="document-on-disk-differs",
                params={
                    "company": company,
                    "document": document.ref.name,
                    "announced": document.ref.size_bytes,
                    "found": found,
                },
            )
        )


def _standing(reply: Reply) -> Standing:
    complete = reply.headers.get("upload-complete", "").strip()
    if complete not in {"?0", "?1"}:
        raise reply.differs("Upload-Complete")
    return Standing(offset=_number(reply, "upload-offset"), complete=complete == "?1")


def _number(reply: Reply, header: str) -> int:
    value = reply.headers.get(header, "").strip()
    if not (value.isascii() and value.isdecimal() and len(value) < 16):
        raise reply.differs(header)
    return int(value)

"""The kit's ear: reads HTTP requests from a connection, and keeps the callbacks that come in."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """The callbacks so far: headers by lower-case name, and the body as it came."""

    url: str = ""
    callbacks: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)


@asynccontextmanager
async def receiving() -> AsyncIterator[Received]:
    """A door for callbacks on a free port of this machine: keeps each and says that it was taken."""
    received = Received()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_request(reader)) is not None:
                _, headers, body = request
                received.callbacks.append((headers, body))
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    received.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server:
        yield received


async def read_request(reader: asyncio.StreamReader) -> tuple[str, Mapping[str, str], bytes] | None:
    """The next request: its line, headers by lower-case name, body; `None` when the connection has ended."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    line, *lines = head.decode("latin-1").split("\r\n")
    pairs = (each.split(":", 1) for each in lines if ":" in each)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    return line, headers, await reader.readexactly(int(headers.get("content-length", 0)))

"""A wire between the city and its exchange database that is cut at a word of what the city says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Wire:
    """Listens on loopback; `cut_at` is the word. With `pass_on` the database still gets what was said with it."""

    def __init__(self) -> None:
        self.port = 0
        self.cut_at: bytes | None = None
        self.pass_on = True
        self.cuts = 0

    async def carry(
        self, inward: asyncio.StreamReader, outward: asyncio.StreamWriter, target: tuple[str, int]
    ) -> None:
        """One connection, from its beginning to its end or to the cut."""
        reader, writer = await asyncio.open_connection(*target)
        back = asyncio.create_task(self._copy(reader, outward))
        try:
            while data := await inward.read(65536):
                if self.cut_at is not None and self.cut_at in data:
                    self.cuts += 1
                    back.cancel()
                    if self.pass_on:
                        writer.write(data)
                        await writer.drain()
                        # Its answer has come: the database has done what it was told. Nobody hears of it.
                        await reader.read(65536)
                    return
                writer.write(data)
                await writer.drain()
        finally:
            back.cancel()
            for each in (writer, outward):
                each.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def wire_to(host: str, port: int) -> AsyncIterator[Wire]:
    """A wire to a server, whole until it is told where to be cut."""
    wire = Wire()

    async def carry(inward: asyncio.StreamReader, outward: asyncio.StreamWriter) -> None:
        await wire.carry(inward, outward, (host, port))

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    async with server:
        yield wire

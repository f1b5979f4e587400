"""An SFTP server as the shared place (asyncssh): one connection, made when needed and again when it was lost."""

import asyncio
import posixpath
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import asyncssh

from adapters.http import SeamLimits
from adapters.protocols.batch.settings import BatchSettings
from adapters.protocols.batch.troubles import judged

_KEEPALIVE_S: Final = 30
"""Silence after which a sign of life is asked for; three without an answer and the connection is lost."""
_MISSING: Final = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)


class SftpPlace:
    """The tree at `settings.root` of the server. Only a server with one of the known host keys is spoken to."""

    def __init__(self, settings: BatchSettings, company: str, limits: SeamLimits) -> None:
        self._settings = settings
        self._company = company
        self._limits = limits
        self._connecting = asyncio.Lock()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None

    async def sizes(self, folder: str) -> Mapping[str, int]:
        """The files directly in `folder`, each with its size in bytes."""
        found: dict[str, int] = {}
        async with self._session(self._limits.deadline_s) as client:
            async for entry in client.scandir(self._path(folder)):
                name = str(entry.filename)
                # A name with a path in it would be somebody's way out of the folder.
                if entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR and "/" not in name:
                    found[name] = entry.attrs.size or 0
        return found

    async def size(self, path: str) -> int | None:
        """A file's size in bytes, `None` when there is no such file."""
        async with self._session(self._limits.deadline_s) as client:
            with suppress(*_MISSING):
                return (await client.stat(self._path(path))).size
            await client.stat(self._path("."))
            return None

    async def read(self, path: str, most: int) -> bytes | None:
        """A file's first `most` bytes, `None` when there is no such file."""
        async with self._session(self._limits.deadline_s) as client:
            with suppress(*_MISSING):
                async with client.open(self._path(path), "rb") as file:
                    content: Any = await file.read(most)  # typed as text, whatever the mode
                    return bytes(content)
            await client.stat(self._path("."))
            return None

    async def write(self, path: str, offset: int, chunks: AsyncIterator[bytes]) -> None:
        """Write from `offset` on, over what is there; from 0 the file begins anew."""
        mode = "r+b" if offset else "wb"  # not "ab": a server may ignore the offset of an append
        async with (
            self._session(self._limits.transfer_deadline_s) as client,
            client.open(self._path(path), mode) as file,
        ):
            async for chunk in chunks:
                await file.write(chunk, offset)
                offset += len(chunk)

    async def move(self, source: str, target: str) -> bool:
        """Rename in one step, in place of what `target` was; `False` when there is no `source`."""
        if await self.size(source) is None:
            return False
        old, new = self._path(source), self._path(target)
        async with self._session(self._limits.deadline_s, moving=True) as client:
            try:
                await client.posix_rename(old, new)
            except asyncssh.SFTPOpUnsupported:
                # Version 3 of the protocol alone does not replace: what stood there goes first.
                with suppress(*_MISSING):
                    await client.remove(new)
                await client.rename(old, new)
        return True

    async def remove(self, path: str) -> None:
        """Remove a file; none is as good."""
        async with self._session(self._limits.deadline_s) as client:
            with suppress(*_MISSING):
                await client.remove(self._path(path))

    async def aclose(self) -> None:
        """Hang up."""
        connection, self._connection, self._client = self._connection, None, None
        if connection is not None:
            connection.abort()
            await connection.wait_closed()

    def _path(self, path: str) -> str:
        return posixpath.join(self._settings.root, path)

    @asynccontextmanager
    async def _session(self, seconds: float, *, moving: bool = False) -> AsyncIterator[asyncssh.SFTPClient]:
        with judged(self._company):
            client, connection = await self._connected()
        with judged(self._company, moving=moving):
            try:
                async with asyncio.timeout(seconds):
                    yield client
            except (TimeoutError, asyncio.CancelledError):
                # A server that answers one request after the other would leave all that follow waiting behind this.
                connection.abort()
                raise

    async def _connected(self) -> tuple[asyncssh.SFTPClient, asyncssh.SSHClientConnection]:
        async with self._connecting, asyncio.timeout(self._limits.deadline_s):
            connection = self._connection
            if self._client is None or connection is None or connection.is_closed():
                await self.aclose()
                self._connection = connection = await asyncssh.connect(**self._options())
                self._client = await connection.start_sftp_client()
            return self._client, connection

    def _options(self) -> dict[str, Any]:
        settings = self._settings
        key = settings.client_key()
        known = [asyncssh.import_public_key(each) for each in settings.host_keys]
        return {
            "host": settings.host,
            "port": settings.port,
            "username": settings.user,
            "password": settings.password.get_secret_value() if settings.password else None,
            "client_keys": [key] if key else None,
            "known_hosts": (known, [], []),
            # Nothing of this machine's own ways to log in: what is not configured here is not used.
            "config": None,
            "agent_path": None,
            "gss_host": None,
            "connect_timeout": self._limits.connect_s,
            "login_timeout": self._limits.deadline_s,
            "keepalive_interval": _KEEPALIVE_S,
        }

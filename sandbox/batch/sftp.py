"""The tree behind an SFTP server (asyncssh), which can be unplugged and whose connections can be cut."""

import hmac
import posixpath

import asyncssh

from sandbox.batch.tree import OUT, Tree
from sandbox.config import Counterpart
from sandbox.faults import Fault, Faults
from sandbox.ledger import Ledger
from sandbox.server import HOST

USER = "liandong"
_ON_RENAME = ("cut_reply", "timeout_before", "timeout_after")


class SftpServer:
    """Loopback, one user, the password is the counterpart's token. The host key is made anew by every process."""

    def __init__(self, counterpart: Counterpart, faults: Faults, ledger: Ledger) -> None:
        self.tree = Tree(counterpart.folder)
        self.port = counterpart.port
        self.open = True
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self._id = counterpart.id
        self._password = counterpart.token
        self._faults = faults
        self._ledger = ledger
        self._key = asyncssh.generate_private_key("ssh-ed25519")
        self._listening: asyncssh.SSHAcceptor | None = None

    @property
    def address(self) -> str:
        """`sftp://127.0.0.1:port`."""
        return f"sftp://{HOST}:{self.port}"

    def details(self) -> dict[str, object]:
        """What the hub is configured with."""
        host_key = self._key.export_public_key().decode().strip()
        return {
            "host": HOST,
            "port": self.port,
            "user": USER,
            "password": self._password,
            "host_key": host_key,
        }

    async def start(self) -> None:
        """Set up the folders and listen."""
        self.tree.make()
        await self.plug_in()

    async def stop(self) -> None:
        """Hang up on everybody and tidy up."""
        connections = list(self.connections)
        self.unplug()
        for connection in connections:
            await connection.wait_closed()
        self.tree.remove()

    def unplug(self) -> None:
        """Close the listening socket and every connection."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        for connection in list(self.connections):
            connection.abort()

    async def plug_in(self) -> None:
        """Listen, again on the same port."""
        if self._listening is None:
            self._listening = await asyncssh.listen(
                HOST,
                self.port,
                server_host_keys=[self._key],
                server_factory=lambda: _Login(self),
                sftp_factory=lambda channel: _Files(channel, self),
                allow_scp=False,
                config=None,
            )
            self.port = self._listening.get_port()

    def lets_in(self, user: str, password: str) -> bool:
        """Whether this is our user; deliberately not while `unauthorized` strikes."""
        if self.strikes("login", ("unauthorized",)) is not None:
            return False
        return user == USER and hmac.compare_digest(password.encode(), self._password.encode())

    def strikes(self, operation: str, kinds: tuple[str, ...]) -> Fault | None:
        """The fault that strikes now; counts the call."""
        self._ledger.count("requests", self._id, operation)
        fault = self._faults.take(self._id, operation, kinds)
        if fault is not None:
            self._ledger.count("faults", self._id, fault.kind)
        return fault


class _Login(asyncssh.SSHServer):
    """One connection."""

    def __init__(self, server: SftpServer) -> None:
        self._server = server
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._server.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._connection is not None:
            self._server.connections.discard(self._connection)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return self._server.lets_in(username, password)


class _Files(asyncssh.SFTPServer):
    """The tree as the hub sees it, with what may go wrong while it writes and renames."""

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", server: SftpServer) -> None:
        super().__init__(channel, chroot=str(server.tree.path).encode())
        self._server = server

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Take bytes, or some of them before the connection is cut."""
        fault = self._server.strikes("write", ("cut_upload",))
        if fault is None:
            return int(super().write(file_obj, offset, data))  # type: ignore[arg-type]  # not awaited: a plain file
        super().write(file_obj, offset, data[: fault.after_bytes or 0])
        raise self._cut()

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a file its name, and the answer to that, or not."""
        inside = posixpath.normpath(newpath.decode()).lstrip("/")
        operation = "handOver" if inside.startswith(OUT) else "archive"
        fault = self._server.strikes(operation, _ON_RENAME)
        if fault is None or fault.effect or fault.kind == "timeout_after":
            super().posix_rename(oldpath, newpath)
        if fault is not None:
            if fault.kind != "cut_reply":
                await self.connection.wait_closed()
            raise self._cut()

    def _cut(self) -> asyncssh.SFTPError:
        self.connection.abort()
        return asyncssh.SFTPConnectionLost("cut")

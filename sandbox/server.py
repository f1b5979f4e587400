"""One listening socket with an ASGI app behind it, which can be unplugged and whose connections can be cut."""

import asyncio
import socket
from functools import partial

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.calls import CUT

HOST = "127.0.0.1"
_LISTEN_BACKLOG = 128


class _Connection(H11Protocol):
    """A connection that says when it is gone."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.gone = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.gone.set()


class Server:
    """A real HTTP/1.1 server on loopback. It takes no signals: whoever runs it stops it."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self._app = app
        config = uvicorn.Config(
            self._with_means_to_cut,
            http=_Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
        )
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)
        self._socket: socket.socket | None = None
        self.port = port

    @property
    def address(self) -> str:
        """`http://127.0.0.1:port`."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Listen: on the port asked for, the first time on any free one when that was 0."""
        # Named as TCP, or asyncio does not turn Nagle's algorithm off and each answer waits 40 ms.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, self.port))
            listening.listen(_LISTEN_BACKLOG)
        except OSError:
            listening.close()
            raise
        self.port = listening.getsockname()[1]
        self._socket = listening
        await self._uvicorn.startup(sockets=[listening])

    def unplug(self) -> None:
        """Close the listening socket and every connection; whoever calls is refused."""
        if self._socket is None:
            return
        for server in self._uvicorn.servers:
            server.close()
        self._socket = None
        for connection in self._connections():
            connection.transport.abort()

    async def plug_in(self) -> None:
        """Listen again on the same port."""
        if self._socket is None:
            await self.start()

    async def stop(self) -> None:
        """Unplug, and end the calls that are still being answered."""
        connections = self._connections()
        self.unplug()
        tasks = list(self._uvicorn.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for connection in connections:
            await connection.gone.wait()

    def _connections(self) -> list[_Connection]:
        open_now = self._uvicorn.server_state.connections
        return [each for each in open_now if isinstance(each, _Connection)]

    async def _with_means_to_cut(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[CUT] = partial(self._cut, scope["client"])
        await self._app(scope, receive, send)

    async def _cut(self, client: tuple[str, int], *, flush: bool) -> None:
        for connection in self._connections():
            if connection.client == client:
                if flush:
                    connection.transport.close()
                else:
                    connection.transport.abort()
                # Not before it is gone: the server would answer a call that ends without a reply.
                await connection.gone.wait()

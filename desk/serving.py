"""The desk's server: one process, until it is asked to stop."""

import signal
import socket
import webbrowser
from typing import Final

import uvicorn

from desk.app import create_app
from hub.bootstrap import open_hub
from hub.cli.refusals import Refusal
from hub.cli.screen import say_aside
from hub.cli.text import text
from hub.settings import Settings
from models.messages import Message

_CALLS_AT_ONCE: Final = 256
_STOP_SECONDS: Final = 10


async def serve(settings: Settings, host: str, port: int, *, show: bool) -> None:
    """Serve on `host` and `port` (0: any free one) until SIGTERM or SIGINT; `show` opens a browser on it.

    Raises `Refusal` where the address cannot be listened on, and `NotReady`.
    """
    async with open_hub(settings) as hub:
        with _listening(host, port) as listening:
            config = uvicorn.Config(
                create_app(hub),
                access_log=False,  # would hold what people search for
                log_config=None,  # its own log lines go where ours go, and to no screen
                limit_concurrency=_CALLS_AT_ONCE,
                timeout_graceful_shutdown=_STOP_SECONDS,
                server_header=False,
            )
            address, taken = listening.getsockname()[:2]
            url = f"http://[{address}]:{taken}" if ":" in address else f"http://{address}:{taken}"
            say_aside(text("desk-listening", address=url))
            for asked in (signal.SIGTERM, signal.SIGINT):
                # A shell starts its background jobs with interrupts ignored; the server catches these, and raises
                # them again once it has stopped: that shall end nothing more.
                signal.signal(asked, lambda *_: None)
            if show:
                webbrowser.open(url)
            await uvicorn.Server(config).serve(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        params = {"address": f"{host}:{port}", "reason": reason}
        raise Refusal(Message(id="inbound-cannot-listen", params={**params})) from None

"""The door's server: one process, until it is asked to stop."""

import signal
import socket
from typing import Final

import uvicorn

from hub.bootstrap import open_hub
from hub.cli.refusals import Refusal
from hub.cli.screen import say_aside
from hub.cli.text import text
from hub.secret_references import SecretMissing
from hub.settings import Settings
from inbound.app import create_app, intake_token_of
from models.messages import Message

_CALLS_AT_ONCE: Final = 256
_STOP_SECONDS: Final = 20
"""For calls under way when asked to stop: longer than a write may last."""


async def serve(settings: Settings, host: str, port: int) -> None:
    """Serve on `host` and `port` (0: any free one) until SIGTERM or SIGINT. Calls under way are finished.

    Raises `Refusal` where the token cannot be had or the address cannot be listened on, and `NotReady`.
    """
    try:
        token = intake_token_of(settings)
    except SecretMissing as error:
        raise Refusal(error.fault.message, (error.fault,)) from None
    async with open_hub(settings) as hub:
        with _listening(host, port) as listening:
            config = uvicorn.Config(
                create_app(hub, intake_token=token),
                access_log=False,  # would hold whatever callers put into an address
                log_config=None,  # its own log lines go where ours go, and to no screen
                limit_concurrency=_CALLS_AT_ONCE,
                timeout_graceful_shutdown=_STOP_SECONDS,
                server_header=False,
            )
            address, taken = listening.getsockname()[:2]
            shown = f"[{address}]" if ":" in address else address
            say_aside(text("inbound-listening", address=f"http://{shown}:{taken}"))
            for asked in (signal.SIGTERM, signal.SIGINT):
                # The server catches these, and raises them again once it has stopped: that shall end nothing more.
                signal.signal(asked, lambda *_: None)
            await uvicorn.Server(config).serve(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        params = {"address": f"{host}:{port}", "reason": reason}
        raise Refusal(Message(id="inbound-cannot-listen", params={**params})) from None

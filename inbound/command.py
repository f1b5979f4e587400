"""`liandong inbound`: the door for machines, as a process of its own."""

import asyncio
from typing import Annotated

import typer
import uvicorn

from hub.bootstrap import open_hub
from hub.cli.options import option
from hub.cli.refusals import Refusal
from hub.cli.screen import say_aside
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import text
from hub.secret_references import SecretMissing
from hub.settings import Settings
from inbound.app import create_app, intake_token_of


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command("inbound", cls=Command, help=text("command-inbound"))
    def inbound(
        context: typer.Context,
        host: Annotated[str | None, option("--host", "option-host")] = None,
        port: Annotated[int | None, option("--port", "option-port", min=0, max=65535)] = None,
    ) -> None:
        settings = session_of(context).settings()
        asyncio.run(
            _serve(
                settings, host or settings.inbound.host, port if port is not None else settings.inbound.port
            )
        )
        say_aside(text("inbound-stopped"))


async def _serve(settings: Settings, host: str, port: int) -> None:
    try:
        token = intake_token_of(settings)
    except SecretMissing as error:
        raise Refusal(error.fault.message, (error.fault,)) from None
    async with open_hub(settings) as hub:
        # Access lines would hold whatever callers put into an address.
        config = uvicorn.Config(
            create_app(hub, intake_token=token), host=host, port=port, access_log=False, log_level="warning"
        )
        listening = config.bind_socket()
        address, taken = listening.getsockname()[:2]
        say_aside(text("inbound-listening", address=f"http://{address}:{taken}"))
        await uvicorn.Server(config).serve(sockets=[listening])

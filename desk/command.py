"""`liandong desk`: the liaison desk, as a process of its own."""

import asyncio
from typing import Annotated

import typer

from hub.cli.options import option
from hub.cli.screen import say_aside
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import text


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command("desk", cls=Command, help=text("command-desk"))
    def desk(
        context: typer.Context,
        host: Annotated[str | None, option("--host", "option-host")] = None,
        port: Annotated[int | None, option("--port", "option-port", min=0, max=65535)] = None,
        show: Annotated[bool, option("--open", "option-open")] = False,
    ) -> None:
        from desk.serving import serve  # every `liandong` command reads this module, only this one serves

        settings = session_of(context).settings()
        chosen = settings.desk.port if port is None else port
        asyncio.run(serve(settings, host or settings.desk.host, chosen, show=show))
        say_aside(text("desk-stopped"))

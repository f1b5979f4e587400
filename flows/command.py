"""`liandong serve`: the cycle, unattended. Prefect is imported only when it is needed: that takes seconds."""

import asyncio
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated

import typer

from flows import environment, local_server
from hub.bootstrap import open_store
from hub.cli.options import option
from hub.cli.refusals import ATTENTION, DONE
from hub.cli.screen import say_aside
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import text
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""

    @app.command("serve", cls=Command, help=text("command-serve"))
    def serve(
        context: typer.Context,
        once: Annotated[bool, option("--once", "option-once")] = False,
    ) -> None:
        settings = session_of(context).settings()
        open_store(settings).close()  # what is missing is said now, not in the state of a run at night
        environment.prepare(settings)
        with _server(settings):
            raise typer.Exit(_once(settings) if once else _unattended(settings))


def _server(settings: Settings) -> AbstractContextManager[None]:
    if environment.api(settings) != environment.own_api(settings):
        return nullcontext()
    say_aside(text("serve-starting"))
    return local_server.local_server(settings)


def _once(settings: Settings) -> int:
    from flows import serving

    state = asyncio.run(serving.run_once(settings))
    say_aside(state.message or str(state.name))
    return DONE if state.is_completed() else ATTENTION


def _unattended(settings: Settings) -> int:
    from flows import serving

    every = f"{settings.flows.cycle_every.total_seconds():g}"
    say_aside(text("serve-under-way", every=every, address=environment.api(settings).removesuffix("/api")))
    asyncio.run(serving.serve(settings))
    say_aside(text("serve-stopped"))
    return DONE

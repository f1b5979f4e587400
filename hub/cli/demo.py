"""`liandong demo`: a city's working days, in a minute."""

import asyncio
import shlex
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from hub.bootstrap import open_hub
from hub.cli import screen
from hub.cli.calling import called
from hub.cli.database import create
from hub.cli.failures import open_items, show_list, wanted
from hub.cli.options import option
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of, settings_of
from hub.cli.shell import Command
from hub.cli.status import companies, read
from hub.cli.text import language, text
from hub.demo import city
from hub.demo.home import NotADemo, make_fresh, prepare
from hub.demo.people import KNOWN, employ
from hub.demo.play import MOST_DAYS, Played, Unsettled, play
from hub.demo.standins import LOG, Control, StandIns, StandInsFailed, announced
from hub.demo.time import CityClock
from hub.liaison.names import names_of
from models.messages import Message

_STAND_INS = "sandbox"
"""The stand-ins' folder in the demo's home."""


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("demo", cls=Command, help=text("command-demo"))
    def demo(
        context: typer.Context,
        projects: Annotated[
            int,
            typer.Option(
                "--projects", min=city.LEAST_PROJECTS, max=city.MOST_PROJECTS, help=text("option-projects")
            ),
        ] = 40,
        seed: Annotated[int, typer.Option("--seed", help=text("option-seed"))] = 7,
        keep_running: Annotated[bool, option("--keep-running", "option-keep-running")] = False,
        exchange: Annotated[bool, option("--exchange", "option-exchange")] = False,
        stand_ins: Annotated[Path | None, option("--stand-ins", "option-stand-ins")] = None,
    ) -> None:
        session = session_of(context)
        with _failing_in_words(session.home):
            if stand_ins is not None:
                announcement = announced(stand_ins)
                make_fresh(session.home)
                run(session, announcement)
                return
            make_fresh(session.home)
            screen.say_aside(text("demo-start"))
            folder = session.home / _STAND_INS
            database = folder / "exchange.db" if exchange else None
            with StandIns(folder, city.sandbox_config(projects, seed, exchange=database)) as running:
                run(session, running.announcement)
                if keep_running:
                    _keep(running)


def run(session: Session, announcement: dict[str, Any]) -> None:
    """Set up the home folder for announced stand-ins, play the city, and tell what went where."""
    prepare(session.home, announcement, language().value)
    create(settings_of(session.home))
    began = monotonic()
    with screen.watching(silent=session.quiet) as progress:
        played = asyncio.run(
            _play(session, Control(announcement["control"]), lambda day, sent: progress("demo", day, None))
        )
    _close(session, played, round(monotonic() - began))


async def _play(session: Session, control: Control, watch: Any) -> Played:
    clock = CityClock(session.home)
    clock.follow(datetime.fromisoformat(control.state()["now"]))
    async with open_hub(session.settings(), clock=clock) as hub:
        return await play(hub, control, watch, clock)


def _close(session: Session, played: Played, seconds: int) -> None:
    found = read(session)
    names = names_of(session.settings())
    screen.say_out(text("demo-settled", days=played.days, seconds=seconds))
    screen.say_out(text("demo-schemes", schemes=found.schemes, withdrawn=found.withdrawn))
    companies(found.companies, names)
    recorded = found.recorded
    for mirror, part in recorded.by_mirror.items():
        name, missing = names.get(mirror, mirror), recorded.events - part
        screen.say_out(text("demo-recorded", mirror=name, part=part, whole=recorded.events, missing=missing))
    with session.store() as store, store.read() as tx:
        items = open_items(tx, wanted(), limit=1000)
    if items:
        screen.say_out(text("demo-left", count=len(items)))
        show_list(items, len(items), names)
    _introduce(session)
    screen.say_out(text("demo-next"))
    for command in ("status", "failures list", "desk"):
        screen.say_out(f"  {called()} {command} --home {shlex.quote(str(session.home))}")


def _introduce(session: Session) -> None:
    """Tell who can sign in to the desk of this home, and that it is for trying alone."""
    with session.store() as store:
        people = employ(store, session.home)
    screen.say_out(text("demo-people", password=KNOWN))
    for person in people:
        areas = text("list-separator").join(sorted(person.areas)) or text("people-everywhere")
        screen.say_out(f"  {person.login}  {person.name}  {screen.named('role', person.role)}  {areas}")


def _keep(running: StandIns) -> None:
    # A shell starts its background jobs with interrupts ignored: asked to end, this one ends all the same.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.default_int_handler)
    screen.say_out(text("demo-running", address=str(running.announcement["control"])))
    try:
        running.wait()
    except KeyboardInterrupt:
        return


@contextmanager
def _failing_in_words(home: Path) -> Iterator[None]:
    log = str(home / _STAND_INS / LOG)
    try:
        yield
    except NotADemo:
        raise Refusal(Message(id="demo-not-a-demo", params={"path": str(home)})) from None
    except StandInsFailed as error:
        raise Refusal(
            Message(id="demo-standins-failed", params={"log": log, "reason": str(error)}), code=ATTENTION
        ) from error
    except Unsettled:
        raise Refusal(
            Message(id="demo-unsettled", params={"days": MOST_DAYS, "log": log}), code=ATTENTION
        ) from None

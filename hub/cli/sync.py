"""`liandong sync`: one working cycle, without a scheduler."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from hub.bootstrap import Hub, open_hub
from hub.cli import screen
from hub.cli.backup import paused, show_drift
from hub.cli.options import as_json
from hub.cli.refusals import ATTENTION
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import sentence, text
from hub.cycle import CycleReport, run_cycle
from hub.liaison.names import names_of
from hub.progress import Progress
from hub.store import stuck
from models.messages import Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did, and what it left for a person."""

    report: CycleReport
    new_items: int
    """Desk items opened by this run that are still open."""
    open_items: int
    silent: tuple[str, ...]
    """Counterparts that nothing could be read from, or that took nothing of what was sent."""
    paused: Message | None = None
    """That the store is still being reconciled after a restore, so that nothing was sent."""

    @property
    def needs_attention(self) -> bool:
        """Whether this run met something that an earlier one had not told already."""
        return bool(self.new_items or self.silent or self.paused)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            **self.report.as_dict(),
            "new_items": self.new_items,
            "open_items": self.open_items,
            "unreachable": list(self.silent),
            "mode": "reconcile" if self.paused else "normal",
        }


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("sync", cls=Command, help=text("command-sync"))
    def sync(context: typer.Context, json: Annotated[bool, as_json()] = False) -> None:
        session = session_of(context)
        names = names_of(session.settings())
        with screen.watching(silent=session.quiet or json) as progress:
            outcome = asyncio.run(once(session, progress))
        if json:
            screen.say_json(outcome.as_dict())
        else:
            show(outcome, names)
        if outcome.needs_attention:
            raise typer.Exit(ATTENTION)


async def once(session: Session, progress: Progress) -> Outcome:
    """Run one cycle over the home folder. Takes over what a killed run left, once its lease ends."""
    async with open_hub(session.settings()) as hub:
        return await cycle(hub, progress)


async def cycle(hub: Hub, progress: Progress) -> Outcome:
    """Run one cycle and look at what it leaves."""
    before = await asyncio.to_thread(_newest, hub)
    report = await run_cycle(hub, progress, wait_for_leases=True)
    new, waiting = await asyncio.to_thread(_opened, hub, before)
    return Outcome(report, new, waiting, _silent(report), await asyncio.to_thread(paused, hub.store))


def _newest(hub: Hub) -> int:
    with hub.store.read() as tx:
        return stuck.last_item(tx)


def _opened(hub: Hub, before: int) -> tuple[int, int]:
    with hub.store.read() as tx:
        return stuck.open_count(tx, after=before), stuck.open_count(tx)


def _silent(report: CycleReport) -> tuple[str, ...]:
    by_destination: dict[str, set[str]] = {}
    for delivered in (report.pushed, report.mirrored):
        for destination, what in delivered.counts:
            by_destination.setdefault(destination, set()).add(what)
    mute = {destination for destination, outcomes in by_destination.items() if outcomes == {"retry"}}
    return tuple(sorted({*report.failed, *mute}))


def show(outcome: Outcome, names: Mapping[str, str]) -> None:
    """What the run did, for people."""
    report = outcome.report
    screen.table(text("title-cycle"), (text("column-what"), text("column-count")), _rows(report))
    if report.drift is not None:
        show_drift(report.drift)
    if outcome.paused:
        screen.say_out(sentence(outcome.paused))
    if outcome.silent:
        listed = text("list-separator").join(names.get(id_, id_) for id_ in outcome.silent)
        screen.say_out(text("sync-unreachable", names=listed))
    if outcome.new_items:
        screen.say_out(text("sync-new-items", count=outcome.new_items))
    elif outcome.open_items:
        screen.say_out(text("status-attention", count=outcome.open_items))


def _rows(report: CycleReport) -> list[tuple[str, object]]:
    fetched = report.documents
    retried = report.pushed.total("retry") + report.mirrored.total("retry")
    return [
        (text("cycle-schemes"), sum(each.new for each in report.collected.values())),
        (text("cycle-documents"), fetched.fetched + fetched.found),
        (text("cycle-pushed"), report.pushed.total("delivered")),
        (text("cycle-updates"), sum(each.new for each in report.pulled.values())),
        (text("cycle-recorded"), report.mirrored.total("delivered")),
        (text("cycle-later"), retried + fetched.failed),
        (text("cycle-attention"), report.attention + fetched.refused),
    ]

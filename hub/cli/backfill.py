"""`liandong backfill`: a company's old records, planned first, then taken in beside the day's work."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from hub import cycle
from hub.backfill import planning, reading, running
from hub.backfill.history import History
from hub.backfill.known import known
from hub.backfill.planning import Plan
from hub.bootstrap import Hub, open_hub
from hub.cli import options, screen
from hub.cli.intake import show_refused
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import language, text
from hub.liaison.names import names_of
from hub.progress import Progress
from hub.store import backfill
from models.messages import Message
from models.problems import quoted


@dataclass(frozen=True, slots=True)
class _Asked:
    company: str
    file: Path | None
    actor: str
    dry_run: bool
    later: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    history: History
    plan: Plan
    job: int | None = None
    taken: int = 0
    total: int = 0


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("backfill", cls=Command, help=text("command-backfill"))
    def command(
        context: typer.Context,
        company: Annotated[str | None, options.argument("argument-backfill-company")] = None,
        file: Annotated[Path | None, options.option("--file", "option-backfill-file")] = None,
        feed: Annotated[bool, options.option("--feed", "option-backfill-feed")] = False,
        dry_run: Annotated[bool, options.option("--dry-run", "option-backfill-dry-run")] = False,
        later: Annotated[bool, options.option("--later", "option-backfill-later")] = False,
        by: Annotated[str, options.by()] = "",
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        if company is None:
            _show_jobs(session, as_json=json)
            return
        if (file is None) is not feed:
            raise Refusal(Message(id="backfill-file-or-feed"))
        asked = _Asked(company, file, options.officer(by), dry_run, later)
        with screen.watching(silent=session.quiet or json) as progress:
            outcome = asyncio.run(_carry_out(session, asked, progress))
        _tell(outcome, names_of(session.settings()), as_json=json)
        if outcome.history.refused or outcome.plan.conflicts or outcome.plan.codes:
            raise typer.Exit(ATTENTION)


async def _carry_out(session: Session, asked: _Asked, progress: Progress) -> _Outcome:
    async with open_hub(session.settings()) as hub:
        utility = hub.counterparts.utilities.get(asked.company)
        if utility is None:
            raise Refusal(Message(id="backfill-company-unknown", params={"company": quoted(asked.company)}))
        history = await _read(hub, asked)
        plan = await asyncio.to_thread(planning.plan, hub.store, utility.company, hub.city, history, progress)
        if asked.dry_run or not history.cases:
            return _Outcome(history, plan)
        job, _ = await asyncio.to_thread(
            running.start, hub.store, hub.folder, utility.company, history, actor=asked.actor
        )
        if not asked.later:
            await _run(hub, job.id, progress)
        taken, total = await asyncio.to_thread(_progress, hub, job.id)
        return _Outcome(history, plan, job.id, taken, total)


async def _read(hub: Hub, asked: _Asked) -> History:
    utility = hub.counterparts.utilities[asked.company]
    updates = await reading.read_updates(utility.adapter) if asked.file is None else ()

    def read() -> History:
        with hub.store.read() as tx:
            before = known(tx, utility.company)
            if asked.file is None:
                return reading.of_feed(utility.company.name, updates, before)
            return reading.read_file(asked.file, before, language())

    return await asyncio.to_thread(read)


async def _run(hub: Hub, job: int, progress: Progress) -> None:
    """Until the job is over, or nothing goes any further. What waits at the mirrors is sent meanwhile."""
    while True:
        step = await asyncio.to_thread(cycle.take_history, hub)
        sent = await cycle.mirror(hub)
        taken, total = await asyncio.to_thread(_progress, hub, job)
        progress("backfill", taken, total)
        stuck = step.held_up and not sent.total("delivered")
        if taken == total or step.nothing_left or stuck:
            return
        await asyncio.sleep(hub.settings.backfill.pause.total_seconds())


def _progress(hub: Hub, job: int) -> tuple[int, int]:
    with hub.store.read() as tx:
        return backfill.progress(tx, job)


def _tell(outcome: _Outcome, names: Mapping[str, str], *, as_json: bool) -> None:
    plan, refused = outcome.plan, outcome.history.refused
    if as_json:
        rows = [{"row": each.row, "fields": [fault.field for fault in each.faults]} for each in refused]
        done = {"job": outcome.job, "taken": outcome.taken, "of": outcome.total}
        screen.say_json({"plan": plan.as_dict(), "refused": rows, **done})
        return
    screen.say_out(
        text(
            "backfill-plan",
            cases=plan.cases_read,
            schemes=plan.schemes,
            new=plan.cases,
            events=plan.events,
        )
    )
    screen.say_out(text("backfill-known", known=plan.known))
    for mirror, counts in plan.records.items():
        parts = (text("count-of", count=count, name=text(f"record-{kind}")) for kind, count in counts.items())
        records = text("list-separator").join(parts)
        screen.say_out(text("backfill-records", mirror=names.get(mirror, mirror), records=records))
    if plan.conflicts:
        screen.say_out(text("backfill-conflicts", count=len(plan.conflicts), first=plan.conflicts[0]))
    for code, count in sorted(plan.codes.items()):
        screen.say_out(text("backfill-code", code=code, count=count))
    show_refused(refused)
    if outcome.job is None:
        screen.say_out(text("backfill-nothing-done"))
    else:
        screen.say_out(text("backfill-taken", taken=outcome.taken, total=outcome.total))


def _show_jobs(session: Session, *, as_json: bool) -> None:
    with session.store() as store, store.read() as tx:
        found = [(job, backfill.progress(tx, job.id)) for job in backfill.jobs(tx)]
    if as_json:
        jobs = [
            {
                "id": job.id,
                "company": job.company,
                "file": job.name,
                "by": job.actor,
                "taken": taken,
                "of": total,
                "ended_at": job.ended_at.isoformat() if job.ended_at else None,
            }
            for job, (taken, total) in found
        ]
        screen.say_json({"jobs": jobs})
        return
    names = names_of(session.settings())
    columns = ("number", "company", "document", "backfill-taken", "backfill-ended")
    rows = (
        (job.id, names.get(job.company, job.company), job.name, f"{taken} / {total}", job.ended_at)
        for job, (taken, total) in found
    )
    screen.table(text("title-backfill"), [text(f"column-{name}") for name in columns], rows)

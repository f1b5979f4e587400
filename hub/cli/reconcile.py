"""`liandong reconcile`: is everything recorded, and what is to be done where it is not."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from hub import reconcile
from hub.bootstrap import Hub, open_hub
from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.telling import said
from hub.cli.text import text
from hub.liaison.names import names_of
from hub.progress import Progress
from hub.reconcile import Finding, Mended, ReconcileReport
from hub.store.engine import Store
from models.messages import Message
from models.problems import quoted

_MOST_SHOWN = 200


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("reconcile", cls=Command, help=text("command-reconcile"))
    def command(
        context: typer.Context,
        full: Annotated[bool, options.option("--full", "option-reconcile-full")] = False,
        company: Annotated[list[str] | None, options.option("--company", "option-reconcile-company")] = None,
        mirror: Annotated[list[str] | None, options.option("--mirror", "option-reconcile-mirror")] = None,
        mending: Annotated[list[str] | None, options.option("--mend", "option-reconcile-mend")] = None,
        accepting: Annotated[list[int] | None, options.option("--accept", "option-reconcile-accept")] = None,
        note: Annotated[str, options.option("--note", "option-note")] = "",
        only_list: Annotated[bool, options.option("--list", "option-reconcile-list")] = False,
        by: Annotated[str, options.by()] = "",
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        scope = (*(company or ()), *(mirror or ())) or None
        if mending:
            raise typer.Exit(_mend(session, mending, options.officer(by), as_json=json))
        if accepting:
            raise typer.Exit(_accept(session, accepting, options.officer(by), note))
        report = None if only_list else _run(session, scope, whole=full, silent=json)
        raise typer.Exit(_show(session, report, scope, as_json=json))


def _run(session: Session, scope: Sequence[str] | None, *, whole: bool, silent: bool) -> ReconcileReport:
    with screen.watching(silent=session.quiet or silent) as progress:
        try:
            return asyncio.run(_pass(session, scope, progress, whole=whole))
        except LookupError as unknown:
            message = Message(id="reconcile-unknown-counterpart", params={"id": quoted(str(unknown.args[0]))})
            raise Refusal(message) from None


async def _pass(
    session: Session, scope: Sequence[str] | None, progress: Progress, *, whole: bool
) -> ReconcileReport:
    async with open_hub(session.settings()) as hub:
        return await reconcile.run(hub, scope, progress, whole=whole)


def _show(
    session: Session, report: ReconcileReport | None, scope: Sequence[str] | None, *, as_json: bool
) -> int:
    names = names_of(session.settings())
    with session.store() as store:
        found = _open(store, scope, _MOST_SHOWN)
    clean = not found and (report is None or report.clean)
    if as_json:
        told = report.as_dict() if report else {}
        screen.say_json(told | {"findings": [finding_dict(each, names) for each in found]})
        return 0 if clean else ATTENTION
    if report is not None:
        _tell(report, names)
    table(found, names)
    screen.say_out(text("reconcile-clean" if clean else "reconcile-next"))
    return 0 if clean else ATTENTION


def _tell(report: ReconcileReport, names: Mapping[str, str]) -> None:
    whole, read = "yes" if report.whole else "no", sum(report.read.values())
    screen.say_out(
        text(
            "reconcile-summary",
            whole=whole,
            read=read,
            new=report.new,
            gone=report.gone,
            open=report.open_total,
        )
    )
    for message in (*report.unread.values(), *report.unreached.values()):
        screen.say_out(said(message, names))


def table(found: Sequence[Finding], names: Mapping[str, str]) -> None:
    """Findings, one sentence each."""
    columns = [text(f"column-{name}") for name in ("id", "counterpart", "finding-kind", "sentence", "way")]
    rows = (
        (
            each.id,
            names.get(each.counterpart, each.counterpart),
            screen.named("finding", each.kind),
            said(each.message, names),
            screen.named("way", each.way),
        )
        for each in found
    )
    screen.table(text("title-findings"), columns, rows)


def _accept(session: Session, ids: Sequence[int], actor: str, note: str) -> int:
    with session.store() as store, store.begin() as tx:
        accepted = reconcile.accept(tx, ids, actor=actor, note=note)
    screen.say_out(text("reconcile-accepted", count=len(accepted)))
    return 0 if set(ids) == set(accepted) else ATTENTION


def _mend(session: Session, chosen: Sequence[str], actor: str, *, as_json: bool) -> int:
    wrong = next((each for each in chosen if each != "all" and not each.isdecimal()), None)
    if wrong is not None:
        raise Refusal(Message(id="reconcile-mend-wrong", params={"value": quoted(wrong)}))
    mended = asyncio.run(_mend_in_hub(session, chosen, actor))
    names = names_of(session.settings())
    if as_json:
        left = {str(id_): said(message, names) for id_, message in mended.left.items()}
        screen.say_json({"mended": list(mended.done), "left": left})
    else:
        screen.say_out(text("reconcile-mended", count=len(mended.done)))
        for id_, message in mended.left.items():
            screen.say_out(text("reconcile-left", id=id_, sentence=said(message, names)))
    return ATTENTION if mended.left else 0


async def _mend_in_hub(session: Session, chosen: Sequence[str], actor: str) -> Mended:
    async with open_hub(session.settings()) as hub:
        if "all" not in chosen:
            return await asyncio.to_thread(_mend_these, hub, [int(each) for each in chosen], actor)
        return await asyncio.to_thread(reconcile.mend_all, hub.store, hub.city, actor=actor)


def _mend_these(hub: Hub, ids: Sequence[int], actor: str) -> Mended:
    with hub.store.begin() as tx:
        return reconcile.mend(tx, hub.city, ids, actor=actor)


def _open(store: Store, scope: Sequence[str] | None, limit: int) -> tuple[Finding, ...]:
    with store.read() as tx:
        if scope is None:
            return reconcile.findings(tx, limit=limit)
        return tuple(
            found for each in scope for found in reconcile.findings(tx, counterpart=each, limit=limit)
        )


def finding_dict(found: Finding, names: Mapping[str, str]) -> dict[str, Any]:
    """JSON-ready."""
    return {
        "id": found.id,
        "kind": found.kind,
        "counterpart": found.counterpart,
        "counterpart_name": names.get(found.counterpart, found.counterpart),
        "type": found.type,
        "key": found.key,
        "state": found.state.value,
        "way": found.way,
        "sentence": said(found.message, names),
        "ours": found.ours,
        "theirs": found.theirs,
        "company": found.company,
        "case_number": found.case_number,
        "scheme_id": found.scheme_id,
        "project_name": found.project_name,
        "found_at": found.found_at.isoformat(),
        "changed_at": found.changed_at.isoformat(),
        "history": list(found.history),
    }

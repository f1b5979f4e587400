"""`liandong manual`: the work list of a company without a system, and its answers."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import registry
from adapters.manual.adapter import ManualAdapter
from hub import mappings
from hub.cli import options, screen
from hub.cli.intake import city_of, refused_dict, show_refused
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command, Group
from hub.cli.text import language, text
from hub.documents.folder import DocumentFolder
from hub.language import term
from hub.manual import taking
from hub.manual.answers import AnswerRefused
from hub.manual.columns import SHANGHAI
from hub.manual.sheets import Encoding
from hub.manual.worklist import Task, worklist
from hub.settings import Settings
from models.company import Company
from models.messages import Message
from models.stage import Opinion, Stage


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-manual"))
    app.add_typer(group, name="manual")
    _register_handing_over(group)
    _register_import(group)
    _register_enter(group)


def _register_handing_over(group: typer.Typer) -> None:
    @group.command("list", cls=Command, help=text("command-manual-list"))
    def list_(
        context: typer.Context,
        company: Annotated[str, options.argument("argument-manual-company")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        served = by_hand(session.settings(), company)
        with session.store() as store, store.read() as tx:
            tasks = worklist(tx, served.id)
        if json:
            screen.say_json({"company": served.id, "tasks": [_task_dict(task) for task in tasks]})
        else:
            _show(served, tasks)

    @group.command("export", cls=Command, help=text("command-manual-export"))
    def export(
        context: typer.Context,
        company: Annotated[str, options.argument("argument-manual-company")],
        file: Annotated[Path, options.argument("argument-manual-export")],
        encoding: Annotated[Encoding, options.option("--encoding", "option-encoding")] = Encoding.UTF_8,
        without_documents: Annotated[
            bool, options.option("--without-documents", "option-without-documents")
        ] = False,
        by: Annotated[str, options.by()] = "",
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        served = by_hand(settings, company)
        _check_ending(file)
        with session.store() as store:
            done = taking.hand_over(
                store,
                DocumentFolder(settings.documents_folder),
                served,
                file,
                actor=options.officer(by),
                language=language(),
                encoding=encoding,
                documents_to=None if without_documents else file.with_suffix(""),
            )
        screen.say_out(text("manual-exported", tasks=done.tasks, file=str(file), documents=done.documents))
        if done.absent:
            screen.say_out(text("manual-documents-absent", count=done.absent))


def _register_import(group: typer.Typer) -> None:
    @group.command("import", cls=Command, help=text("command-manual-import"))
    def import_(
        context: typer.Context,
        company: Annotated[str, options.argument("argument-manual-company")],
        file: Annotated[Path, options.argument("argument-manual-import")],
        by: Annotated[str, options.by()] = "",
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        served = by_hand(settings, company)
        with session.store() as store:
            mappings.take(store, settings.home, served.id, ManualAdapter)
            taken = taking.take_back(
                store,
                DocumentFolder(settings.documents_folder),
                served,
                city_of(settings),
                file,
                actor=options.officer(by),
                language=language(),
            )
        if json:
            refused = [refused_dict(row) for row in taken.refused]
            screen.say_json({"new": taken.new, "known": taken.known, "refused": refused})
        else:
            screen.say_out(text("manual-taken", new=taken.new, known=taken.known))
            show_refused(taken.refused)
        if taken.refused:
            raise typer.Exit(ATTENTION)


def _register_enter(group: typer.Typer) -> None:
    @group.command("enter", cls=Command, help=text("command-manual-enter"))
    def enter(
        context: typer.Context,
        company: Annotated[str, options.argument("argument-manual-company")],
        case: Annotated[str, options.argument("argument-manual-case")],
        stage: Annotated[Stage, options.option("--stage", "option-manual-stage")],
        status: Annotated[str, options.option("--status", "option-manual-status")],
        handler: Annotated[str, options.option("--handler", "option-handler")],
        at: Annotated[str, options.option("--at", "option-at")] = "",
        department: Annotated[str, options.option("--department", "option-department")] = "",
        opinion: Annotated[Opinion | None, options.option("--opinion", "option-opinion")] = None,
        opinion_text: Annotated[str, options.option("--text", "option-opinion-text")] = "",
        evidence: Annotated[Path | None, options.option("--evidence", "option-evidence")] = None,
        number: Annotated[str, options.option("--number", "option-evidence-number")] = "",
        issued_on: Annotated[str, options.option("--issued-on", "option-issued-on")] = "",
        by: Annotated[str, options.by()] = "",
    ) -> None:
        session = session_of(context)
        cells = {
            "case_number": case,
            "stage": stage.value,
            "status": status,
            "occurred_at": at or datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
            "handler": handler,
            "department": department,
            "opinion": opinion.value if opinion else "",
            "opinion_text": opinion_text,
            "number": number,
            "issued_on": issued_on,
        }
        given = {name: value for name, value in cells.items() if value}
        _enter(session, company, given, evidence, options.officer(by))


def _enter(session: Session, company: str, given: dict[str, str], evidence: Path | None, by: str) -> None:
    settings = session.settings()
    served = by_hand(settings, company)
    folder = DocumentFolder(settings.documents_folder)
    with session.store() as store:
        mappings.take(store, settings.home, served.id, ManualAdapter)
        try:
            new = taking.enter(
                store, folder, served, city_of(settings), given, evidence, actor=by, language=language()
            )
        except AnswerRefused as refused:
            raise Refusal(Message(id="manual-answer-refused"), refused.faults, code=ATTENTION) from None
    screen.say_out(text("manual-entered" if new else "manual-known", case=given["case_number"]))


def by_hand(settings: Settings, company: str) -> Company:
    """The company of this id, which must be one without a system. Raises `Refusal` naming those there are."""
    served = {party.id: party.company for party in settings.companies if _is_manual(party.adapter)}
    if company not in served:
        known = text("list-separator").join(served) or "–"
        raise Refusal(Message(id="manual-not-by-hand", params={"company": company, "known": known}))
    return served[company]


def _is_manual(adapter: str) -> bool:
    try:
        return issubclass(registry.find(adapter), ManualAdapter)
    except registry.AdapterSetupError:
        return False


def _check_ending(file: Path) -> None:
    if file.suffix.lower() not in {".xlsx", ".csv"}:
        raise Refusal(Message(id="manual-export-ending", params={"name": file.name}))


def _show(company: Company, tasks: tuple[Task, ...]) -> None:
    if not tasks:
        screen.say_out(text("manual-none", company=company.name))
        return
    names = ("case-number", "project-name", "stage", "current-status", "opinion-due")
    rows = (
        (
            task.case.number,
            task.scheme.project.name,
            term(f"stage-{task.stage}", language()),
            term("manual-withdrawn" if task.withdrawn else f"status-{int(task.status or 0)}", language()),
            task.scheme.opinion_due,
        )
        for task in tasks
    )
    title = text("title-manual", company=company.name)
    screen.table(title, [text(f"field-{name}") for name in names], rows)


def _task_dict(task: Task) -> dict[str, Any]:
    return {
        "case_number": task.case.number,
        "scheme_id": task.scheme.scheme_id,
        "version": task.scheme.version,
        "project_code": task.scheme.project.code,
        "project_name": task.scheme.project.name,
        "stage": task.stage.value,
        "status": int(task.status) if task.status else None,
        "withdrawn": task.withdrawn,
        "opinion_due": task.scheme.opinion_due.isoformat() if task.scheme.opinion_due else None,
        "documents": [each.name for each in task.scheme.documents],
    }

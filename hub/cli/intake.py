"""`liandong intake FILE`: schemes from a file, for whoever has no interface to hand them over by."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.casework.intake import City
from hub.cli import screen
from hub.cli.options import argument, as_json
from hub.cli.refusals import ATTENTION
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import language, sentence, text
from hub.collection import Taken, take_file
from hub.connections import applying, returning, taken_by_mirrors, without_documents
from hub.documents.folder import DocumentFolder
from hub.intake import IntakeResult, RefusedRow, read_schemes
from hub.language import say_fault
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("intake", cls=Command, help=text("command-intake"))
    def intake(
        context: typer.Context,
        file: Annotated[Path, argument("argument-file")],
        json: Annotated[bool, as_json()] = False,
    ) -> None:
        result, taken = take(session_of(context), file)
        if json:
            screen.say_json(_as_dict(result, taken))
        else:
            _show(result, taken)
        if result.refused or taken.conflicting:
            raise typer.Exit(ATTENTION)


def take(session: Session, file: Path) -> tuple[IntakeResult, Taken]:
    """Read the file and take in what can be read of it, documents included."""
    settings = session.settings()
    with session.store() as store:
        result = read_schemes(file, received_at=datetime.now(UTC))
        folder = DocumentFolder(settings.documents_folder)
        return result, take_file(store, folder, result, city_of(settings))


def city_of(settings: Settings) -> City:
    """Whom a scheme may concern, without speaking to anybody."""
    mirrors = tuple(party.id for party in settings.authorities if "mirror" in party.roles)
    return City(
        companies=tuple(party.company for party in settings.companies),
        mirrors=mirrors,
        without_documents=without_documents(settings),
        takes=taken_by_mirrors(settings),
        applying=applying(settings),
        returns=returning(settings),
    )


def _show(result: IntakeResult, taken: Taken) -> None:
    screen.say_out(
        text(
            "intake-taken",
            new=taken.new,
            known=taken.known,
            conflicting=taken.conflicting,
            documents=len(result.documents),
        )
    )
    for scheme in result.schemes:
        for warning in scheme.warnings:
            screen.say_out(text("intake-warning", scheme=scheme.scheme_id, sentence=sentence(warning)))
    show_refused(result.refused)


def show_refused(rows: Iterable[RefusedRow]) -> None:
    """Each row that was not taken, and why."""
    for row in rows:
        screen.say_out(text("intake-refused", file=row.file, row=row.row))
        for fault in row.faults:
            screen.say_out(f"  {say_fault(fault, language())}")


def _as_dict(result: IntakeResult, taken: Taken) -> dict[str, Any]:
    return {
        "new": taken.new,
        "known": taken.known,
        "conflicting": taken.conflicting,
        "documents": len(result.documents),
        "warnings": [
            {"scheme_id": scheme.scheme_id, "cause": warning.id, "sentence": sentence(warning)}
            for scheme in result.schemes
            for warning in scheme.warnings
        ],
        "refused": [refused_dict(row) for row in result.refused],
    }


def refused_dict(row: RefusedRow) -> dict[str, Any]:
    """JSON-ready."""
    faults = [
        {"field": fault.field, "sentence": sentence(fault.message), "allowed": list(fault.allowed)}
        for fault in row.faults
    ]
    return {"file": row.file, "row": row.row, "faults": faults}

"""`liandong apply`: one application to every utility that a scheme concerns (联动报装)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hub.casework.applications import Applied, NotApplicable, apply
from hub.cli import options, screen
from hub.cli.intake import city_of, show_refused
from hub.cli.refusals import ATTENTION
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import sentence, text
from hub.intake.applications import read_applications
from hub.liaison.names import names_of
from models.messages import Message


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("apply", cls=Command, help=text("command-apply"))
    def command(
        context: typer.Context,
        file: Annotated[Path, options.argument("argument-apply-file")],
        by: Annotated[str, options.by()] = "",
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings, names = session.settings(), names_of(session.settings())
        forms = read_applications(file, submitted_at=datetime.now(UTC))
        applied: list[Applied] = []
        wrong: list[Message] = []
        with session.store() as store:
            for each in forms.applications:
                try:
                    with store.begin() as tx:
                        applied.append(apply(tx, city_of(settings), each, actor=options.officer(by)))
                except NotApplicable as reason:
                    wrong.append(reason.message)
        if json:
            schemes = [
                {"scheme": each.scheme_id, "new": each.new, "companies": each.companies} for each in applied
            ]
            refused = [
                {"row": each.row, "fields": [fault.field for fault in each.faults]} for each in forms.refused
            ]
            screen.say_json(
                {"applied": schemes, "refused": refused, "not_applicable": [each.id for each in wrong]}
            )
        else:
            columns = [
                text(f"column-{name}") for name in ("application-scheme", "company", "application-way")
            ]
            rows = (
                (each.scheme_id, names.get(company, company), text(f"application-way-{way}"))
                for each in applied
                for company, way in each.companies.items()
            )
            screen.table(text("title-applications"), columns, rows)
            for message in wrong:
                screen.say_out(sentence(message))
            show_refused(forms.refused)
        if wrong or forms.refused:
            raise typer.Exit(ATTENTION)

"""`liandong project`: one project as a whole, from the joint review to the joint acceptance."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from hub.casework.projects import project_view
from hub.cli import options, screen
from hub.cli.refusals import Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import text
from hub.liaison.names import names_of
from models.messages import Message
from models.problems import quoted
from models.projects import CaseView, ProjectView, StageView
from models.stage import Stage


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("project", cls=Command, help=text("command-project"))
    def project(
        context: typer.Context,
        code: Annotated[str, options.argument("argument-project-code")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        names = names_of(settings)
        mirrors = [party.id for party in settings.authorities if "mirror" in party.roles]
        with session.store() as store, store.read() as tx:
            found = project_view(tx, code, mirrors=mirrors, names=names)
        if found is None:
            raise Refusal(Message(id="project-unknown", params={"code": quoted(code)}))
        if json:
            screen.say_json(found.model_dump(mode="json"))
        else:
            show(found, names)


def show(found: ProjectView, names: Mapping[str, str]) -> None:
    """The project for people."""
    screen.say_out(text("project-heading", code=found.code, name=found.name, developer=found.developer))
    for each in found.schemes:
        review = each.review
        standing = "withdrawn" if each.withdrawn_at else review.state if review else "open"
        missing = [names.get(company, company) for company in review.missing] if review else []
        screen.say_out(
            text(
                "project-scheme",
                scheme=each.scheme_id,
                version=each.version,
                standing=screen.named("review", standing),
                due=screen.cell(each.opinion_due),
                missing=text("list-separator").join(missing) or "–",
            )
        )
    columns = [text("column-company"), *(screen.named("stage", stage) for stage in Stage)]
    screen.table(text("title-project-companies"), columns, map(_row, found.cases))
    documents = list(_documents(found, names))
    if documents:
        headings = [
            text(f"column-{name}")
            for name in ("company", "stage", "document", "document-number", "issued-on")
        ]
        screen.table(text("title-project-documents"), headings, documents)
    waiting = [names.get(company, company) for company in found.acceptance.waiting]
    screen.say_out(
        text(
            "project-acceptance",
            state=screen.named("acceptance", found.acceptance.state),
            passed=len(found.acceptance.passed),
            waiting=text("list-separator").join(waiting) or "–",
        )
    )
    for mirror, count in found.recorded.items():
        name = names.get(mirror, mirror)
        screen.say_out(text("project-recorded", mirror=name, part=count, whole=found.events))


def _row(case: CaseView) -> tuple[str, ...]:
    name = case.company_name if case.current else text("project-former", company=case.company_name)
    return name, *(_standing(case.stage(stage)) for stage in Stage)


def _standing(stage: StageView | None) -> str:
    if stage is None:
        return "–"
    words = screen.named("status", str(int(stage.status)))
    if stage.opinion is None:
        return words
    return text(
        "project-opinion", status=words, opinion=screen.named("opinion", stage.opinion.replace("_", "-"))
    )


def _documents(found: ProjectView, names: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for case in found.cases:
        for stage in case.stages:
            for each in stage.documents:
                company = names.get(case.company, case.company)
                yield company, screen.named("stage", stage.stage), each.name, each.number, each.issued_on

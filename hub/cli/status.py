"""`liandong status`: the figures."""

from collections.abc import Mapping
from typing import Annotated

import typer

from hub.cli import screen
from hub.cli.backup import restoring
from hub.cli.clocks import counted
from hub.cli.options import as_json
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import sentence, text
from hub.figures import CompanyFigures, Figures, figures
from hub.liaison.names import names_of
from hub.store.epochs import Mode
from models.colour import Colour


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("status", cls=Command, help=text("command-status"))
    def status(context: typer.Context, json: Annotated[bool, as_json()] = False) -> None:
        found = read(session_of(context))
        if json:
            screen.say_json(found.model_dump(mode="json"))
        else:
            show(found)


def read(session: Session) -> Figures:
    """The figures of the home folder."""
    settings = session.settings()
    mirrors = [authority.id for authority in settings.authorities if "mirror" in authority.roles]
    with session.store() as store, store.read() as tx:
        return figures(tx, mirrors, names_of(settings))


def show(found: Figures) -> None:
    """The figures for people."""
    names = {destination.id: destination.name for destination in found.destinations}
    screen.table(text("title-figures"), (text("column-what"), text("column-count")), _totals(found, names))
    companies(found.companies, names)
    _colours(found, names)
    _destinations(found)
    if found.mode == Mode.RECONCILE and found.backup_taken_at:
        screen.say_out(sentence(restoring(found.epoch, found.backup_taken_at)))
    if found.desk.open:
        screen.say_out(text("status-attention", count=found.desk.open))


def companies(found: Mapping[str, CompanyFigures], names: Mapping[str, str]) -> None:
    """What went to which company, and how far it is there."""
    columns = ("company", "cases", "pushed", "documents", "opinions", "hooked-up", "accepted")
    rows = (
        (
            names.get(id_, id_),
            each.cases,
            each.pushed,
            each.documents,
            each.opinions,
            each.hooked_up,
            each.accepted,
        )
        for id_, each in found.items()
    )
    screen.table(text("title-companies"), [text(f"column-{name}") for name in columns], rows)


def _totals(found: Figures, names: Mapping[str, str]) -> list[tuple[str, object]]:
    recorded = found.recorded
    return [
        (text("figure-schemes"), found.schemes),
        (text("figure-withdrawn"), found.withdrawn),
        (text("figure-warnings"), found.warnings),
        (text("figure-documents"), screen.counted(found.documents)),
        (text("figure-cases"), found.cases),
        (text("figure-events"), found.events),
        (text("figure-deliveries"), screen.counted(found.deliveries)),
        *(
            (
                text("figure-recorded", mirror=names.get(mirror, mirror)),
                text("figure-recorded-of", part=part, whole=recorded.events),
            )
            for mirror, part in recorded.by_mirror.items()
        ),
        (text("figure-missing"), recorded.missing),
        (text("figure-colours"), counted({Colour(each): count for each, count in found.colours.items()})),
        (text("figure-doubts"), screen.counted(found.doubts)),
        (text("figure-reconciled"), found.reconciled.last_at),
        (text("figure-findings"), found.reconciled.open),
        (text("figure-inbox"), screen.counted(found.inbox)),
        (text("figure-desk"), found.desk.open),
    ]


def _colours(found: Figures, names: Mapping[str, str]) -> None:
    order = ("red", "yellow", "green", "paused")
    columns = [text("column-company"), *(text(f"colour-{colour}") for colour in order)]
    rows = (
        (names.get(id_, id_), *(counts[colour] for colour in order))
        for id_, counts in found.colours_by_company.items()
    )
    screen.table(text("title-colours"), columns, rows)


def _destinations(found: Figures) -> None:
    columns = ("counterpart", "deliveries", "connection", "heard", "taken")
    rows = (
        (
            each.name,
            screen.counted(found.by_destination.get(each.id, {})),
            screen.named("connection", "paused" if each.paused else each.breaker),
            each.last_heard_at,
            each.last_ok_at,
        )
        for each in found.destinations
    )
    screen.table(text("title-counterparts"), [text(f"column-{name}") for name in columns], rows)

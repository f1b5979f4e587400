"""`liandong db`: the database's structure and the version it has."""

from typing import Annotated

import typer

from hub.cli import screen
from hub.cli.options import as_json
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command, Group
from hub.cli.text import text
from hub.settings import Settings
from hub.store import migrate
from models.messages import Message


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-db"))
    app.add_typer(group, name="db")

    @group.command("upgrade", cls=Command, help=text("command-db-upgrade"))
    def upgrade(context: typer.Context) -> None:
        settings = session_of(context).settings()
        create(settings)
        screen.say_out(text("db-upgraded", revision=migrate.head()))

    @group.command("current", cls=Command, help=text("command-db-current"))
    def current(context: typer.Context, json: Annotated[bool, as_json()] = False) -> None:
        _tell(*_revisions(session_of(context)), as_json=json)

    @group.command("check", cls=Command, help=text("command-db-check"))
    def check(context: typer.Context, json: Annotated[bool, as_json()] = False) -> None:
        here, newest = _revisions(session_of(context))
        _tell(here, newest, as_json=json)
        if here != newest:
            raise typer.Exit(ATTENTION)


def create(settings: Settings) -> None:
    """Bring the database up to date, made first where there is none. Raises `Refusal` for a wrong URL."""
    if settings.store_path is not None:
        settings.store_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        migrate.upgrade(settings.store_url)
    except ValueError:
        raise Refusal(Message(id="store-url-wrong")) from None


def _revisions(session: Session) -> tuple[str | None, str]:
    settings = session.settings()
    if settings.store_path is not None and not settings.store_path.is_file():
        raise Refusal(Message(id="store-missing", params={"path": str(settings.store_path)}))
    try:
        return migrate.current(settings.store_url), migrate.head()
    except ValueError:
        raise Refusal(Message(id="store-url-wrong")) from None


def _tell(here: str | None, newest: str, *, as_json: bool) -> None:
    if as_json:
        screen.say_json({"current": here, "head": newest, "up_to_date": here == newest})
        return
    id_ = "db-up-to-date" if here == newest else "db-behind" if here else "db-empty"
    screen.say_out(text(id_, revision=here or "–", head=newest))

"""`liandong init`: a new home folder."""

from importlib import resources
from pathlib import Path
from typing import Annotated, Final

import typer

from hub.cli import screen
from hub.cli.database import create
from hub.cli.options import argument
from hub.cli.refusals import Refusal
from hub.cli.session import session_of, settings_of
from hub.cli.shell import Command
from hub.cli.text import language, text
from hub.language import Language
from hub.settings import CONFIG_NAME
from models.messages import Message

_TEMPLATE: Final = "liandong.toml"
_SECRETS: Final = "secrets"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("init", cls=Command, help=text("command-init"))
    def init(
        context: typer.Context,
        folder: Annotated[Path | None, argument("argument-folder")] = None,
    ) -> None:
        home = folder or session_of(context).home
        make_home(home, language())
        screen.say_out(text("init-done", path=str(home / CONFIG_NAME), home=str(home)))


def make_home(home: Path, spoken: Language) -> None:
    """A folder with a commented configuration, a place for secrets, and an empty database.

    Raises `Refusal` where a configuration is already: it is never overwritten.
    """
    path = home / CONFIG_NAME
    home.mkdir(parents=True, exist_ok=True)
    (home / _SECRETS).mkdir(mode=0o700, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(template(spoken))
    except FileExistsError:
        raise Refusal(Message(id="init-exists", params={"path": str(path)})) from None
    settings = settings_of(home)
    settings.documents_folder.mkdir(parents=True, exist_ok=True)
    create(settings)


def template(spoken: Language) -> str:
    """The commented configuration, with `spoken` as its language."""
    written = resources.files("hub.cli").joinpath(_TEMPLATE).read_text(encoding="utf-8")
    return written.replace('language = "zh-CN"', f'language = "{spoken.value}"', 1)

"""Options that several commands share."""

import getpass
from typing import Any

import typer

from hub.cli.text import text


def option(name: str, help_id: str, **settings: Any) -> Any:
    """An option explained by a catalogue entry; its default is not worth showing."""
    return typer.Option(name, help=text(help_id), show_default=False, **settings)


def argument(help_id: str) -> Any:
    """An argument explained by a catalogue entry."""
    return typer.Argument(help=text(help_id), show_default=False)


def as_json() -> Any:
    """`--json`: the same, for programs."""
    return option("--json", "option-json")


def by() -> Any:
    """`--by`: who decides; kept in the audit trail."""
    return option("--by", "option-by")


def officer(named: str) -> str:
    """Who decides: as named, or the name of the account."""
    if named.strip():
        return named.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have them
        return "liandong"

"""The `liandong` command: its commands, and those that other rooms bring in."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from hub.cli import (
    adapter,
    apply,
    backfill,
    backup,
    certificate,
    clocks,
    database,
    demo,
    doctor,
    failures,
    init,
    intake,
    manual,
    mapping,
    people,
    project,
    reconcile,
    remind,
    report,
    status,
    sync,
)
from hub.cli.plugins import plug_in
from hub.cli.refusals import Refusal
from hub.cli.session import Session
from hub.cli.shell import Root, speak
from hub.cli.text import chosen_language, is_known, text, using
from hub.language import Language
from models.messages import Message
from models.problems import quoted

_BUILT_IN: Final[Sequence[Callable[[typer.Typer], None]]] = (
    init.register,
    sync.register,
    status.register,
    project.register,
    reconcile.register,
    certificate.register,
    failures.register,
    clocks.register,
    remind.register,
    report.register,
    intake.register,
    apply.register,
    backfill.register,
    mapping.register,
    adapter.register,
    people.register,
    manual.register,
    doctor.register,
    database.register,
    backup.register,
    demo.register,
)


def build_app() -> typer.Typer:
    """The command line in the language in use (`hub.cli.text.using`)."""
    speak()
    app = typer.Typer(
        cls=Root,
        name="liandong",
        help=text("command-root"),
        epilog=text("command-root-epilog"),
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
    )

    @app.callback()
    def root(
        context: typer.Context,
        home: Annotated[
            Path, typer.Option("--home", envvar="LIANDONG_HOME", help=text("option-home"))
        ] = Path("."),
        language: Annotated[str | None, typer.Option("--language", help=text("option-language"))] = None,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=text("option-quiet"))] = False,
    ) -> None:
        if language and not is_known(language):
            known = text("list-separator").join(Language)
            raise Refusal(
                Message(id="usage-language-unknown", params={"value": quoted(language), "known": known})
            )
        context.obj = Session(home=home, quiet=quiet)

    for register in _BUILT_IN:
        register(app)
    plug_in(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a terminal of another encoding shows an escape, it gets no traceback
            stream.reconfigure(errors="backslashreplace")
    logging.getLogger().addHandler(
        logging.NullHandler()
    )  # what is logged is for the file, never for the screen
    with using(chosen_language(given, os.environ)):
        build_app()(given, prog_name="liandong")

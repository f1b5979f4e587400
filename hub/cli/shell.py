"""The frame of the command line: help in the reader's language, options that fit anywhere, errors as sentences."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from typer import Abort, Exit, rich_utils
from typer.core import TyperCommand, TyperGroup

from hub.cli import logs
from hub.cli.refusals import ATTENTION, Refusal, refusal_of
from hub.cli.screen import say_aside, say_faults
from hub.cli.text import sentence, text
from hub.cli.usage import is_usage, usage_refusal
from models.messages import Message
from models.problems import quoted

_LEAVING: Final = (Abort, Exit, BrokenPipeError)

VALUED: Final = frozenset({"--home", "--language"})
FLAGS: Final = frozenset({"--quiet", "-q"})
"""Options of every command, wherever in the line they stand."""


class _Spoken:
    """Headings of the help page from the catalogues."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "options_metavar": text("help-some-options")})

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """One line: how the command is typed."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=text("help-usage"))

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, explained in the reader's language."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = text("option-help")
        return option


class Command(_Spoken, TyperCommand):
    """A command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuses what is left over, naming it."""
        ctx.allow_extra_args = True
        rest: list[str] = super().parse_args(ctx, args)
        if rest:
            raise Refusal(Message(id="usage-unexpected", params={"value": quoted(rest[0])}))
        return rest


class Group(_Spoken, TyperGroup):
    """A command with commands below it."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(
            **{**attributes, "no_args_is_help": True, "subcommand_metavar": text("help-subcommand")}
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuses a name that is no command of it, with those that are."""
        if self.get_command(ctx, args[0]) is None:
            known = text("list-separator").join(self.list_commands(ctx))
            raise Refusal(
                Message(id="usage-no-such-command", params={"value": quoted(args[0]), "known": known})
            )
        return super().resolve_command(ctx, args)


class Root(Group):
    """The whole command line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the options of every command out of wherever they stand."""
        return super().parse_args(ctx, hoisted(args))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with the exit code. Whatever goes wrong is told in a sentence."""

        def run() -> Any:
            return super(Root, self).main(args, prog_name, complete_var, False, windows_expand_args, **extra)

        sys.exit(guarded(run))

    def invoke(self, ctx: Any) -> Any:
        """Run the command, with the log of its home folder open."""
        with logs.kept(ctx.params["home"]) as log:
            try:
                return super().invoke(ctx)
            except Exception as error:
                foreseen = isinstance(error, _LEAVING) or is_usage(error) or refusal_of(error)
                if foreseen:
                    raise
                logs.unforeseen(error)
                raise _Unforeseen(log) from error


class _Unforeseen(Exception):
    """Something nobody has foreseen has been written to this log (`args[0]`)."""


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The options of every command first, then the rest as it was; what follows `--` stays where it is."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in FLAGS or (argument.partition("=")[0] in VALUED and "=" in argument):
            front.append(argument)
        elif argument in VALUED:
            value = next(waiting, None)
            if value is None:
                return [argument]  # the parser says that it wants a value
            front += [argument, value]
        else:
            rest.append(argument)
    return front + rest


def guarded(run: Callable[[], Any]) -> int:
    """The exit code of `run`; a failure is told on standard error."""
    try:
        code = run()
    except Abort:
        say_aside(text("cli-aborted"))
        return ATTENTION
    except _Unforeseen as error:
        say_aside(text("cli-unforeseen", log=str(error.args[0])))
        return ATTENTION
    except Exception as error:
        refusal = usage_refusal(error) if is_usage(error) else refusal_of(error)
        if refusal is None:
            raise
        if refusal.message is not None:
            say_aside(sentence(refusal.message))
            say_faults(refusal.faults)
        return refusal.code
    return code if isinstance(code, int) else 0


def speak() -> None:
    """Give the library's fixed words, which it reads whenever it prints, in the language in use."""
    rich_utils.ARGUMENTS_PANEL_TITLE = text("help-arguments")
    rich_utils.OPTIONS_PANEL_TITLE = text("help-options")
    rich_utils.COMMANDS_PANEL_TITLE = text("help-commands")
    # The library puts the value in, by `str.format`.
    rich_utils.DEFAULT_STRING = text("help-default", value="{}")
    rich_utils.ENVVAR_STRING = text("help-environment", value="{}")
    rich_utils.REQUIRED_LONG_STRING = text("help-required")

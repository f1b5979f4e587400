"""`liandong adapter`: what helps the author of an adapter."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adapters import registry
from adapters.contract import Adapter, UtilityAdapter, capabilities
from adapters.errors import CounterpartError
from hub.cli import options, screen
from hub.cli.adapter_report import ladder_dict, show_ladder
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command, Group
from hub.cli.text import sentence, text
from hub.scaffold import ladder, new
from hub.scaffold.checkout import checkout
from hub.scaffold.recording import place_for, record_company
from models.messages import Message
from models.problems import quoted
from models.stage import UtilityKind


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-adapter"))
    app.add_typer(group, name="adapter")
    for add in (_add_new, _add_list, _add_check, _add_record):
        add(group)


def _add_new(group: typer.Typer) -> None:
    @group.command("new", cls=Command, help=text("command-adapter-new"))
    def new_(
        name: Annotated[str, options.argument("argument-adapter-name")],
        kind: Annotated[str | None, options.option("--kind", "option-adapter-kind")] = None,
        into: Annotated[Path | None, options.option("--into", "option-adapter-into")] = None,
    ) -> None:
        root = checkout(into)
        written = new.write(name, _kind(kind), root)
        for path in written:
            screen.say_out(text("adapter-written", path=path.relative_to(root).as_posix()))
        left = tuple(new.left_to_do(written, root))
        screen.say_out(text("adapter-left-to-do", count=len(left)))
        for each in left:
            screen.say_out(f"  {each.path}:{each.line}  {text(f'adapter-todo-{each.what}')}")
        screen.say_out(text("adapter-next", name=name))


def _kind(given: str | None) -> UtilityKind | None:
    if given is None:
        return None
    try:
        return UtilityKind(given)
    except ValueError:
        known = text("list-separator").join(kind.value for kind in UtilityKind)
        params = {"value": quoted(given), "known": known}
        raise Refusal(Message(id="adapter-kind-unknown", params=params)) from None


def _add_list(group: typer.Typer) -> None:
    @group.command("list", cls=Command, help=text("command-adapter-list"))
    def list_(json: Annotated[bool, options.as_json()] = False) -> None:
        found, broken = _all_adapters()
        if json:
            screen.say_json({"adapters": [_as_dict(adapter) for adapter in found]})
        else:
            columns = [text(f"column-{name}") for name in ("adapter", "kind", "verbs", "step")]
            screen.table(text("title-adapters"), columns, map(_row, found))
        for message in broken:
            screen.say_aside(sentence(message))
        if broken:
            raise typer.Exit(ATTENTION)


def _all_adapters() -> tuple[list[type[Adapter]], list[Message]]:
    """Those that can be loaded, and a sentence for each that cannot: somebody's package must not hide the others."""
    found, broken = [], []
    for name in registry.names():
        try:
            found.append(registry.find(name))
        except registry.AdapterSetupError as error:
            broken.append(error.message)
    return found, broken


def _as_dict(adapter: type[Adapter]) -> dict[str, object]:
    kind, verbs = _abilities(adapter)
    return {
        "name": adapter.name,
        "kind": kind,
        "capabilities": list(verbs),
        "step": ladder.claimed(adapter.name),
    }


def _row(adapter: type[Adapter]) -> tuple[object, ...]:
    kind, verbs = _abilities(adapter)
    step = ladder.claimed(adapter.name)
    shown = text("adapter-any-kind") if kind == "any" else screen.named("kind", kind)
    told = text("list-separator").join(text(f"verb-{verb.replace('_', '-')}") for verb in verbs)
    return adapter.name, shown, told, text(f"step-{step}") if step else None


def _abilities(adapter: type[Adapter]) -> tuple[str, tuple[str, ...]]:
    """The kind of utility (`any`, or `authority` for none), and the optional verbs."""
    if not issubclass(adapter, UtilityAdapter):
        return "authority", ()
    return adapter.kind.value if adapter.kind else "any", tuple(sorted(capabilities(adapter)))


def _add_check(group: typer.Typer) -> None:
    @group.command("check", cls=Command, help=text("command-adapter-check"))
    def check(
        name: Annotated[str, options.argument("argument-adapter-name")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        try:
            stands = ladder.climb(name)
        except registry.AdapterSetupError as error:
            raise Refusal(error.message, error.faults) from None
        if json:
            screen.say_json(ladder_dict(stands))
        else:
            show_ladder(stands)
        if not stands.holds:
            raise typer.Exit(ATTENTION)


def _add_record(group: typer.Typer) -> None:
    @group.command("record", cls=Command, help=text("command-adapter-record"))
    def record(
        context: typer.Context,
        name: Annotated[str, options.argument("argument-adapter-name")],
        company: Annotated[str, options.option("--company", "option-record-company")],
        send: Annotated[bool, options.option("--send", "option-record-send")] = False,
        into: Annotated[Path | None, options.option("--into", "option-record-into")] = None,
    ) -> None:
        settings = session_of(context).settings()
        try:
            path = into or place_for(name, company)
            made = asyncio.run(record_company(name, settings, company, send=send, into=path))
        except registry.AdapterSetupError as error:
            raise Refusal(error.message, error.faults) from None
        except CounterpartError as error:
            raise Refusal(error.message, code=ATTENTION) from None
        calls = sum(len(step.exchanges) for step in made.steps)
        screen.say_out(text("adapter-recorded", path=str(path), calls=calls))

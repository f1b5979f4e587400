"""`liandong people`: accounts of the desk, for whoever sits at the hub's own machine."""

import secrets
import sys
from typing import Annotated, Any

import typer

from hub.cli import options, screen
from hub.cli.refusals import Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command, Group
from hub.cli.text import text
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import Person, operator
from hub.people.roles import Role
from hub.store.accounts import AccountRow
from models.messages import Message


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-people"))
    app.add_typer(group, name="people")
    _register_add(group)
    _register_list(group)
    _register_changing(group)
    _register_closing(group)


def _register_add(group: typer.Typer) -> None:
    @group.command("add", cls=Command, help=text("command-people-add"))
    def add(
        context: typer.Context,
        login: Annotated[str, options.argument("argument-login")],
        name: Annotated[str, options.option("--name", "option-person-name")],
        role: Annotated[Role, options.option("--role", "option-role")],
        area: Annotated[list[str] | None, options.option("--area", "option-area")] = None,
        generate: Annotated[bool, options.option("--generate-password", "option-generate")] = False,
        without: Annotated[bool, options.option("--without-password", "option-no-password")] = False,
        by: Annotated[str, options.by()] = "",
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        password = None if without else _password(generate)
        new = NewAccount(login, name, role, frozenset(area or ()), password)
        with session.store() as store, store.begin() as tx:
            row = accounts.create(tx, _operator(by), new, settings.people)
        screen.say_out(text("people-added", login=row.login, name=row.name))
        if generate and password:
            screen.say_out(text("people-password", password=password))


def _register_list(group: typer.Typer) -> None:
    @group.command("list", cls=Command, help=text("command-people-list"))
    def list_(context: typer.Context, json: Annotated[bool, options.as_json()] = False) -> None:
        with session_of(context).store() as store, store.read() as tx:
            rows = accounts.every(tx, _operator(""))
            now = tx.now()
        if json:
            screen.say_json({"people": [_dict(row) for row in rows]})
            return
        if not rows:
            screen.say_out(text("people-none"))
            return
        columns = [text(f"column-{name}") for name in ("login", "name", "role", "districts", "state")]
        shown = (
            (
                row.login,
                row.name,
                screen.named("role", row.role),
                text("list-separator").join(row.areas) or text("people-everywhere"),
                text(
                    "people-state",
                    state=_state(row, locked=bool(row.locked_until and row.locked_until > now)),
                ),
            )
            for row in rows
        )
        screen.table(text("title-people"), columns, shown)


def _register_changing(group: typer.Typer) -> None:
    @group.command("reset", cls=Command, help=text("command-people-reset"))
    def reset(
        context: typer.Context,
        login: Annotated[str, options.argument("argument-login")],
        generate: Annotated[bool, options.option("--generate-password", "option-generate")] = False,
        second_factor: Annotated[bool, options.option("--second-factor", "option-forget-totp")] = False,
        by: Annotated[str, options.by()] = "",
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        password = _password(generate)
        with session.store() as store, store.begin() as tx:
            accounts.reset(tx, _operator(by), login, password, settings.people, totp=second_factor)
        screen.say_out(text("people-reset", login=login))
        if generate:
            screen.say_out(text("people-password", password=password))

    @group.command("role", cls=Command, help=text("command-people-role"))
    def role_(
        context: typer.Context,
        login: Annotated[str, options.argument("argument-login")],
        role: Annotated[Role, options.argument("argument-role")],
        area: Annotated[list[str] | None, options.option("--area", "option-area")] = None,
        by: Annotated[str, options.by()] = "",
    ) -> None:
        with session_of(context).store() as store, store.begin() as tx:
            accounts.set_role(tx, _operator(by), login, role, frozenset(area or ()))
        screen.say_out(text("people-role", login=login, role=role.value))


def _register_closing(group: typer.Typer) -> None:
    @group.command("disable", cls=Command, help=text("command-people-disable"))
    def disable(
        context: typer.Context,
        login: Annotated[str, options.argument("argument-login")],
        by: Annotated[str, options.by()] = "",
    ) -> None:
        with session_of(context).store() as store, store.begin() as tx:
            accounts.disable(tx, _operator(by), login)
        screen.say_out(text("people-disabled", login=login))

    @group.command("enable", cls=Command, help=text("command-people-enable"))
    def enable(
        context: typer.Context,
        login: Annotated[str, options.argument("argument-login")],
        by: Annotated[str, options.by()] = "",
    ) -> None:
        with session_of(context).store() as store, store.begin() as tx:
            accounts.enable(tx, _operator(by), login)
        screen.say_out(text("people-enabled", login=login))


def _operator(by: str) -> Person:
    return operator(options.officer(by))


def _password(generate: bool) -> str:
    """A first password: made up, asked for twice at a terminal, or the first line of standard input."""
    if generate:
        return secrets.token_urlsafe(12)
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise Refusal(Message(id="people-password-missing"))
        return given
    typed: str = typer.prompt(
        text("people-ask-password"),
        hide_input=True,
        confirmation_prompt=text("people-ask-again"),
        prompt_suffix=text("colon"),
        err=True,
    )
    return typed


def _state(row: AccountRow, *, locked: bool) -> str:
    if row.disabled_at is not None:
        return "disabled"
    if locked:
        return "locked"
    if row.demo:
        return "demo"
    return "first" if row.must_change else "open"


def _dict(row: AccountRow) -> dict[str, Any]:
    return {
        "login": row.login,
        "name": row.name,
        "role": row.role,
        "areas": list(row.areas),
        "second_factor": row.has_totp,
        "must_change": row.must_change,
        "provider": row.subject is not None,
        "demo": row.demo,
        "locked_until": row.locked_until.isoformat() if row.locked_until else None,
        "disabled_at": row.disabled_at.isoformat() if row.disabled_at else None,
    }

"""`liandong remind`: tell whoever's turn it is; try a channel; show what would be told."""

from typing import Annotated

import typer

from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import Session, session_of
from hub.cli.shell import Command
from hub.cli.text import language, text
from hub.language import say
from hub.reminders.channels import Channel, connect
from hub.reminders.reminding import Sent
from hub.reminders.running import run_now
from hub.settings import Settings
from models.messages import Message
from models.problems import quoted


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("remind", cls=Command, help=text("command-remind"))
    def remind_(
        context: typer.Context,
        now: Annotated[bool, options.option("--now", "option-remind-now")] = False,
        test: Annotated[str | None, options.option("--test", "option-remind-test")] = None,
        dry: Annotated[bool, options.option("--dry-run", "option-remind-dry")] = False,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        sent = _tried(settings, test) if test is not None else _reminded(session, settings, now=now, dry=dry)
        if json:
            screen.say_json({"sent": [_as_dict(each) for each in sent]})
        else:
            _show(sent, dry=dry)
        if not all(each.taken for each in sent):
            raise typer.Exit(ATTENTION)


def _reminded(session: Session, settings: Settings, *, now: bool, dry: bool) -> tuple[Sent, ...]:
    if not settings.reminders.recipients:
        raise Refusal(Message(id="reminders-nobody"))
    with session.store() as store:
        return run_now(store, settings, now=now, dry=dry)


def _tried(settings: Settings, recipient: str) -> tuple[Sent, ...]:
    chosen = [each for each in settings.reminders.recipients if each.id == recipient]
    if not chosen:
        known = text("list-separator").join(each.id for each in settings.reminders.recipients) or "–"
        raise Refusal(
            Message(id="reminders-recipient-unknown", params={"value": quoted(recipient), "known": known})
        )
    return tuple(map(_trial, connect(chosen, settings.home)))


def _trial(channel: Channel) -> Sent:
    title = say(Message(id="reminder-title-test"), language())
    body = say(Message(id="reminder-test", params={"name": channel.recipient.name}), language())
    return Sent(channel.id, "test", title, body, channel.send(title, body))


def _show(sent: tuple[Sent, ...], *, dry: bool) -> None:
    if not sent:
        screen.say_out(text("remind-nothing"))
    for each in sent:
        outcome = "dry" if dry else "sent" if each.taken else "failed"
        screen.say_out(text(f"remind-{outcome}", channel=each.channel, title=each.title))
        for line in each.body.splitlines():
            screen.say_out(f"    {line}")


def _as_dict(sent: Sent) -> dict[str, object]:
    return {
        "channel": sent.channel,
        "about": sent.about,
        "title": sent.title,
        "body": sent.body,
        "taken": sent.taken,
    }

"""`liandong report`: the figures of a period as a page, a workbook, or JSON."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from hub.cli import options, screen
from hub.cli.refusals import Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command
from hub.cli.text import language, text
from hub.liaison.names import names_of
from hub.report.model import Period
from hub.report.reading import City, report
from hub.report.writing import FORMS, FormUnknown, as_json, write
from hub.settings import Settings
from models.calendar import china_day
from models.messages import Message
from models.problems import quoted


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("report", cls=Command, help=text("command-report"))
    def report_(
        context: typer.Context,
        first: Annotated[str | None, options.option("--from", "option-report-from")] = None,
        last: Annotated[str | None, options.option("--to", "option-report-to")] = None,
        out: Annotated[Path | None, options.option("--out", "option-report-out")] = None,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        settings = session.settings()
        if out is None and not json:
            raise Refusal(Message(id="report-no-file"))
        if out is not None and out.suffix.lower() not in FORMS:
            raise _unknown(out)
        with session.store() as store, store.read() as tx:
            found = report(tx, _period(first, last, china_day(tx.now())), city_of(settings))
        if out is not None:
            try:
                write(out, found, language())
            except FormUnknown:
                raise _unknown(out) from None
            screen.say_aside(text("report-written", path=str(out)))
        if json:
            screen.say_out(as_json(found).rstrip())


def city_of(settings: Settings) -> City:
    """The mirrors and names of a configuration."""
    mirrors = [authority.id for authority in settings.authorities if "mirror" in authority.roles]
    return City(mirrors, names_of(settings))


def _period(first: str | None, last: str | None, today: date) -> Period:
    """The days asked for; without them the last thirty."""
    ends = _day(last) if last else today
    begins = _day(first) if first else ends - timedelta(days=29)
    try:
        return Period(first=begins, last=ends)
    except ValidationError:
        params = {"first": begins.isoformat(), "last": ends.isoformat()}
        raise Refusal(Message(id="report-period-backwards", params=params)) from None


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal(Message(id="calendar-day-form", params={"value": quoted(value)})) from None


def _unknown(path: Path) -> Refusal:
    known = text("list-separator").join(FORMS)
    return Refusal(Message(id="report-form-unknown", params={"path": str(path), "known": known}))

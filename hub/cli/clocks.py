"""`liandong clocks`: what runs, the most urgent first; `liandong calendar`: working days, and the hub's own ones."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, Refusal
from hub.cli.session import session_of
from hub.cli.shell import Command, Group
from hub.cli.text import text
from hub.clocks import board, calendar
from hub.clocks.board import Chosen, Clock
from hub.clocks.calendar import CalendarRefused
from hub.liaison.names import names_of
from models.calendar import CHINA, china_day
from models.colour import Colour
from models.messages import Message
from models.problems import quoted


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _register_clocks(app)
    group = typer.Typer(cls=Group, help=text("command-calendar"))
    app.add_typer(group, name="calendar")
    _register_reading(group)
    _register_writing(group)


def _register_clocks(app: typer.Typer) -> None:
    @app.command("clocks", cls=Command, help=text("command-clocks"))
    def clocks(
        context: typer.Context,
        company: Annotated[str | None, options.option("--company", "option-clocks-company")] = None,
        area: Annotated[str | None, options.option("--area", "option-clocks-area")] = None,
        colour: Annotated[list[Colour] | None, options.option("--colour", "option-clocks-colour")] = None,
        limit: Annotated[int, options.option("--limit", "option-limit", min=1)] = board.MOST_SHOWN,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        names = names_of(session.settings())
        chosen = Chosen(
            companies=(company,) if company else (),
            areas=(area,) if area else (),
            colours=tuple(colour or ()),
        )
        with session.store() as store, store.read() as tx:
            found, counts = board.board(tx, chosen, limit=limit), board.counts(tx, chosen)
        if json:
            rows = [each.model_dump(mode="json") for each in found]
            screen.say_json({"colours": {key.value: count for key, count in counts.items()}, "clocks": rows})
        else:
            _show(found, names)
            screen.say_out(counted(counts))
        if counts[Colour.RED]:
            raise typer.Exit(ATTENTION)


def _register_reading(group: typer.Typer) -> None:
    @group.command("show", cls=Command, help=text("command-calendar-show"))
    def show(
        context: typer.Context,
        year: Annotated[int | None, options.argument("argument-calendar-year")] = None,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        with session_of(context).store() as store, store.read() as tx:
            wanted = year or china_day(tx.now()).year
            in_force, own = calendar.in_force(tx), calendar.own_days(tx, wanted)
        days = {day: working for day, working in sorted(in_force.exceptions.items()) if day.year == wanted}
        mine = {each.day: each for each in own}
        certain = wanted in in_force.published
        rows: list[dict[str, Any]] = [
            {
                "day": day.isoformat(),
                "weekday": day.isoweekday(),
                "working": working,
                "note": mine[day].note if day in mine else "",
                "set_by": mine[day].set_by if day in mine else None,
            }
            for day, working in days.items()
        ]
        if json:
            screen.say_json({"year": wanted, "published": certain, "days": rows})
            return
        columns = [text(f"column-{name}") for name in ("day", "weekday", "worked", "note", "set-by")]
        screen.table(
            text("title-calendar", year=wanted),
            columns,
            [
                (
                    row["day"],
                    text(f"weekday-{row['weekday']}"),
                    text("calendar-working" if row["working"] else "calendar-off"),
                    row["note"],
                    row["set_by"],
                )
                for row in rows
            ],
        )
        screen.say_out(text("calendar-published" if certain else "calendar-unpublished", year=wanted))


def _register_writing(group: typer.Typer) -> None:
    @group.command("add", cls=Command, help=text("command-calendar-add"))
    def add(
        context: typer.Context,
        day: Annotated[str, options.argument("argument-calendar-day")],
        work: Annotated[bool | None, options.option("--work/--off", "option-calendar-work")] = None,
        note: Annotated[str, options.option("--note", "option-note")] = "",
        by: Annotated[str, options.by()] = "",
    ) -> None:
        chosen = _day(day)
        if work is None:
            raise Refusal(Message(id="calendar-work-or-off"))
        with session_of(context).store() as store, store.begin() as tx:
            calendar.set_day(tx, chosen, working=work, note=note, by=options.officer(by))
        screen.say_out(text("calendar-added-work" if work else "calendar-added-off", day=chosen.isoformat()))

    @group.command("remove", cls=Command, help=text("command-calendar-remove"))
    def remove(
        context: typer.Context,
        day: Annotated[str, options.argument("argument-calendar-day")],
        by: Annotated[str, options.by()] = "",
    ) -> None:
        chosen = _day(day)
        with session_of(context).store() as store, store.begin() as tx:
            if not calendar.remove_day(tx, chosen, by=options.officer(by)):
                raise Refusal(Message(id="calendar-not-set", params={"day": chosen.isoformat()}))
        screen.say_out(text("calendar-removed", day=chosen.isoformat()))

    @group.command("import", cls=Command, help=text("command-calendar-import"))
    def import_(
        context: typer.Context,
        file: Annotated[Path, options.argument("argument-calendar-file")],
        year: Annotated[int, options.option("--year", "option-calendar-year", min=2000, max=2100)],
        by: Annotated[str, options.by()] = "",
    ) -> None:
        try:
            announced = calendar.read_announcement(file.read_bytes(), year)
        except CalendarRefused as refused:
            raise Refusal(refused.message, refused.faults) from None
        with session_of(context).store() as store, store.begin() as tx:
            calendar.take_year(tx, announced, by=options.officer(by))
        screen.say_out(text("calendar-imported", year=year, count=len(announced.days)))


def counted(counts: Mapping[Colour, int]) -> str:
    """`红 2、黄 1、绿 9、灰 0`, the worst first."""
    order = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.PAUSED)
    parts = (f"{text(f'colour-{colour.value}')} {counts[colour]}" for colour in order)
    return text("list-separator").join(parts)


def _show(found: tuple[Clock, ...], names: Mapping[str, str]) -> None:
    columns = ("colour", "project", "company", "stage", "left", "due", "matter")
    rows = (
        (
            screen.named("colour", each.colour.value) if each.colour else None,
            each.project_name,
            names.get(each.company, each.company),
            screen.named("stage", each.stage),
            f"{each.left_days:.1f}",
            _due(each),
            each.matter,
        )
        for each in found
    )
    screen.table(text("title-clocks"), [text(f"column-{name}") for name in columns], rows)


def _due(clock: Clock) -> str | None:
    if clock.due_at is None:
        return None
    moment = clock.due_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return text("clock-provisional", moment=moment) if clock.provisional else moment


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refusal(Message(id="calendar-day-form", params={"value": quoted(value)})) from None

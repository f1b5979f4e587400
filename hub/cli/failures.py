"""`liandong failures`: what waits for a person, and what a person decides."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer

from hub.cli import options, screen
from hub.cli.refusals import ATTENTION, DONE
from hub.cli.session import Session, session_of
from hub.cli.shell import Command, Group
from hub.cli.telling import about, attempt_row, detail_dict, faults_of, item_dict, said
from hub.cli.text import text
from hub.liaison import actions, listing, one
from hub.liaison.actions import How
from hub.liaison.filters import Filter
from hub.liaison.names import names_of
from hub.liaison.one import Detail
from hub.liaison.refusals import NotPossible
from hub.liaison.retrying import RETRYABLE, retry
from hub.people.person import LIANDONG, operator
from hub.store import stuck
from hub.store.desk import Item
from hub.store.engine import Tx
from hub.store.stuck import Waiting
from models.messages import Message


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(cls=Group, help=text("command-failures"))
    app.add_typer(group, name="failures")
    _register_reading(group)
    _register_deciding(group)


def _register_reading(group: typer.Typer) -> None:
    @group.command("list", cls=Command, help=text("command-failures-list"))
    def list_(
        context: typer.Context,
        company: Annotated[str | None, options.option("--company", "option-company")] = None,
        cause: Annotated[str | None, options.option("--cause", "option-cause")] = None,
        search: Annotated[str | None, options.option("--search", "option-search")] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=text("option-limit"))] = 100,
        after: Annotated[int, typer.Option("--after", min=0, help=text("option-after"))] = 0,
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        names = names_of(session.settings())
        with session.store() as store, store.read() as tx:
            items = open_items(tx, wanted(company, cause, search), limit=limit, after=after)
            waiting = stuck.open_count(tx)
        if json:
            found = [item_dict(item, names) for item in items]
            screen.say_json({"failures": found, "open": waiting, "last": items[-1].id if items else None})
        else:
            show_list(items, waiting, names)

    @group.command("show", cls=Command, help=text("command-failures-show"))
    def show(
        context: typer.Context,
        number: Annotated[int, options.argument("argument-failure")],
        json: Annotated[bool, options.as_json()] = False,
    ) -> None:
        session = session_of(context)
        names = names_of(session.settings())
        with session.store() as store, store.read() as tx:
            detail = one.detail(tx, LIANDONG, number)
        if json:
            screen.say_json(detail_dict(detail, names))
        else:
            _show(detail, names)


def _register_deciding(group: typer.Typer) -> None:
    @group.command("retry", cls=Command, help=text("command-failures-retry"))
    def retry(
        context: typer.Context,
        numbers: Annotated[list[int] | None, options.argument("argument-failures")] = None,
        every: Annotated[bool, options.option("--all", "option-all")] = False,
        company: Annotated[str | None, options.option("--company", "option-company")] = None,
        cause: Annotated[str | None, options.option("--cause", "option-cause")] = None,
        by: Annotated[str, options.by()] = "",
    ) -> None:
        session = session_of(context)
        chosen = tuple(numbers or ())
        if not chosen and not (every or company or cause):
            raise NotPossible(Message(id="failures-nothing-chosen"))
        raise typer.Exit(_retry(session, chosen, company, cause, options.officer(by)))

    @group.command("resolve", cls=Command, help=text("command-failures-resolve"))
    def resolve(
        context: typer.Context,
        number: Annotated[int, options.argument("argument-failure")],
        how: Annotated[How, options.option("--as", "option-as")],
        reference: Annotated[str | None, options.option("--reference", "option-reference")] = None,
        note: Annotated[str, options.option("--note", "option-note")] = "",
        by: Annotated[str, options.by()] = "",
    ) -> None:
        with session_of(context).store() as store, store.begin() as tx:
            person = operator(options.officer(by))
            actions.resolve(tx, person, number, how=how, note=note, remote_ref=reference)
        screen.say_out(text("failure-resolved", id=number, how=how.value))


def _retry(
    session: Session, chosen: tuple[int, ...], company: str | None, cause: str | None, actor: str
) -> int:
    with session.store() as store, store.begin() as tx:
        person = operator(actor)
        if not chosen:
            chosen = tuple(
                number
                for kind in sorted(RETRYABLE)
                for number in listing.ids(tx, person, wanted(company, cause).narrowed(kind=kind))
            )
        outcome = retry(tx, person, chosen)
    screen.say_out(text("failures-retried", count=len(outcome.retried)))
    for skipped in outcome.skipped:
        screen.say_out(text("failure-skipped", id=skipped))
    return ATTENTION if outcome.skipped else DONE


def wanted(company: str | None = None, cause: str | None = None, search: str | None = None) -> Filter:
    """What the options ask for, what is snoozed included. Raises `Faulty` for a value that none can be."""
    given = {"company": company, "cause": cause, "search": search, "snoozed": "all"}
    return Filter.exactly({name: value for name, value in given.items() if value})


def open_items(tx: Tx, asked: Filter, *, limit: int, after: int = 0) -> tuple[Item, ...]:
    """Items that fulfil a filter, the oldest first."""
    found = listing.page(tx, LIANDONG, asked, size=limit, after=after)
    return tuple(line.item for line in found.lines)


def show_list(items: tuple[Item, ...], waiting: int, names: Mapping[str, str]) -> None:
    """The items in a table, one sentence each."""
    if not items:
        screen.say_out(text("failures-none", open=waiting))
        return
    columns = ("id", "since", "counterpart", "about", "sentence")
    rows = (
        (
            item.id,
            item.opened_at,
            names.get(item.destination or "", item.destination),
            about(item, names),
            "\n".join([said(item.message, names), *faults_of(item)]),
        )
        for item in items
    )
    screen.table(text("title-failures"), [text(f"column-{name}") for name in columns], rows)
    if waiting > len(items):
        screen.say_out(text("failures-more", shown=len(items), open=waiting, last=items[-1].id))


def _show(detail: Detail, names: Mapping[str, str]) -> None:
    item = detail.item
    screen.say_out(said(item.message, names))
    for line in faults_of(item):
        screen.say_out(f"  {line}")
    screen.table("", (text("column-what"), text("column-value")), _facts(detail, names))
    columns = [text(f"column-{name}") for name in ("attempt", "started", "trigger", "outcome", "why")]
    screen.table(text("title-attempts"), columns, (attempt_row(each, names) for each in detail.attempts))
    _show_behind(detail.behind)
    if item.closed_at is None:
        screen.say_out(text("failure-next", id=item.id, kind=item.kind))


def _facts(detail: Detail, names: Mapping[str, str]) -> list[tuple[str, object]]:
    item, row = detail.item, detail.delivery
    facts: list[tuple[str, object]] = [
        (text("column-counterpart"), names.get(item.destination or "", item.destination)),
        (text("field-project-name"), item.project_name),
        (text("field-project-code"), item.project_code),
        (text("field-scheme-id"), item.scheme_id),
        (text("column-case"), item.case_number),
        (text("column-since"), item.opened_at),
        (text("column-times"), item.times),
    ]
    if row is not None:
        facts += [
            (text("column-delivery"), screen.named("delivery", row.kind)),
            (text("column-state"), screen.named("state", row.standing.value)),
        ]
    if item.closed_at is not None:
        facts += [
            (text("column-closed"), item.closed_at),
            (text("column-resolution"), screen.named("resolution", item.resolution or "")),
            (text("column-by"), item.closed_by),
            (text("column-note"), item.note),
        ]
    return [(name, value) for name, value in facts if value not in (None, "")]


def _show_behind(behind: tuple[Waiting, ...]) -> None:
    if not behind:
        return
    kinds = Counter(waiting.kind for waiting in behind)
    parts = (
        text("count-of", count=count, name=screen.named("delivery", kind)) for kind, count in kinds.items()
    )
    id_ = "failure-behind-many" if len(behind) == stuck.MOST_SHOWN else "failure-behind"
    screen.say_out(text(id_, count=len(behind), kinds=text("list-separator").join(parts)))

"""Today (今日): what failed and why, how much of it, whose it is, what to do first, and how every counterpart is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hub.clocks import board
from hub.clocks.board import Chosen, Clock
from hub.liaison.filters import Filter
from hub.liaison.retrying import RETRYABLE
from hub.liaison.standings import Counterpart, Standing, standings
from hub.liaison.suggestions import Suggestion, suggestion_for
from hub.people.person import Person, check
from hub.people.roles import Action
from hub.people.settings import DeskSettings
from hub.store import accounts, desk_groups, desk_lists
from hub.store.desk_groups import Group
from hub.store.desk_lists import Listed
from hub.store.engine import Tx
from models.colour import Colour
from models.messages import Message

_SHOWN: Final = 20
_WORST_FIRST: Final = (Colour.RED, Colour.YELLOW, Colour.PAUSED, Colour.GREEN)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who has taken items: how many."""

    login: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Items of one cause at one counterpart: how many, since when, whose, and what to do first.

    `message` is that of the latest; `colour` the worst of the clocks of the cases concerned; `filter` leads to the
    list.
    """

    cause: str
    destination: str | None
    name: str | None
    message: Message
    count: int
    snoozed: int
    oldest: datetime
    colour: Colour | None
    owners: tuple[Owner, ...]
    unowned: int
    suggestion: Suggestion
    retryable: int
    filter: Filter


@dataclass(frozen=True, slots=True)
class Today:
    """The first page. `open` counts what is on the desk, snoozed or not; `mine` what this person has taken."""

    causes: tuple[Cause, ...]
    counterparts: tuple[Counterpart, ...]
    open: int
    snoozed: int
    mine: int
    unowned: int
    unmapped: int
    unserved: int
    colours: Mapping[Colour, int]
    overdue: tuple[Clock, ...]

    @property
    def paused(self) -> tuple[Counterpart, ...]:
        """Counterparts that somebody, or refused credentials, have paused."""
        return tuple(each for each in self.counterparts if each.standing is Standing.PAUSED)

    @property
    def silent(self) -> tuple[Counterpart, ...]:
        """Counterparts nothing was heard from for too long."""
        return tuple(each for each in self.counterparts if each.standing is Standing.SILENT)


def today(tx: Tx, person: Person, *, names: Mapping[str, str], settings: DeskSettings) -> Today:
    """What this person should know in the morning, of their districts. `names`: counterparts by id."""
    check(person, Action.SEE)
    groups = desk_groups.groups(tx, person.areas)
    chosen = Chosen(areas=sorted(person.areas))
    return Today(
        causes=_causes(tx, person, groups, names),
        counterparts=standings(tx, names, settings),
        open=sum(group.count for group in groups),
        snoozed=sum(group.snoozed for group in groups),
        mine=sum(group.count for group in groups if group.owner == person.login),
        unowned=sum(group.count for group in groups if group.owner is None),
        unmapped=sum(group.count for group in groups if group.kind == "mapping"),
        unserved=sum(group.count for group in groups if group.cause == "scheme-unserved"),
        colours=board.counts(tx, chosen),
        overdue=board.board(tx, Chosen(areas=sorted(person.areas), colours=[Colour.RED]), limit=_SHOWN),
    )


def _causes(tx: Tx, person: Person, groups: Iterable[Group], names: Mapping[str, str]) -> tuple[Cause, ...]:
    by_cause: dict[tuple[str, str | None], list[Group]] = {}
    for group in groups:
        by_cause.setdefault((group.cause, group.destination), []).append(group)
    people = {row.login: row.name for row in accounts.every(tx)}
    shown = desk_groups.colours(tx, person.areas)
    latest = {key: max(group.latest_id for group in each) for key, each in by_cause.items()}
    samples = desk_lists.many(tx, list(latest.values()))
    causes = [
        _cause(samples[latest[key]], each, names, people, shown.get(key, frozenset()))
        for key, each in by_cause.items()
    ]
    return tuple(sorted(causes, key=lambda cause: (-cause.count, cause.oldest)))


def _cause(
    latest: Listed,
    groups: list[Group],
    names: Mapping[str, str],
    people: Mapping[str, str],
    colours: frozenset[str],
) -> Cause:
    first = groups[0]
    owners: dict[str, int] = {}
    for group in groups:
        if group.owner is not None:
            owners[group.owner] = owners.get(group.owner, 0) + group.count
    destination = first.destination
    return Cause(
        cause=first.cause,
        destination=destination,
        name=names.get(destination, destination) if destination else None,
        message=latest.item.message,
        count=sum(group.count for group in groups),
        snoozed=sum(group.snoozed for group in groups),
        oldest=min(group.oldest for group in groups),
        colour=next((colour for colour in _WORST_FIRST if colour in colours), None),
        owners=tuple(
            Owner(login, people.get(login, login), count) for login, count in sorted(owners.items())
        ),
        unowned=sum(group.count for group in groups if group.owner is None),
        suggestion=suggestion_for(latest),
        retryable=sum(group.count for group in groups if group.kind in RETRYABLE),
        filter=Filter(cause=first.cause, company=destination or ""),
    )

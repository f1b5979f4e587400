"""Counterparts (单位): how each has been, pausing and resuming it, asking it for a sign of life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.contract import Adapter
from hub.counterparts import Counterparts
from hub.delivery.destinations import breaker_of
from hub.liaison.refusals import Missing, NotPossible
from hub.liaison.standings import Counterpart, standings
from hub.people.person import Person, check, check_in
from hub.people.roles import Action
from hub.pinging import Sign, ping
from hub.settings import AuthoritySettings, CompanySettings, Limits, Settings
from hub.store import audit, desk, desk_lists, destinations, health, held
from hub.store.desk import NewItem
from hub.store.desk_lists import Selection
from hub.store.engine import Store, Tx
from hub.store.health import Hour
from hub.store.held import HeldCode
from models.messages import Message

MONTH: Final = timedelta(days=30)
_BATCHES: Final = 40


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One counterpart: how it is, what it is sent at most, and what of it waits for a person."""

    counterpart: Counterpart
    adapter: str
    roles: tuple[str, ...]
    """`company`, or what an authority is: `mirror`, `source`."""
    kind: str | None
    districts: tuple[str, ...]
    limits: Limits
    failures_in_window: int
    openings: int
    """How often its breaker has opened in a row."""
    open_items: int
    unmapped: tuple[HeldCode, ...]
    hours: tuple[Hour, ...]


def one(tx: Tx, person: Person, counterpart_id: str, settings: Settings) -> CompanyPage:
    """A counterpart of the configuration, with its last month. Raises `Missing`."""
    check(person, Action.SEE)
    party = _party(settings, counterpart_id)
    (counterpart,) = [
        each for each in standings(tx, {party.id: party.name}, settings.desk) if each.id == counterpart_id
    ]
    row = destinations.get(tx).get(party.id)
    breaker = breaker_of(row) if row else None
    is_company = isinstance(party, CompanySettings)
    return CompanyPage(
        counterpart=counterpart,
        adapter=party.adapter,
        roles=("company",) if isinstance(party, CompanySettings) else tuple(sorted(party.roles)),
        kind=party.kind if isinstance(party, CompanySettings) else None,
        districts=tuple(sorted(party.districts)) if isinstance(party, CompanySettings) else (),
        limits=party.limits,
        failures_in_window=len(breaker.failures) if breaker else 0,
        openings=breaker.openings if breaker else 0,
        open_items=desk_lists.count(tx, Selection(snoozed="all", destination=party.id, areas=person.areas)),
        unmapped=held.codes(tx, party.id) if is_company else (),
        hours=health.hours(tx, party.id, since=tx.now() - MONTH),
    )


def hours(tx: Tx, person: Person, counterpart_id: str, since: datetime) -> tuple[Hour, ...]:
    """How calls to a counterpart went, hour by hour."""
    check(person, Action.SEE)
    return health.hours(tx, counterpart_id, since=since)


def days(found: tuple[Hour, ...]) -> Mapping[str, tuple[int, int]]:
    """Calls and failures by day (UTC+8 as people here count them)."""
    sums: dict[str, tuple[int, int]] = {}
    for hour in found:
        day = (hour.hour + timedelta(hours=8)).date().isoformat()
        calls, failures = sums.get(day, (0, 0))
        sums[day] = (calls + hour.calls, failures + hour.failures)
    return sums


def add_up(store: Store) -> None:
    """Add up what calls have ended since the last time. The desk's background and every cycle do it."""
    for _ in range(_BATCHES):
        with store.begin() as tx:
            if not health.add_up(tx):
                return


def pause(tx: Tx, person: Person, counterpart_id: str, settings: Settings, note: str = "") -> None:
    """Send a counterpart nothing until it is resumed. Raises `NotPossible` when it is paused already."""
    check_in(person, Action.PAUSE, None)
    party = _party(settings, counterpart_id)
    tx.alone()
    reason = Message(id="destination-paused-by-person")
    if not destinations.pause(tx, party.id, by=person.login, reason=reason):
        raise NotPossible(Message(id="company-paused-already", params={"company": party.name}))
    item = NewItem(kind="destination", subject=party.id, message=reason, destination=party.id)
    desk.open_item(tx, item)
    audit.append(tx, person.login, "destination.pause", party.id, {"note": note[:500]})


def resume(tx: Tx, person: Person, counterpart_id: str, settings: Settings, note: str = "") -> None:
    """Send it again what waits, with nothing held against it. Raises `NotPossible` when it is not paused."""
    check_in(person, Action.PAUSE, None)
    party = _party(settings, counterpart_id)
    tx.alone()
    if not destinations.resume(tx, party.id, person.login):
        raise NotPossible(Message(id="company-not-paused", params={"company": party.name}))
    desk.close(tx, "destination", party.id, resolution="resumed", by=person.login, note=note[:500])
    audit.append(tx, person.login, "destination.resume", party.id, {"note": note[:500]})


async def test(counterparts: Counterparts, person: Person, counterpart_id: str, settings: Settings) -> Sign:
    """Ask a counterpart for a sign of life, without any effect on it."""
    check(person, Action.TEST)
    party = _party(settings, counterpart_id)
    found: list[Adapter] = []
    if party.id in counterparts.utilities:
        found.append(counterparts.utilities[party.id].adapter)
    if party.id in counterparts.mirrors:
        found.append(counterparts.mirrors[party.id].adapter)
    if party.id in counterparts.sources:
        found.append(counterparts.sources[party.id].adapter)
    return await ping(party.name, list(dict.fromkeys(found)))


def _party(settings: Settings, counterpart_id: str) -> CompanySettings | AuthoritySettings:
    parties: list[CompanySettings | AuthoritySettings] = [*settings.companies, *settings.authorities]
    for party in parties:
        if party.id == counterpart_id:
            return party
    raise Missing(Message(id="company-unknown", params={"company": counterpart_id[:64]}))

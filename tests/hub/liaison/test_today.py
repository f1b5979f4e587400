"""Today: causes with their counts, owners and first aid; how every counterpart is; how calls went."""

from datetime import timedelta

import pytest

from hub.liaison import actions, companies
from hub.liaison import today as first_page
from hub.liaison.filters import Filter
from hub.liaison.refusals import Missing, NotPossible
from hub.liaison.standings import Standing, standings
from hub.liaison.suggestions import Suggestion
from hub.liaison.today import Today
from hub.people.person import Person
from hub.people.refusals import Denied
from hub.people.roles import Role
from hub.people.settings import DeskSettings
from hub.store import audit, destinations, health
from hub.store.clock import SettableClock
from hub.store.engine import Tx
from tests.hub.fakes import World, update
from tests.hub.liaison.office import (
    CHEN,
    LI,
    NAMES,
    SETTINGS,
    WANG,
    items,
    refuse,
    refused,
    relent,
    scheme,
    trail,
)
from tests.models.builders import project_body


def today(city: World, person: Person = LI) -> Today:
    with city.store.read() as tx:
        return first_page.today(tx, person, names=NAMES, settings=DeskSettings())


async def test_causes_are_told_with_count_owner_and_first_aid_the_largest_first(both_city: World) -> None:
    city = both_city
    first, second, _ = await refused(city, "1", "2", "3")
    city.take(scheme("4", project=project_body(area_code="511799")))
    with city.store.begin() as tx:
        actions.assign(tx, LI, first, 1, "li")
        actions.assign(tx, LI, second, 1, "wang")
        actions.snooze(tx, LI, second, 2, tx.now() + timedelta(hours=1))
    found = today(city)
    refusal, unserved = found.causes
    assert (refusal.cause, refusal.name, refusal.count) == ("gateway-scheme-refused", "通川供水", 3)
    assert [(owner.name, owner.count) for owner in refusal.owners] == [("李明", 1), ("王芳", 1)]
    assert (refusal.unowned, refusal.snoozed, refusal.retryable) == (1, 1, 3)
    assert refusal.suggestion is Suggestion.CORRECT
    assert refusal.filter == Filter(cause="gateway-scheme-refused", company="water-a")
    assert (unserved.suggestion, unserved.retryable) == (Suggestion.CONFIGURE, 0)
    assert (found.open, found.snoozed, found.mine, found.unserved) == (4, 1, 1, 1)


async def test_a_person_of_a_district_is_told_of_that_district(city: World) -> None:
    await refused(city, "1")
    assert today(city, CHEN).open == 0
    assert today(city, CHEN).causes == ()


async def test_an_unmapped_code_is_counted_and_its_first_aid_is_a_mapping(city: World) -> None:
    city.take(scheme("1"))
    await city.pump()
    city.hear(update(None, 1, scheme_id="FA-1", status_code="X9"))
    found = today(city)
    assert found.unmapped == 1
    assert found.causes[0].suggestion is Suggestion.MAP


def standing(city: World, id_: str = "water-a") -> Standing:
    with city.store.read() as tx:
        found = {each.id: each for each in standings(tx, NAMES, DeskSettings())}
    return found[id_].standing


async def test_a_counterpart_is_unknown_healthy_or_silent(city: World, clock: SettableClock) -> None:
    assert standing(city) is Standing.UNKNOWN
    city.take(scheme("1"))
    await city.pump()
    assert standing(city) is Standing.HEALTHY
    clock.advance(timedelta(hours=25).total_seconds())
    assert standing(city) is Standing.SILENT
    assert [each.name for each in today(city).silent] == ["通川供水", "省系统"]


async def test_a_breaker_tells_until_when_and_the_worst_come_first(city: World, clock: SettableClock) -> None:
    with city.store.begin() as tx:
        destinations.save_breaker(
            tx, "water-a", failures=[tx.now()], openings=1, opened_until=tx.now() + timedelta(seconds=30)
        )
    first = today(city).counterparts[0]
    assert (first.id, first.standing, first.until) == (
        "water-a",
        Standing.OPEN,
        clock.now + timedelta(seconds=30),
    )
    clock.advance(31)
    assert standing(city) is Standing.PROBING


async def test_a_slow_counterpart_is_told_by_how_long_calls_take(city: World, clock: SettableClock) -> None:
    def slow(key: str) -> None:
        clock.advance(20)

    city.water.before = slow
    city.take(scheme("1"))
    await city.pump()
    companies.add_up(city.store)
    assert standing(city) is Standing.SLOW


async def test_calls_are_added_up_by_the_hour_once(both_city: World, clock: SettableClock) -> None:
    city = both_city
    refuse(city)
    city.take(scheme("1"))
    await city.pump()
    relent(city)
    clock.advance(3600)
    city.take(scheme("2"))
    city.take(scheme("3"))
    await city.pump()
    for _ in range(2):
        companies.add_up(city.store)
    with city.store.read() as tx:
        hours = companies.hours(tx, LI, "water-a", clock.now - timedelta(days=1))
    assert [(hour.calls, hour.refusals, hour.failures) for hour in hours] == [(1, 1, 0), (2, 0, 0)]
    assert companies.days(hours) == {"2025-03-03": (3, 0)}


async def test_an_attempt_that_is_still_open_is_added_up_when_it_ends(
    city: World, clock: SettableClock
) -> None:
    await refused(city, "1", "2")

    def set_outcome(tx: Tx, outcome: str) -> None:
        tx.connection.exec_driver_sql(f"UPDATE attempt SET outcome = {outcome} WHERE id = 2")

    def calls() -> int:
        companies.add_up(city.store)
        with city.store.read() as tx:
            return sum(hour.calls for hour in health.hours(tx, "water-a", since=clock.now - timedelta(1)))

    with city.store.begin() as tx:
        set_outcome(tx, "NULL")
    assert calls() == 1
    with city.store.begin() as tx:
        set_outcome(tx, "'parked'")
    assert calls() == 2


async def test_a_counterpart_is_paused_and_resumed_by_who_may(city: World) -> None:
    with city.store.begin() as tx, pytest.raises(Missing, match="company-unknown"):
        companies.pause(tx, WANG, "water-b", SETTINGS)
    with city.store.begin() as tx, pytest.raises(Denied, match="person-may-not"):
        companies.pause(tx, LI, "water-a", SETTINGS)
    scoped = Person(None, "zhou", "周", Role.SUPERVISOR, frozenset({"511702"}))
    with city.store.begin() as tx, pytest.raises(Denied, match="person-other-district"):
        companies.pause(tx, scoped, "water-a", SETTINGS)
    with city.store.begin() as tx:
        companies.pause(tx, WANG, "water-a", SETTINGS, "对方停机")
    assert standing(city) is Standing.PAUSED
    assert [item.message.id for item in items(city)] == ["destination-paused-by-person"]
    assert today(city).paused[0].paused_by == "wang"
    city.take(scheme("1"))
    await city.pump()
    assert city.water.pushes == []
    with city.store.begin() as tx, pytest.raises(NotPossible, match="company-paused-already"):
        companies.pause(tx, WANG, "water-a", SETTINGS)
    with city.store.begin() as tx:
        companies.resume(tx, WANG, "water-a", SETTINGS)
    with city.store.begin() as tx, pytest.raises(NotPossible, match="company-not-paused"):
        companies.resume(tx, WANG, "water-a", SETTINGS)
    await city.pump()
    assert len(city.water.taken) == 1
    assert items(city) == []
    assert trail(city) == [("wang", "destination.pause"), ("wang", "destination.resume")]
    with city.store.read() as tx:
        assert audit.records(tx)[0].detail["note"] == "对方停机"

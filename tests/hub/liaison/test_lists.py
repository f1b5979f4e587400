"""The list: filtered, searched, paged both ways while others work on it, counted; and kept as views."""

from datetime import timedelta
from typing import Any

import pytest

from hub.liaison import actions, listing, views
from hub.liaison.filters import NOBODY, Filter
from hub.liaison.listing import Neighbours
from hub.liaison.refusals import NotPossible
from hub.store import cases, desk
from hub.store.clock import SettableClock
from hub.store.desk import NewItem
from models.messages import Message
from tests.hub.fakes import World
from tests.hub.liaison.office import CHEN, LI, WANG, ZHAO, items, refused, scheme
from tests.models.builders import project_body

ALL = Filter()


def page(city: World, size: int = 2, wanted: Filter = ALL, **place: int | None) -> listing.Page:
    with city.store.read() as tx:
        return listing.page(tx, LI, wanted, size=size, **place)


def schemes(found: listing.Page) -> list[str | None]:
    return [line.item.scheme_id for line in found.lines]


def ids(city: World, **filters: Any) -> list[str | None]:
    found = items(city, **filters)
    assert len(found) == count(city, **filters)
    return [item.scheme_id for item in found]


def count(city: World, **filters: Any) -> int:
    with city.store.read() as tx:
        return listing.count(tx, LI, Filter(**filters))


async def test_a_list_is_paged_forwards_and_back(both_city: World) -> None:
    city = both_city
    await refused(city, *"12345")
    first = page(city)
    assert (schemes(first), first.has_before, first.has_more) == (["FA-1", "FA-2"], False, True)
    second = page(city, after=first.last)
    assert (schemes(second), second.has_before, second.has_more) == (["FA-3", "FA-4"], True, True)
    last = page(city, after=second.last)
    assert (schemes(last), last.has_more) == (["FA-5"], False)
    back = page(city, before=last.first)
    assert (schemes(back), back.has_before, back.has_more) == (["FA-3", "FA-4"], True, True)
    assert page(city, before=back.first).has_before is False
    newest = Filter(sort="newest")
    assert schemes(page(city, wanted=newest)) == ["FA-5", "FA-4"]
    assert schemes(page(city, wanted=newest, after=last.first)) == ["FA-4", "FA-3"]
    assert schemes(page(city, wanted=newest, before=first.first)) == ["FA-3", "FA-2"]


async def test_a_page_holds_while_others_take_lines_off_it(city: World) -> None:
    await refused(city, *"12345")
    first = page(city)
    with city.store.begin() as tx:
        actions.retry(tx, WANG, first.lines[0].item.id)
    assert schemes(page(city, after=first.last)) == ["FA-3", "FA-4"]


async def test_items_are_found_by_what_people_know(both_city: World) -> None:
    city = both_city
    await refused(city, "1", "2")
    city.take(scheme("3", project=project_body(area_code="511799", name="无人区")))
    with city.store.begin() as tx:
        (case,) = cases.by_scheme(tx, "FA-2")
        cases.set_remote_ref(tx, case.number, "GS-2026-0099")
    assert ids(city, search="2 号安置") == ["FA-2"]
    assert ids(city, search="gs-2026") == ["FA-2"]
    assert ids(city, search="fa-1-water") == ["FA-1"]
    assert ids(city, search="249065") == ["FA-1", "FA-2", "FA-3"]
    assert ids(city, search="%") == []
    assert ids(city, company="water-a") == ["FA-1", "FA-2"]
    assert ids(city, cause="scheme-unserved") == ["FA-3"]
    assert ids(city, district="511799") == ["FA-3"]
    assert ids(city, stage="review") == ["FA-1", "FA-2"]
    assert ids(city, delivery="attention") == ["FA-1", "FA-2"]
    assert ids(city, delivery="waiting") == []
    assert ids(city, kind="scheme") == ["FA-3"]
    assert ids(city, colour="red") == []


async def test_a_line_tells_of_its_delivery(city: World) -> None:
    await refused(city, "1")
    (line,) = page(city).lines
    assert line.delivery is not None
    assert (line.delivery.kind, line.delivery.attempts, line.delivery.unsure) == ("scheme.push", 1, False)
    assert line.item.area_code == "511702"


async def test_owned_snoozed_and_closed_items_are_found_as_such(city: World, clock: SettableClock) -> None:
    first, second, third = await refused(city, "1", "2", "3")
    with city.store.begin() as tx:
        actions.assign(tx, LI, first, 1, "li")
        actions.snooze(tx, LI, second, 1, clock.now + timedelta(hours=2))
        actions.retry(tx, LI, third)
    assert ids(city) == ["FA-1"]
    assert ids(city, owner="me") == ["FA-1"]
    assert ids(city, owner=NOBODY, snoozed="all") == ["FA-2"]
    assert ids(city, snoozed="only") == ["FA-2"]
    assert ids(city, state="closed") == ["FA-3"]
    assert ids(city, state="all", snoozed="all") == ["FA-1", "FA-2", "FA-3"]
    clock.advance(2 * 3600)
    assert ids(city) == ["FA-1", "FA-2"]


async def test_a_person_of_a_district_sees_that_district_alone(both_city: World) -> None:
    city = both_city
    await refused(city, "1")
    project = project_body(area_code="511703", name="达川")
    city.take(scheme("2", project=project))
    with city.store.begin() as tx:
        told = Message(id="destination-paused-by-person")
        desk.open_item(
            tx, NewItem(kind="destination", subject="water-a", message=told, destination="water-a")
        )
    assert [item.scheme_id for item in items(city, CHEN)] == ["FA-2"]
    assert len(items(city, LI)) == 3
    with city.store.read() as tx:
        assert listing.count(tx, CHEN, Filter(district="511702")) == 0


async def test_an_item_has_its_place_among_those_of_the_filter(city: World) -> None:
    first, second, third = await refused(city, "1", "2", "3")

    def place(item_id: int, wanted: Filter = ALL) -> Neighbours:
        with city.store.read() as tx:
            return listing.neighbours(tx, LI, wanted, item_id)

    assert place(second) == Neighbours(first, third, 2, 3)
    assert place(first) == Neighbours(None, second, 1, 3)
    assert place(third, Filter(sort="newest")) == Neighbours(None, second, 1, 3)
    with city.store.begin() as tx:
        actions.retry(tx, LI, second)
    assert place(second) == Neighbours(first, third, 0, 2)  # gone from the list, and still between the two


async def test_a_filter_is_kept_under_a_name_for_oneself(city: World) -> None:
    mine, theirs = Filter(company="water-a", sort="newest"), Filter(search="安置房")
    with city.store.begin() as tx:
        views.save(tx, LI, "  供水  最新 ", mine)
        views.save(tx, WANG, "安置房", theirs)
        assert views.of(tx, LI) == {"供水 最新": mine}
        views.save(tx, LI, "供水 最新", theirs)
        assert views.of(tx, LI) == {"供水 最新": theirs}
        assert not views.remove(tx, ZHAO, "安置房")
        assert views.remove(tx, WANG, "安置房")
        with pytest.raises(NotPossible, match="view-name"):
            views.save(tx, LI, " ", mine)
        for number in range(views.MOST - 1):
            views.save(tx, LI, f"v{number}", mine)
        with pytest.raises(NotPossible, match="view-too-many"):
            views.save(tx, LI, "one more", mine)

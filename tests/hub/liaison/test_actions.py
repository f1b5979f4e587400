"""What a person does about one item, and what happens when somebody was first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from adapters.errors import UnknownOutcome
from hub.liaison import actions, one
from hub.liaison.actions import How
from hub.liaison.filters import Filter
from hub.liaison.one import One
from hub.liaison.reasons import Reason
from hub.liaison.refusals import Conflict, Missing, NotPossible
from hub.liaison.suggestions import Suggestion
from hub.liaison.timeline import What
from hub.people.person import Person
from hub.people.refusals import Denied
from hub.people.roles import Action
from hub.store import cases, desk
from hub.store.clock import SettableClock
from hub.store.desk import Item, NewItem
from hub.store.outbox import State
from models.messages import Message
from tests.hub.fakes import World
from tests.hub.liaison.office import (
    AUDITOR,
    CHEN,
    LI,
    WANG,
    ZHAO,
    items,
    refuse,
    refused,
    scheme,
    state_of,
    trail,
)


def do(city: World, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
    with city.store.begin() as tx:
        return action(tx, *given, **more)


def one_of(city: World, item_id: int, person: Person = LI, wanted: Filter | None = None) -> One:
    with city.store.read() as tx:
        return one.one(tx, person, item_id, wanted)


def item_of(city: World, item_id: int) -> Item:
    with city.store.read() as tx:
        item = desk.get(tx, item_id)
    assert item is not None
    return item


async def test_the_second_of_two_is_told_who_was_first_and_when(
    both_city: World, clock: SettableClock
) -> None:
    city = both_city
    (first,) = await refused(city, "1")
    seen = item_of(city, first).version
    do(city, actions.assign, WANG, first, seen, "wang")
    with pytest.raises(Conflict, match="failure-changed") as conflict:
        do(city, actions.resolve, LI, first, seen, reason=Reason.NOT_NEEDED)
    assert (conflict.value.who, conflict.value.at) == ("wang", clock.now)
    assert conflict.value.message.params["who"] == "王芳"
    do(city, actions.retry, WANG, first, item_of(city, first).version)
    with pytest.raises(Conflict, match="failure-closed") as conflict:
        do(city, actions.resolve, LI, first, None, reason=Reason.NOT_NEEDED)
    assert conflict.value.who == "wang"


async def test_a_report_that_comes_again_takes_nothing_from_what_people_did(city: World) -> None:
    (first,) = await refused(city, "1")
    do(city, actions.assign, LI, first, 1, "li")
    item = item_of(city, first)
    again = NewItem(
        kind=item.kind, subject=item.subject, message=item.message, destination="water-a", scheme_id="FA-1"
    )
    do(city, desk.open_item, again)
    after = item_of(city, first)
    assert (after.owner, after.version, after.times) == ("li", item.version, 2)


async def test_a_phone_call_that_says_it_arrived_gives_the_case_their_number(city: World) -> None:
    def lost(key: str) -> None:
        raise UnknownOutcome(Message(id="delivery-outcome-unknown"))

    city.water.before = lost
    city.take(scheme("1"))
    for _ in range(3):
        await city.pump()
    with city.store.begin() as tx:
        tx.connection.exec_driver_sql(
            "UPDATE outbox SET state = 'attention', unsure = 1, error_kind = 'unknown'"
        )
        desk.open_item(
            tx,
            NewItem(
                kind="delivery",
                subject="water-a:FA-1:v1",
                message=Message(id="delivery-outcome-unknown"),
                destination="water-a",
                scheme_id="FA-1",
                case_number="FA-1-water-a",
            ),
        )
    (item,) = items(city)
    assert one_of(city, item.id).suggestion is Suggestion.PHONE
    do(city, actions.answer, LI, item.id, item.version, arrived=True, remote_ref="GS-7", note="王工")
    assert state_of(city, "water-a:FA-1:v1") is State.DELIVERED
    with city.store.read() as tx:
        (case,) = cases.by_scheme(tx, "FA-1")
    assert case.remote_ref == "GS-7"
    assert trail(city)[-1] == ("li", "failure.answer")


async def test_a_phone_call_that_says_it_did_not_arrive_sends_it_again(city: World) -> None:
    (first,) = await refused(city, "1")
    do(city, actions.answer, LI, first, 1, arrived=False, note="没有收到")
    assert items(city) == []
    await city.pump()
    assert state_of(city, "water-a:FA-1:v1") is State.DELIVERED


async def test_an_item_is_skipped_for_a_reason_from_the_list(city: World) -> None:
    (first,) = await refused(city, "1")
    do(city, actions.resolve, LI, first, 1, reason=Reason.SENT_OTHERWISE, note="纸质送达")
    item = item_of(city, first)
    assert (item.resolution, item.reason, item.note) == ("discarded", "sent-otherwise", "纸质送达")
    assert state_of(city, "water-a:FA-1:v1") is State.DISCARDED


async def test_what_is_no_delivery_is_done_and_cannot_be_answered_for(city: World) -> None:
    project = scheme("1").project.model_copy(update={"area_code": "511799"})
    city.take(scheme("1", project=project))
    (item,) = items(city)
    with pytest.raises(NotPossible, match="failure-needs-other-decision"):
        do(city, actions.answer, LI, item.id, item.version, arrived=True)
    with pytest.raises(NotPossible, match="failure-not-retried"):
        do(city, actions.retry, LI, item.id)
    do(city, actions.resolve, LI, item.id, item.version, reason=Reason.MENDED)
    assert item_of(city, item.id).resolution == How.DONE


async def test_an_item_is_given_to_somebody_who_can_have_it(city: World) -> None:
    (first,) = await refused(city, "1")
    for nobody in ("ghost", "chen"):  # 陈静 looks after another district
        with pytest.raises(NotPossible, match="failure-cannot-have"):
            do(city, actions.assign, LI, first, 1, nobody)
    do(city, actions.assign, LI, first, 1, "wang")
    assert item_of(city, first).owner == "wang"
    do(city, actions.assign, WANG, first, 2, None)
    assert item_of(city, first).owner is None


async def test_an_item_is_put_off_to_a_time_to_come(city: World, clock: SettableClock) -> None:
    (first,) = await refused(city, "1")
    with pytest.raises(NotPossible, match="failure-snooze-past"):
        do(city, actions.snooze, LI, first, 1, clock.now)
    do(city, actions.snooze, LI, first, 1, clock.now + timedelta(days=1))
    assert items(city) == []
    do(city, actions.snooze, LI, first, 2, None)
    assert len(items(city)) == 1


async def test_comments_stay_in_their_order_also_on_a_closed_item(city: World) -> None:
    (first,) = await refused(city, "1")
    do(city, actions.comment, LI, first, " 已致电 ")
    do(city, actions.retry, LI, first)
    do(city, actions.comment, WANG, first, "好")
    assert [(each.by, each.text) for each in one_of(city, first).comments] == [
        ("li", "已致电"),
        ("wang", "好"),
    ]
    for text in (" ", "x" * 2001):
        with pytest.raises(NotPossible, match="comment-length"):
            do(city, actions.comment, LI, first, text)


async def test_who_has_it_open_is_shown_to_the_others(city: World, clock: SettableClock) -> None:
    (first,) = await refused(city, "1")
    assert do(city, one.look, LI, first) == ()
    assert [reader.name for reader in do(city, one.look, WANG, first)] == ["李明"]
    assert [reader.name for reader in one_of(city, first).others] == ["王芳"]
    clock.advance(601)
    assert one_of(city, first).others == ()


async def test_who_may_not_may_not_and_is_not_offered_it(city: World) -> None:
    (first,) = await refused(city, "1")
    for person in (ZHAO, AUDITOR):
        with pytest.raises(Denied, match="person-may-not"):
            do(city, actions.retry, person, first)
        with pytest.raises(Denied, match="person-may-not"):
            do(city, actions.comment, person, first, "好")
        assert one_of(city, first, person).actions == frozenset()
    assert Action.APPROVE not in one_of(city, first).actions
    assert Action.APPROVE in one_of(city, first, WANG).actions


async def test_an_item_of_another_district_does_not_exist_for_a_person(city: World) -> None:
    (first,) = await refused(city, "1")
    for action in (actions.retry, one.detail, one.one):
        with pytest.raises(Missing, match="failure-unknown"):
            do(city, action, CHEN, first)


async def test_one_failure_tells_its_story_and_its_place(city: World) -> None:
    first, second = await refused(city, "1", "2")
    refuse(city)
    do(city, actions.retry, LI, first)
    await city.pump()
    found = one_of(city, second, wanted=Filter(company="water-a"))
    assert found.neighbours is not None
    assert (found.neighbours.place, found.neighbours.total) == (1, 2)
    assert found.suggestion is Suggestion.CORRECT
    assert [attempt.outcome for attempt in found.detail.attempts] == ["parked"]
    assert one.evidence(found.detail)[0]["outcome"] == "parked"
    again = one_of(city, items(city)[-1].id)
    told = [entry.what for entry in again.timeline]
    assert told == [What.VERSION, What.CASE, What.FAILED, What.DESK, What.DECIDED, What.DESK]
    assert again.case is not None
    assert again.names["li"] == "李明"


async def test_a_paused_counterpart_is_resumed_by_who_may_pause_it(city: World) -> None:
    told = Message(id="destination-paused-by-person")
    item_id = do(
        city,
        desk.open_item,
        NewItem(kind="destination", subject="water-a", message=told, destination="water-a"),
    )
    assert Action.RETRY not in one_of(city, item_id).actions
    with pytest.raises(NotPossible, match="not-allowed"):
        do(city, actions.retry, LI, item_id)
    do(city, actions.retry, WANG, item_id)
    assert items(city) == []

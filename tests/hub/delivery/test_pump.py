"""The pump over fake counterparts and a real store: what is retried, asked for, parked, paused and held back."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import AuthError, ContractError, RejectedError, TransientError, UnknownOutcome
from hub.settings import DeliverySettings, Limits
from hub.store import claims, desk, destinations, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.outbox import Row, State
from models.messages import FieldFault, Message
from tests.hub.fakes import World, world
from tests.models.builders import WATER, a_scheme

KEY = "water-a:FA-511702-2026-0007:v1"
WORDS = Message(id="counterpart-busy")


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


def scheme(number: int = 7, **changes: Any) -> Any:
    return a_scheme(
        **({"scheme_id": f"FA-511702-2026-{number:04}", "demands": [WATER], "documents": []} | changes)
    )


def row(city: World, key: str = KEY) -> Row:
    with city.store.read() as tx:
        found = outbox.by_key(tx, key)
    assert found is not None
    return found


def raising(*errors: Exception) -> Any:
    """Raises each of `errors` in turn, then nothing."""
    left = list(errors)

    def once(*_: object) -> None:
        if left:
            raise left.pop(0)

    return once


def causes(city: World) -> list[str]:
    with city.store.read() as tx:
        return [item.message.id for item in desk.open_items(tx)]


async def test_a_refused_connection_is_tried_again_at_the_next_slot_and_not_before(
    city: World, clock: SettableClock
) -> None:
    city.water.before = raising(TransientError(WORDS))
    city.take(scheme())
    await city.pump()
    await city.pump()
    assert city.water.pushes == [KEY]
    clock.advance(34)
    await city.pump()
    assert row(city).state is State.DELIVERED
    assert city.water.asked == []
    with city.store.read() as tx:
        tried = outbox.attempts_of(tx, row_id(tx, KEY))
    assert [attempt.outcome for attempt in tried] == ["retry", "delivered"]


async def test_after_an_unknown_outcome_the_counterpart_is_asked_and_nothing_is_sent_twice(
    city: World, clock: SettableClock
) -> None:
    city.water.after = raising(UnknownOutcome(WORDS))
    city.take(scheme())
    await city.pump()
    assert row(city).unsure
    clock.advance(34)
    await city.pump()
    assert city.water.pushes == [KEY]
    assert city.water.asked == [KEY]
    assert row(city).state is State.DELIVERED
    assert row(city).remote_ref == "R-FA-511702-2026-0007"


async def test_an_unknown_outcome_that_was_no_effect_is_sent_again_after_asking(
    city: World, clock: SettableClock
) -> None:
    city.water.before = raising(UnknownOutcome(WORDS))
    city.take(scheme())
    await city.pump()
    clock.advance(34)
    await city.pump()
    assert city.water.asked == [KEY]
    assert city.water.pushes == [KEY, KEY]
    assert list(city.water.taken) == [KEY]


async def test_what_a_killed_worker_left_is_asked_for_once_its_lease_has_run_out(
    city: World, clock: SettableClock
) -> None:
    city.take(scheme())
    with city.store.begin() as tx:
        claims.claim(tx, capacity={"water-a": 1}, worker="killed", lease=timedelta(seconds=45))
    await city.pump()
    assert city.water.pushes == []
    clock.advance(46)
    await city.pump()
    assert city.water.asked == [KEY]
    assert city.water.pushes == [KEY]


async def test_a_refusal_waits_on_the_desk_with_its_reasons_until_an_officer_retries(
    city: World, clock: SettableClock
) -> None:
    fault = FieldFault(field="demands.0.pipe_dn_mm", message=Message(id="counterpart-reason"))
    city.water.before = raising(RejectedError(Message(id="counterpart-refused"), faults=[fault]))
    city.take(scheme())
    await city.pump()
    clock.advance(100_000)
    await city.pump()
    assert city.water.pushes == [KEY]
    with city.store.begin() as tx:
        (item,) = desk.open_items(tx)
        assert item.faults == (fault,)
        assert item.project_name == "朝阳片区安置房一期"
        assert outbox.retry_now(tx, [row_id(tx, KEY)], actor="wang") == 1
    await city.pump()
    assert row(city).state is State.DELIVERED
    assert causes(city) == []


def row_id(tx: Any, key: str) -> int:
    found = outbox.by_key(tx, key)
    assert found is not None
    return found.id


async def test_refused_credentials_pause_the_company_with_one_item_for_all_that_waits(city: World) -> None:
    for number in range(1, 6):
        city.take(scheme(number))

    def refuse(_: str) -> None:
        raise AuthError(Message(id="counterpart-refused-credentials"))

    city.water.before = refuse
    await city.pump()
    tries = len(city.water.pushes)
    await city.pump()
    assert len(city.water.pushes) == tries
    assert causes(city) == ["counterpart-refused-credentials"]
    with city.store.begin() as tx:
        assert destinations.get(tx)["water-a"].paused
        assert destinations.resume(tx, "water-a", "wang")


async def test_a_shape_that_the_wire_does_not_have_is_parked_and_never_tried_by_itself(
    city: World, clock: SettableClock
) -> None:
    city.water.after = raising(ContractError(Message(id="counterpart-strange")))
    city.take(scheme())
    await city.pump()
    clock.advance(100_000)
    await city.pump()
    assert city.water.pushes == [KEY]
    assert row(city).state is State.ATTENTION
    assert row(city).unsure


async def test_five_failures_open_the_breaker_and_one_probe_closes_it(
    city: World, clock: SettableClock
) -> None:
    for number in range(1, 21):
        city.take(scheme(number))
    city.hub.counterparts.utilities["water-a"] = _with_limits(city, Limits(concurrency=1))  # type: ignore[index]
    failing = True

    def fail(_: str) -> None:
        if failing:
            raise TransientError(WORDS)

    city.water.before = fail
    await city.pump()
    assert len(city.water.pushes) == 5
    clock.advance(31)
    await city.pump()
    assert len(city.water.pushes) == 6
    failing = False
    clock.advance(61)
    await city.pump()
    assert len(city.water.taken) >= 15


def _with_limits(city: World, limits: Limits) -> Any:
    return replace(city.hub.counterparts.utilities["water-a"], limits=limits)


async def test_a_wish_to_wait_holds_back_the_siblings_too(city: World, clock: SettableClock) -> None:
    city.hub.counterparts.utilities["water-a"] = _with_limits(city, Limits(concurrency=1))  # type: ignore[index]
    city.water.before = raising(TransientError(WORDS, retry_after=120, throttled=True))
    for number in range(1, 4):
        city.take(scheme(number))
    await city.pump()
    assert len(city.water.pushes) == 1
    clock.advance(119)
    await city.pump()
    assert len(city.water.pushes) == 1
    clock.advance(30)
    await city.pump()
    assert len(city.water.taken) == 3


async def test_the_failure_of_one_destination_does_not_hold_up_another(city: World) -> None:
    def down(_: str) -> None:
        raise TransientError(WORDS)

    city.water.before = down
    for number in range(1, 4):
        city.take(scheme(number))
    await city.pump()
    assert len(city.province.order) == 1
    assert city.water.taken == {}


async def test_no_more_calls_are_under_way_than_the_company_bears(city: World) -> None:
    city.hub.counterparts.utilities["water-a"] = _with_limits(city, Limits(concurrency=3))  # type: ignore[index]
    for number in range(1, 13):
        city.take(scheme(number))
    under_way, most = 0, 0
    together = asyncio.Barrier(3)
    push = city.water.push_scheme

    async def slow(*args: Any, **kwargs: Any) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await together.wait()
        under_way -= 1
        return await push(*args, **kwargs)

    city.water.push_scheme = slow  # type: ignore[method-assign]
    await city.pump()
    assert len(city.water.taken) == 12
    assert most == 3


async def test_a_long_call_keeps_its_lease(city: World) -> None:
    settings = DeliverySettings(lease=timedelta(seconds=0.06))
    city.hub = type(city.hub)(
        city.hub.settings.model_copy(update={"delivery": settings}),
        city.store,
        city.hub.counterparts,
        city.folder,
    )
    renewed = asyncio.Event()
    real = claims.renew

    def renew(*args: Any) -> Any:
        held = real(*args)
        loop.call_soon_threadsafe(renewed.set)
        return held

    loop = asyncio.get_running_loop()
    push = city.water.push_scheme

    async def until_renewed(*args: Any, **kwargs: Any) -> Any:
        await renewed.wait()
        return await push(*args, **kwargs)

    city.water.push_scheme = until_renewed  # type: ignore[method-assign]
    city.take(scheme())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "renew", renew)
        await asyncio.wait_for(city.pump(), 20)
    assert row(city).state is State.DELIVERED


async def test_a_defect_of_an_adapter_parks_its_item_and_the_others_go_on(city: World) -> None:
    city.water.before = raising(ZeroDivisionError())
    for number in range(1, 6):
        city.take(scheme(number))
    report = await city.pump()
    assert report.counts["water-a", "delivered"] == 4
    assert causes(city) == ["delivery-adapter-failed"]

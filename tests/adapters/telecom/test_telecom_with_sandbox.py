"""The adapter against a carrier's stand-in over real connections, TM Forum's schema judging both."""

import json
from typing import Any

import pytest

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import recording
from adapters.status_maps import shipped
from adapters.telecom.adapter import TelecomAdapter
from models.events import Update
from models.stage import Opinion, Stage
from models.status import HandlingStatus
from tests.adapters.telecom.published import faults
from tests.adapters.telecom.sides import KEY, TAKEN_BACK, listening, scheme, side
from tests.models.builders import TELECOM


def meaning(update: Update) -> object:
    """What the hub makes of an update by the mapping that ships with the adapter."""
    assert update.status is None
    return shipped(TelecomAdapter).find(update.status_code, update.stage)


async def test_a_scheme_goes_the_whole_way_by_polling_alone() -> None:
    async with side() as both:
        receipt = await both.pushed()
        for _ in range(60):
            await both.control.advance()
        page = await both.all_updates()
        assert page.unreadable == ()
        assert {update.remote_ref for update in page.updates} == {receipt.remote_ref}
        assert {update.scheme_id for update in page.updates} == {"FA-511702-2026-0007"}
        assert {update.stage for update in page.updates} == set(Stage)
        emitted = await both.control.effects("telecom", "event_emitted")
        told = [(update.stage, meaning(update)) for update in page.updates]
        assert told == [(entry["facts"]["stage"], entry["facts"]["handling_status"]) for entry in emitted]
        concluded = [update for update in page.updates if update.opinion]
        assert [update.opinion for update in concluded] == [Opinion.AGREE]
        assert [document.number is not None for document in concluded[0].documents] == [True]
        assert all(update.handler and update.department for update in page.updates)


async def test_a_sweep_goes_on_from_the_last_change_and_looks_back_a_little() -> None:
    async with side() as both:
        for number in range(5):
            await both.pushed(key=f"key-{number}", scheme_id=f"FA-{number}")
        first = await both.all_updates()
        assert len({update.remote_ref for update in first.updates}) == 5
        assert {update.event_id for update in (await both.all_updates(first.cursor)).updates} == {
            update.event_id for update in first.updates
        }
        await both.control.advance(20)
        later = await both.all_updates(first.cursor)
        await both.control.advance(20)
        assert len(later.updates) > len(first.updates)
        quiet = await both.all_updates(later.cursor)
        assert {update.event_id for update in quiet.updates} >= {update.event_id for update in later.updates}
        last = await both.all_updates(quiet.cursor)
        assert last.cursor == quiet.cursor


async def test_a_newer_version_changes_the_order_under_way_and_is_found_by_its_key() -> None:
    async with side() as both:
        first = await both.pushed()
        newer = await both.pushed(key=f"{KEY}2", version=2, demands=[TELECOM | {"ftth_households": 500}])
        assert newer.remote_ref == first.remote_ref
        assert await both.adapter.find_by_key(f"{KEY}2") == first
        assert await both.adapter.find_by_key(KEY) is None
        again = await both.pushed(key=f"{KEY}2", version=2, demands=[TELECOM | {"ftth_households": 500}])
        assert again == newer
        await both.control.advance(60)
        page = await both.all_updates()
        received, *later = page.updates
        assert received.scheme_version == 1
        assert {update.scheme_version for update in later} == {2}
        taken = await both.control.effects("telecom", "scheme_taken")
        assert [entry["facts"]["version"] for entry in taken] == [1, 2]


async def test_a_newer_version_that_the_carrier_never_held_an_older_of_is_an_order_of_its_own() -> None:
    async with side() as both:
        receipt = await both.pushed(version=3)
        assert await both.adapter.find_by_key(KEY) == receipt


async def test_a_key_that_was_used_is_the_order_it_was_used_for() -> None:
    async with side() as both:
        assert await both.adapter.find_by_key(KEY) is None
        first = await both.pushed()
        assert await both.pushed() == first == await both.adapter.find_by_key(KEY)
        assert len(await both.control.effects("telecom", "scheme_taken")) == 1


async def test_a_withdrawal_takes_effect_once_however_often_it_is_sent() -> None:
    async with side() as both:
        receipt = await both.pushed()
        told = await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}:w")
        assert told.received_at is not None
        again = await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}:w")
        assert again == told
        assert len(await both.control.effects("telecom", "scheme_withdrawn")) == 1
        page = await both.all_updates()
        assert meaning(page.updates[-1]) is HandlingStatus.WITHDRAWN
        with pytest.raises(RejectedError) as raised:
            await both.pushed(key=f"{KEY}2", version=2)
        assert raised.value.message.id == "tmf641-refused"
        assert "撤回" in str(raised.value.message.params["words"])


async def test_a_refused_value_is_told_by_the_schemes_own_field() -> None:
    async with side() as both:
        with pytest.raises(RejectedError) as raised:
            await both.pushed(project=scheme().project.to_store() | {"area_code": "511703"})
        (fault,) = raised.value.faults
        assert (fault.field, fault.allowed) == ("project.area_code", ("511702",))
        assert await both.adapter.find_by_key(KEY) is None


FAULTS: list[tuple[str, dict[str, Any], type[CounterpartError]]] = [
    ("status", {"status": 503, "retry_after": "9"}, TransientError),
    ("status", {"status": 429}, TransientError),
    ("status", {"status": 500, "effect": True}, UnknownOutcome),
    ("proxy_status", {"status": 502}, UnknownOutcome),
    ("proxy_status", {"status": 504, "effect": True}, UnknownOutcome),
    ("unauthorized", {}, AuthError),
    ("login_page", {}, ContractError),
    ("wrong_shape", {"effect": True}, ContractError),
    ("timeout_before", {}, UnknownOutcome),
    ("timeout_after", {}, UnknownOutcome),
    ("cut_reply", {"effect": True}, UnknownOutcome),
    ("refuse_connection", {}, TransientError),
]


@pytest.mark.parametrize(
    ("kind", "more", "error"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
async def test_a_misbehaving_carrier_is_met_with_the_right_error_and_asked_by_key(
    kind: str, more: dict[str, Any], error: type[CounterpartError]
) -> None:
    async with side(judged=False, read_s=0.3) as both:
        await both.control.fault("telecom", kind, **more)
        with pytest.raises(error):
            await both.pushed()
        await both.control.clear()
        carried_out = len(await both.control.effects("telecom", "scheme_taken"))
        found = await both.adapter.find_by_key(KEY)
        assert (found is not None) == bool(carried_out)
        assert (found or await both.pushed()) == await both.adapter.find_by_key(KEY)
        assert len(await both.control.effects("telecom", "scheme_taken")) == 1


@pytest.mark.parametrize("kind", ["timeout_after", "cut_reply"])
async def test_a_withdrawal_whose_answer_was_lost_is_not_sent_twice(kind: str) -> None:
    async with side(judged=False, read_s=0.3) as both:
        receipt = await both.pushed()
        await both.control.fault("telecom", kind, operation="createCancelServiceOrder")
        with pytest.raises(UnknownOutcome):
            await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}:w")
        await both.control.clear()
        assert await both.adapter.find_by_key(f"{KEY}:w") is None
        await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}:w")
        assert len(await both.control.effects("telecom", "scheme_withdrawn")) == 1
        asked = (await both.control.ledger("telecom"))["requests"]["telecom"]["createCancelServiceOrder"]
        assert asked == 1


async def test_a_notification_tells_what_the_next_reading_tells_under_the_same_ids() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        await both.all_updates()
        await both.pushed()
        await both.control.advance(60)
        told: dict[str, Any] = {}
        kinds = set()
        while not listener.messages.empty():
            headers, body = listener.messages.get_nowait()
            notification = json.loads(body)
            kinds.add(notification["eventType"])
            assert faults(notification["eventType"], notification) == []
            page = both.adapter.read_callback(headers, body)
            assert page.unreadable == ()
            told |= {update.event_id: update for update in page.updates}
        assert kinds >= {
            "ServiceOrderCreateEvent",
            "ServiceOrderMilestoneEvent",
            "ServiceOrderStateChangeEvent",
        }
        assert list(told.values()) == list((await both.all_updates()).updates)


async def test_a_forged_notification_is_refused_and_a_genuine_one_once_more_changes_nothing() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        await both.all_updates()
        await both.control.fault("telecom", "forge_webhook", times=1)
        await both.pushed()
        await both.control.advance(1)
        forged = await listener.messages.get()
        with pytest.raises(AuthError):
            both.adapter.read_callback(*forged)
        headers, body = await listener.messages.get()
        assert both.adapter.read_callback(headers, body) == both.adapter.read_callback(headers, body)
        with pytest.raises(AuthError):
            both.adapter.read_callback(headers, body + b" ")


async def test_a_listener_that_was_lost_is_registered_again_and_one_that_stands_is_not_doubled() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        for _ in range(3):
            await both.all_updates()
        requests = (await both.control.ledger("telecom"))["requests"]["telecom"]
        assert requests["registerListener"] == 3
        await both.forget_listener("L1")
        await both.all_updates()
        await both.pushed()
        await both.control.advance(1)
        assert not listener.messages.empty()
        await both.forget_listener("L2")


async def test_a_page_of_the_sweep_after_the_first_registers_nothing() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        for number in range(3):
            await both.pushed(key=f"key-{number}", scheme_id=f"FA-{number}")
        first = await both.adapter.fetch_updates(None)
        assert first.more
        await both.adapter.fetch_updates(first.cursor)
        requests = (await both.control.ledger("telecom"))["requests"]["telecom"]
        assert requests["registerListener"] == 1


@pytest.mark.parametrize(
    ("status", "told"), [(500, []), (503, []), (400, ["tmf641-listener-refused"])], ids=str
)
async def test_a_listener_that_cannot_be_registered_stops_no_reading(status: int, told: list[str]) -> None:
    async with listening() as listener, side(judged=False, callback=listener.url) as both:
        await both.pushed()
        await both.control.fault("telecom", "status", operation="registerListener", status=status)
        page = await both.all_updates()
        assert len(page.updates) == 1
        assert [item.message.id for item in page.unreadable] == told
        again = await both.all_updates()
        assert [item.event_id for item in again.unreadable] == [item.event_id for item in page.unreadable]


async def test_refused_credentials_are_not_taken_for_a_missing_listener() -> None:
    async with listening() as listener, side(judged=False, callback=listener.url) as both:
        await both.control.fault("telecom", "unauthorized", operation="registerListener")
        with pytest.raises(AuthError):
            await both.adapter.fetch_updates(None)


async def test_no_record_of_a_call_tells_a_person_or_a_secret() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        with recording() as exchanges:
            receipt = await both.pushed()
            await both.control.advance(10)
            page = await both.all_updates()
            await both.adapter.find_by_key(KEY)
            await both.adapter.withdraw_scheme(TAKEN_BACK, receipt.remote_ref, key=f"{KEY}:w")
        kept = "".join(exchange.model_dump_json() for exchange in exchanges)
        names = {update.handler.get_secret_value() for update in page.updates if update.handler}
        assert "朝阳片区安置房一期" in kept
        assert names
        for secret in ("李明", "13800000000", both.address["token"], *names):
            assert secret not in kept


async def test_a_sign_of_life_has_no_effect() -> None:
    async with listening() as listener, side(callback=listener.url) as both:
        await both.adapter.ping()
        assert (await both.control.ledger("telecom"))["requests"]["telecom"] == {"listServiceOrder": 1}

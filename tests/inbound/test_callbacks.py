"""Callbacks: what is answered with success is committed, and nothing else is taken."""

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from adapters.http import Wiring
from adapters.water.adapter import WaterAdapter
from hub.callbacks import take_callback
from hub.store import inbox
from hub.store.clock import SettableClock
from hub.store.tables import metadata
from hub.upkeep import daily
from inbound import callbacks
from inbound.bodies import MAX_BYTES
from tests.inbound.conftest import SECRET, Doors, an_event, signed
from tests.store.support import OpenStore


async def test_a_signed_callback_is_in_its_case_before_it_is_answered(doors: Doors) -> None:
    body = an_event()
    response = await doors.call_back(body, signed(body))
    assert response.status_code == 204
    assert response.content == b""
    assert doors.events() == [1]


async def test_the_same_callback_a_hundred_times_at_once_has_one_effect(doors: Doors) -> None:
    body = an_event()
    responses = await asyncio.gather(*(doors.call_back(body, signed(body)) for _ in range(100)))
    assert {response.status_code for response in responses} == {204}
    assert doors.events() == [1]
    assert doors.items() == []


async def test_an_event_that_the_feed_has_told_already_has_no_second_effect(doors: Doors) -> None:
    body = an_event()
    page = doors.world.hub.counterparts.utilities["water-a"].adapter.read_callback(signed(body), body)
    doors.world.hear(*page.updates)
    assert (await doors.call_back(body, signed(body))).status_code == 204
    assert doors.events() == [1]


async def test_the_same_event_with_another_body_is_kept_apart_and_shown(doors: Doors) -> None:
    for body in (an_event(), an_event(status_text="另一种说法")):
        assert (await doors.call_back(body, signed(body))).status_code == 204
    assert doors.events() == [1]
    assert doors.items() == ["update-conflicting"]


async def test_the_same_callback_after_a_month_has_no_second_effect(
    doors: Doors, clock: SettableClock
) -> None:
    body = an_event()
    assert (await doors.call_back(body, signed(body))).status_code == 204
    for days in (31, 300):
        clock.advance(days * 86_400)
        assert daily(doors.world.store)
        assert (await doors.call_back(body, signed(body, id=f"msg_{days}"))).status_code == 204
    assert doors.events() == [1]
    assert doors.items() == []


async def test_two_doors_take_the_same_callback_a_hundred_times_at_once_with_one_effect(
    doors: Doors, store_url: str, clock: SettableClock, open_store: OpenStore
) -> None:
    """As two processes would, each with its own connections."""
    body, hub = an_event(), doors.world.hub
    other = replace(hub, store=open_store(store_url, clock))
    calls = [
        asyncio.to_thread(take_callback, each, "water-a", signed(body), body)
        for each in (hub, other)
        for _ in range(50)
    ]
    await asyncio.gather(*calls)
    assert doors.events() == [1]
    assert doors.items() == []


async def test_while_a_company_changes_its_secret_both_are_accepted(doors: Doors) -> None:
    newer = "whsec_" + base64.b64encode(b"another secret of 32 bytes, here").decode()
    settings = {"base_url": "http://127.0.0.1:9/uga/v1", "token": "t", "webhook_secrets": [SECRET, newer]}
    before = doors.world.hub.counterparts.utilities["water-a"]
    adapter = WaterAdapter.connect(before.company, settings, Wiring())
    doors.world.hub.counterparts.utilities["water-a"] = replace(before, adapter=adapter)  # type: ignore[index]
    for number, secret in enumerate((SECRET, newer), start=1):
        body = an_event(status=2 * number - 1, event_id=f"W-{number}")
        assert (await doors.call_back(body, signed(body, id=f"msg_{number}", by=secret))).status_code == 204
    assert doors.events() == [1, 3]
    body = an_event(event_id="W-9")
    refused = await doors.call_back(body, signed(body, by="whsec_" + "A" * 32))
    assert refused.status_code == 401
    await adapter.aclose()


@pytest.mark.parametrize(
    "forgery", ["changed body", "no signature", "stale", "another secret", "written anew", "from tomorrow"]
)
async def test_a_forged_callback_is_refused_and_leaves_only_a_note(doors: Doors, forgery: str) -> None:
    body = an_event()
    headers = signed(body)
    if forgery == "changed body":
        body = an_event(status=11)
    elif forgery == "no signature":
        del headers["webhook-signature"]
    elif forgery == "written anew":
        body = json.dumps(json.loads(body), ensure_ascii=False, indent=1).encode()
    elif forgery == "from tomorrow":
        headers = signed(body, at=datetime.now(UTC) + timedelta(days=1))
    elif forgery == "stale":
        headers = signed(body, at=datetime(2026, 1, 1, tzinfo=UTC))
    else:
        headers = signed(body, by="whsec_" + "A" * 32)
    response = await doors.call_back(body, headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert doors.events() == []
    with doors.world.store.read() as tx:
        assert inbox.counts(tx) == {}
    (note,) = doors.notes()
    assert (note.actor, note.action, note.subject) == ("inbound", "callback.refused", "water-a")
    assert set(note.detail) == {"reason", "unnoted"}
    assert str(note.detail["reason"]).startswith("webhook-")
    with doors.world.store.read() as tx:
        everything = [str(tx.connection.execute(select(table)).all()) for table in metadata.sorted_tables]
    assert not any(word in said for said in everything for word in ("王芳", "营业厅", "W-2026-1"))


async def test_a_flood_of_forgeries_does_not_flood_the_audit_trail(doors: Doors) -> None:
    body = an_event()
    headers = signed(body) | {"webhook-signature": "v1,AAAA"}
    responses = [await doors.call_back(body, headers) for _ in range(20)]
    assert {response.status_code for response in responses} == {401}
    assert len(doors.notes()) == 1


async def test_nobody_is_told_success_for_what_was_not_committed(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    body = an_event()
    with doors.failing_commits():
        response = await doors.call_back(body, signed(body))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.json()["type"] == "urn:liandong:problem:inbound-busy"
    assert doors.events() == []
    assert "王芳" not in caplog.text


async def test_a_database_that_does_not_answer_in_time_is_told_in_time(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbound.storing.stored.__kwdefaults__", {"patience": 0.05})
    body = an_event()
    with doors.world.store.begin() as tx:
        tx.alone()  # as another process would that writes for long
        response = await doors.call_back(body, signed(body))
    assert response.status_code == 503


@pytest.mark.parametrize("who", ["nobody", "gas-a"], ids=["unknown", "without callbacks"])
async def test_a_company_that_takes_no_callbacks_has_no_door(doors: Doors, who: str) -> None:
    response = await doors.call_back(an_event(), signed(an_event()), to=who)
    assert response.status_code == 404
    assert doors.notes() == []


async def test_a_body_beyond_the_limit_is_refused_as_it_arrives(doors: Doors) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b" " * 65536

    response = await doors.http.post("/callbacks/water-a", content=endless())
    assert response.status_code == 413
    assert read <= MAX_BYTES // 65536 + 2


async def test_a_body_that_says_it_is_too_long_is_not_read(doors: Doors) -> None:
    body = b" " * (MAX_BYTES + 1)
    assert (await doors.call_back(body, signed(body))).status_code == 413
    fits = b" " * MAX_BYTES
    assert (await doors.call_back(fits, {})).status_code == 401


async def test_a_body_that_does_not_arrive_in_time_is_let_go(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbound.bodies.read_body.__kwdefaults__", {"seconds": 0.05})
    never = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    assert (await doors.http.post("/callbacks/water-a", content=stuck())).status_code == 408


async def test_what_is_signed_and_no_event_goes_to_the_desk_until_the_company_is_understood_again(
    doors: Doors,
) -> None:
    for _ in range(2):
        assert (await doors.call_back(b"[]", signed(b"[]"))).status_code == 422
    assert doors.items() == ["callback-unreadable"]
    body = an_event()
    assert (await doors.call_back(body, signed(body))).status_code == 204
    assert doors.items() == []


async def test_an_event_that_cannot_be_read_is_set_aside_and_taken(doors: Doors) -> None:
    body = an_event(stage="no such stage")
    assert (await doors.call_back(body, signed(body))).status_code == 204
    assert doors.events() == []
    assert len(doors.items()) == 1


async def test_an_error_nobody_has_foreseen_is_answered_and_says_nothing_of_the_caller(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("王芳")

    monkeypatch.setattr(callbacks, "take_callback", broken)
    body = an_event()
    response = await doors.call_back(body, signed(body))
    assert response.status_code == 500
    assert response.json()["type"] == "urn:liandong:problem:inbound-failed"
    assert "王芳" not in response.text
    assert "ZeroDivisionError" in caplog.text


async def test_the_log_names_the_route_and_nothing_that_the_caller_wrote(
    doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await doors.http.post("/callbacks/13800138000?token=secret", content=b"")
    await doors.http.get("/13800138000")
    lines = [record.getMessage() for record in caplog.records if record.name == "inbound.manners"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["POST /callbacks/{company} 404", "GET - 404"]

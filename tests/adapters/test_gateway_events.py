"""What the feed and the callbacks of the Utility Gateway API say, read as updates."""

import json
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from adapters.errors import AuthError, ContractError, TransientError
from models.stage import Opinion, Stage
from models.status import HandlingStatus
from tests.adapters.gateway import EVENTS, Company, signed
from tests.adapters.support import NAME


@pytest.fixture
def water() -> Company:
    return Company()


async def test_a_page_of_events_is_read_in_its_order(water: Company) -> None:
    water.answers("GET", "/events", 200, EVENTS | {"more": True})
    page = await water.adapter.fetch_updates("128")
    assert dict(water.sent().url.params) == {"limit": "50", "after": "128"}
    assert (page.cursor, page.more, page.unreadable) == ("130", True, ())
    accepted, passed = page.updates
    assert (accepted.event_id, accepted.status, accepted.status_code) == (
        "evt-000129",
        HandlingStatus.ACCEPTED,
        "3",
    )
    assert (passed.stage, passed.status, passed.opinion) == (
        Stage.REVIEW,
        HandlingStatus.PASSED,
        Opinion.AGREE,
    )
    assert passed.occurred_at == datetime(2026, 3, 4, 2, 5, tzinfo=UTC)
    assert passed.handler is not None
    assert passed.handler.get_secret_value() == "陈志强"
    (issued,) = passed.documents
    assert (issued.number, issued.issued_on) == ("通水审〔2026〕41号", date(2026, 3, 4))


async def test_the_first_page_is_asked_for_without_a_cursor(water: Company) -> None:
    water.answers("GET", "/events", 200, {"events": [], "next": "0", "more": False})
    page = await water.adapter.fetch_updates(None)
    assert dict(water.sent().url.params) == {"limit": "50"}
    assert (page.updates, page.cursor) == ((), "0")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"handling_status": 16}, "status"),
        ({"handling_status": "3"}, "handling_status"),
        ({"stage": "survey"}, "stage"),
        ({"occurred_at": "2026-03-02 14:20:00"}, "occurred_at"),
        ({"occurred_at": 20260302}, "occurred_at"),
        ({"scheme_id": "a:b"}, "scheme_id"),
        ({"handler": None}, "handler"),
        ({"opinion": "maybe"}, "opinion"),
        ({"documents": [{"sha256": "x"}]}, "documents.0.name"),
    ],
)
async def test_an_unreadable_event_is_kept_apart_and_its_neighbour_counts(
    water: Company, change: dict[str, Any], field: str
) -> None:
    bad, good = EVENTS["events"]
    bad = bad | {"handler": {"name": "陈志强", "department": "客服 13912345678"}} | change
    water.answers("GET", "/events", 200, EVENTS | {"events": [bad, good]})
    page = await water.adapter.fetch_updates("128")
    assert [update.event_id for update in page.updates] == ["evt-000130"]
    (unreadable,) = page.unreadable
    assert unreadable.event_id == "evt-000129"
    assert field in {fault.field for fault in unreadable.faults}
    assert "陈志强" not in unreadable.body + str(unreadable.faults)
    assert "13912345678" not in unreadable.body
    assert "受理" in unreadable.body


@pytest.mark.parametrize("item", ["text", 7, None, [], {"id": 5}, {"id": ""}])
async def test_an_event_without_an_id_gets_the_same_one_each_time(water: Company, item: Any) -> None:
    water.answers("GET", "/events", 200, EVENTS | {"events": [item]})
    first, second = [(await water.adapter.fetch_updates(None)).unreadable[0].event_id for _ in range(2)]
    assert first == second
    assert first.startswith("sha256:")


@pytest.mark.parametrize(
    "change",
    [{"next": None}, {"next": ""}, {"more": "perhaps"}, {"events": {}}, {"next": "128", "more": True}],
)
async def test_a_page_that_cannot_be_read_on_from_is_a_contract_error(
    water: Company, change: dict[str, Any]
) -> None:
    water.answers("GET", "/events", 200, EVENTS | change)
    with pytest.raises(ContractError):
        await water.adapter.fetch_updates("128")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failing_feed_is_read_again_later(water: Company, status: int) -> None:
    water.answers("GET", "/events", status)
    with pytest.raises(TransientError):
        await water.adapter.fetch_updates(None)


async def test_a_sign_of_life_is_a_read_of_one_event(water: Company) -> None:
    water.answers("GET", "/events", 200, EVENTS)
    await water.adapter.ping()
    assert dict(water.sent().url.params) == {"limit": "1"}
    water.answers("GET", "/events", httpx.Response(200, html="<html>登录"))
    with pytest.raises(ContractError):
        await water.adapter.ping()


def callback(event: Any) -> bytes:
    message = {"type": "scheme.event", "timestamp": "2026-03-02T14:20:00+08:00", "data": event}
    return json.dumps(message, ensure_ascii=False).encode()


@pytest.mark.parametrize("secret", [0, 1])
def test_a_callback_is_the_event_of_the_feed(water: Company, secret: int) -> None:
    body = callback(EVENTS["events"][0])
    page = water.adapter.read_callback(signed(body, secret), body)
    assert [update.event_id for update in page.updates] == ["evt-000129"]
    assert (page.cursor, page.more) == (None, False)


def test_a_callback_about_an_unreadable_event_keeps_it_for_the_desk(water: Company) -> None:
    body = callback(EVENTS["events"][0] | {"stage": "survey"})
    page = water.adapter.read_callback(signed(body), body)
    assert [item.event_id for item in page.unreadable] == ["evt-000129"]
    assert "陈志强" not in page.unreadable[0].body


def test_a_callback_that_is_not_theirs_is_refused_before_it_is_read(water: Company) -> None:
    body = callback(EVENTS["events"][0])
    with pytest.raises(AuthError) as raised:
        water.adapter.read_callback(signed(body), body.replace(b"review", b"hookup"))
    assert raised.value.message.params == {"company": NAME}


@pytest.mark.parametrize("body", [b"{}", b"[]", b"not json", b'{"type": "other", "data": {}}'])
def test_a_signed_callback_that_the_wire_does_not_have_is_a_contract_error(
    water: Company, body: bytes
) -> None:
    with pytest.raises(ContractError):
        water.adapter.read_callback(signed(body), body)

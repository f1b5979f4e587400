"""The door for machines: what is answered with success is committed, and nothing else is taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook

from adapters.http import Wiring
from adapters.water.adapter import WaterAdapter
from hub.bootstrap import Hub
from hub.counterparts import Counterparts, Utility
from hub.settings import Limits
from hub.store import audit, cases, desk, inbox, schemes
from hub.store.engine import Store
from inbound.app import create_app
from inbound.bodies import MAX_BYTES
from models.stage import UtilityKind
from tests.hub.fakes import World, company, world
from tests.models.builders import WATER, a_scheme, scheme_body

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TOKEN = "intake-token-0123456789"
SCHEME = "FA-511702-2026-0007"


class Doors:
    """A caller of the door, and the hub behind it."""

    def __init__(self, world: World, http: httpx.AsyncClient) -> None:
        self.world = world
        self.http = http

    async def call_back(self, body: bytes, headers: Mapping[str, str], to: str = "water-a") -> httpx.Response:
        return await self.http.post(f"/callbacks/{to}", content=body, headers=dict(headers))

    def events(self) -> list[int]:
        with self.world.store.read() as tx:
            return [event.status for event in cases.events(tx, f"{SCHEME}-water-a")]


@pytest.fixture
async def doors(store: Store, tmp_path: Path) -> AsyncIterator[Doors]:
    made = world(store, tmp_path)
    settings = {"base_url": "http://127.0.0.1:9/uga/v1", "token": "t", "webhook_secrets": [SECRET]}
    water = WaterAdapter.connect(company(), settings, Wiring())
    silent = made.water
    counterparts = Counterparts(
        utilities={
            "water-a": Utility(water.company, water, Limits()),
            "gas-a": Utility(company("gas-a", UtilityKind.GAS), silent, Limits()),
        },
        mirrors=made.hub.counterparts.mirrors,
        sources={},
    )
    made.hub = Hub(made.hub.settings, store, counterparts, made.folder)
    made.take(a_scheme(demands=[WATER], documents=[]))
    app = create_app(made.hub, intake_token=TOKEN)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as http:
        yield Doors(made, http)
    await water.aclose()


def event(status: int = 1, event_id: str = "W-1", **changes: Any) -> bytes:
    now = datetime.now(UTC).isoformat()
    data = {
        "id": event_id,
        "reference": "W-2026-1",
        "scheme_id": SCHEME,
        "version": 1,
        "stage": "review",
        "handling_status": status,
        "status_text": "接件",
        "occurred_at": "2026-03-02T10:00:00+08:00",
        "handler": {"name": "王芳", "department": "营业厅"},
        "opinion": None,
        "opinion_text": "",
        "documents": [],
    } | changes
    return json.dumps({"type": "scheme.event", "timestamp": now, "data": data}, ensure_ascii=False).encode()


def signed(body: bytes, *, id: str = "msg_1", at: datetime | None = None) -> dict[str, str]:
    """Headers as a sender of another make writes them."""
    at = at or datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(id, at, body.decode()),
        "content-type": "application/json",
    }


async def test_a_signed_callback_is_in_its_case_before_it_is_answered(doors: Doors) -> None:
    body = event()
    response = await doors.call_back(body, signed(body))
    assert response.status_code == 204
    assert doors.events() == [1]


async def test_the_same_callback_a_hundred_times_at_once_has_one_effect(doors: Doors) -> None:
    body = event()
    calls = [doors.call_back(body, signed(body)) for _ in range(100)]
    responses = await asyncio.gather(*calls)
    assert {response.status_code for response in responses} == {204}
    assert doors.events() == [1]


async def test_the_same_event_with_another_body_is_kept_apart_and_shown(doors: Doors) -> None:
    for body in (event(), event(status_text="另一种说法")):
        assert (await doors.call_back(body, signed(body))).status_code == 204
    assert doors.events() == [1]
    with doors.world.store.read() as tx:
        assert [item.message.id for item in desk.open_items(tx)] == ["update-conflicting"]


@pytest.mark.parametrize("forgery", ["changed body", "no signature", "stale", "another secret"])
async def test_a_forged_callback_is_refused_and_leaves_only_a_note(doors: Doors, forgery: str) -> None:
    body = event()
    headers = signed(body)
    if forgery == "changed body":
        body = event(status=11)
    elif forgery == "no signature":
        del headers["webhook-signature"]
    elif forgery == "stale":
        headers = signed(body, at=datetime(2026, 1, 1, tzinfo=UTC))
    else:
        headers["webhook-signature"] = Webhook("whsec_" + "A" * 32).sign(
            "msg_1", datetime.now(UTC), body.decode()
        )
    response = await doors.call_back(body, headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert doors.events() == []
    with doors.world.store.read() as tx:
        assert inbox.counts(tx) == {}
        (note,) = audit.records(tx)
    assert (note.action, note.subject) == ("callback.refused", "water-a")
    assert "王芳" not in str(note)


async def test_nobody_is_told_success_for_what_could_not_be_stored(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("database is locked"))

    monkeypatch.setattr("inbound.callbacks.receive", locked)
    body = event()
    response = await doors.call_back(body, signed(body))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert doors.events() == []


@pytest.mark.parametrize("who", ["nobody", "gas-a"], ids=["unknown", "without callbacks"])
async def test_a_company_that_takes_no_callbacks_has_no_door(doors: Doors, who: str) -> None:
    assert (await doors.call_back(event(), signed(event()), to=who)).status_code == 404


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


async def test_a_callback_that_is_signed_but_no_event_is_refused(doors: Doors) -> None:
    body = b"[]"
    assert (await doors.call_back(body, signed(body))).status_code == 422


async def push(doors: Doors, body: Any, token: str = TOKEN, **headers: str) -> httpx.Response:
    return await doors.http.post(
        "/schemes", json=body, headers={"authorization": f"Bearer {token}"} | headers
    )


async def test_a_pushed_scheme_is_taken_once(doors: Doors) -> None:
    body = scheme_body(scheme_id="FA-511702-2026-0008", demands=[WATER], documents=[])
    assert (await push(doors, body)).status_code == 201
    assert (await push(doors, body)).status_code == 200
    with doors.world.store.read() as tx:
        assert schemes.latest(tx, "FA-511702-2026-0008") is not None


async def test_another_content_under_the_same_version_is_a_conflict(doors: Doors) -> None:
    body = scheme_body(demands=[WATER], documents=[], opinion_due=None)
    assert (await push(doors, body)).status_code == 409


async def test_a_faulty_scheme_is_refused_field_by_field_in_the_caller_s_language(doors: Doors) -> None:
    body = scheme_body(demands=[WATER | {"use_class": "luxury"}])
    chinese = (await push(doors, body)).json()
    english = (await push(doors, body, **{"accept-language": "en"})).json()
    (fault,) = chinese["errors"]
    assert fault["pointer"] == "/demands/0/use_class"
    assert "domestic" in fault["allowed"]
    assert "方案" in chinese["detail"]
    assert "scheme" in english["detail"]


async def test_without_the_token_nothing_is_taken(doors: Doors) -> None:
    body = scheme_body(scheme_id="FA-511702-2026-0009")
    assert (await push(doors, body, token="wrong")).status_code == 401
    closed = create_app(doors.world.hub)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(closed), base_url="http://hub") as http:
        assert (await http.post("/schemes", json=body)).status_code == 403
    with doors.world.store.read() as tx:
        assert schemes.latest(tx, "FA-511702-2026-0009") is None


async def test_what_is_not_json_is_said_to_be_none(doors: Doors) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert (await doors.http.post("/schemes", content=b"{", headers=headers)).status_code == 400


async def test_it_shows_a_sign_of_life_and_no_page_of_what_is_behind(doors: Doors) -> None:
    assert (await doors.http.get("/healthz")).json() == {"status": "ok"}
    for path in ("/docs", "/openapi.json", "/"):
        assert (await doors.http.get(path)).status_code == 404

"""The door in front of a hub whose water company calls back, on either database."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook

from adapters.http import Wiring
from adapters.water.adapter import WaterAdapter
from hub.bootstrap import Hub
from hub.counterparts import Counterparts, Utility
from hub.settings import Limits
from hub.store import audit, cases, desk
from hub.store.audit import AuditRecord
from hub.store.engine import Store
from inbound.app import create_app
from models.stage import UtilityKind
from tests.hub.fakes import World, company, world
from tests.models.builders import WATER, a_scheme

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

    async def push(self, body: Any, token: str = TOKEN, **headers: str) -> httpx.Response:
        admitted = {"authorization": f"Bearer {token}"}
        return await self.http.post("/schemes", json=body, headers=admitted | headers)

    def events(self) -> list[int]:
        with self.world.store.read() as tx:
            return [event.status for event in cases.events(tx, f"{SCHEME}-water-a")]

    def notes(self) -> list[AuditRecord]:
        with self.world.store.read() as tx:
            return list(audit.records(tx))

    def items(self) -> list[str]:
        with self.world.store.read() as tx:
            return [item.message.id for item in desk.open_items(tx)]

    @contextmanager
    def failing_commits(self) -> Iterator[None]:
        """The database takes statements and no commit."""

        def refuse(_: Any) -> None:
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

        event.listen(self.world.store.engine, "commit", refuse)
        yield
        event.remove(self.world.store.engine, "commit", refuse)


@pytest.fixture
async def doors(store: Store, tmp_path: Path) -> AsyncIterator[Doors]:
    made = world(store, tmp_path)
    settings = {"base_url": "http://127.0.0.1:9/uga/v1", "token": "t", "webhook_secrets": [SECRET]}
    water = WaterAdapter.connect(company(), settings, Wiring())
    counterparts = Counterparts(
        utilities={
            "water-a": Utility(water.company, water, Limits()),
            "gas-a": Utility(company("gas-a", UtilityKind.GAS), made.water, Limits()),
        },
        mirrors=made.hub.counterparts.mirrors,
        sources={},
    )
    made.hub = Hub(made.hub.settings, store, counterparts, made.folder)
    made.take(a_scheme(demands=[WATER], documents=[]))
    transport = httpx.ASGITransport(create_app(made.hub, intake_token=TOKEN))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as http:
        yield Doors(made, http)
    await water.aclose()


def an_event(status: int = 1, event_id: str = "W-1", **changes: Any) -> bytes:
    """A webhook of the Utility Gateway API."""
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
    told = {"type": "scheme.event", "timestamp": "2026-03-02T10:00:00+08:00", "data": data}
    return json.dumps(told, ensure_ascii=False).encode()


def signed(body: bytes, *, id: str = "msg_1", at: datetime | None = None, by: str = SECRET) -> dict[str, str]:
    """Headers as a sender of another make writes them."""
    at = at or datetime.now(UTC)
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(by).sign(id, at, body.decode()),
        "content-type": "application/json",
    }

"""A carrier that has certain orders, and its notifications, for tests of what is read from them."""

import json
from typing import Any

import httpx
from pydantic import SecretStr

from adapters.auth import sign
from adapters.contract import Page
from adapters.http import Wiring
from adapters.telecom.adapter import TelecomAdapter
from models.stage import UtilityKind
from tests.adapters.support import NOON, company
from tests.adapters.telecom.published import faults

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AT = "2026-03-02T14:20:00+08:00"


def carrier(*orders: Any, total: int | None = None) -> TelecomAdapter:
    """An adapter before a carrier that has these orders."""
    headers = {"x-total-count": str(len(orders) if total is None else total)}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, json=list(orders))

    settings = {"base_url": "http://c.test/v4", "token": "geheim", "webhook_secrets": [SECRET]}
    wiring = Wiring(transport=httpx.MockTransport(answer), clock=lambda: NOON)
    return TelecomAdapter.connect(company(UtilityKind.TELECOM), settings, wiring)


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": "SO-1",
        "state": "inProgress",
        "externalReference": [
            {"externalReferenceType": "schemeId", "name": "FA-1"},
            {"externalReferenceType": "schemeVersion", "name": "2"},
        ],
    } | more


def milestone(name: str, status: str = "inProgress", number: str = "M1", **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "status": status, "milestoneDate": AT} | more


def signed(body: bytes) -> dict[str, str]:
    stamp = int(NOON.timestamp())
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(SecretStr(SECRET), "msg_1", stamp, body),
    }


def told(kind: str, **more: Any) -> Page:
    """What a notification is read as; it is one that the published schema has."""
    notification = {"eventId": "E1", "eventType": kind, "eventTime": AT, "timeOcurred": AT} | more
    assert faults(kind, notification) == []
    body = json.dumps(notification, ensure_ascii=False).encode()
    return carrier().read_callback(signed(body), body)


async def only(*orders: Any) -> Page:
    return await carrier(*orders).fetch_updates(None)

"""A caller and a listener of a carrier, written from its wire document; the published schema judges each call."""

import asyncio
import json
from typing import Any

import httpx

from tests.adapters.support import Request, answer
from tests.adapters.telecom.published import check_exchange

KEY = "telecom:FA-1:v1"


class Caller:
    """Calls a carrier; every exchange is judged by the published schema."""

    def __init__(self, http: httpx.AsyncClient, address: dict[str, Any]) -> None:
        self.http = http
        self.base = address["base_url"]
        self.auth = {"Authorization": f"Bearer {address['token']}"}

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> httpx.Response:
        """One call."""
        content = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"content-type": "application/json;charset=utf-8"}
        request = self.http.build_request(
            method, self.base + path, params=query, content=content, headers=self.auth | kind
        )
        response = await self.http.send(request)
        assert check_exchange(request, response) == []
        return response

    async def order(self, **changes: Any) -> httpx.Response:
        """Place an order."""
        return await self.call("POST", "/serviceOrder", an_order(**changes))

    async def orders(self, **query: str) -> list[dict[str, Any]]:
        """The orders that a query asks for."""
        return list((await self.call("GET", "/serviceOrder", **query)).json())


def an_order(**changes: Any) -> dict[str, Any]:
    """A `ServiceOrder_Create` as the wire document describes it."""
    given = {"version": "1", "scheme": "FA-1", "area": "511702", "households": 420} | changes
    characteristics = {"ftthHouseholds": given["households"], "equipmentRoom": True, "ductEntry": False}
    contact = {"name": "李明", "phone": "13800000000"}
    service = {
        "serviceCharacteristic": [{"name": name, "value": value} for name, value in characteristics.items()],
        "place": [
            {
                "@type": "BuildingSite",
                "role": "installation",
                "address": "朝阳中路 18 号",
                "areaCode": given["area"],
                "spatialRef": "EPSG:4490",
                "geometry": {"type": "Point", "coordinates": [31.2142, 107.4953]},
            }
        ],
    }
    return {
        "externalId": changes.get("key", KEY),
        "description": "朝阳片区安置房一期",
        "externalReference": [
            {"externalReferenceType": "schemeId", "name": given["scheme"]},
            {"externalReferenceType": "schemeVersion", "name": given["version"]},
            {"externalReferenceType": "projectCode", "name": "2411-511703-04-01-249065"},
        ],
        "requestedStartDate": "2026-03-02T01:00:00Z",
        "relatedParty": [
            {
                "@type": "RelatedParty",
                "@referredType": "Organization",
                "id": "91511700MA62E1XH27",
                "name": "朝阳建设开发公司",
                "role": "developer",
            },
            {
                "@type": "ContactParty",
                "@referredType": "Individual",
                "id": "contact",
                "role": "contact",
                "contact": contact,
            },
        ],
        "serviceOrderItem": [{"id": "1", "action": "add", "service": service}],
    }


class Heard:
    """A listener that keeps what it is sent."""

    def __init__(self) -> None:
        self.notifications: list[dict[str, Any]] = []
        self.url = ""

    async def take(self, request: Request, writer: asyncio.StreamWriter) -> None:
        body = await request.read(int(request.headers["content-length"]))
        self.notifications.append(json.loads(body))
        writer.write(answer(201))

    def kinds(self) -> set[str]:
        return {each["eventType"] for each in self.notifications}

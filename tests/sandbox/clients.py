"""Callers of the stand-ins, written from the wire documents; every answer is checked against them."""

import base64
import copy
import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterable, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from tests.sandbox.wire import PROVINCE, UGA

DRAWING = b"%PDF-1.7\n" + bytes(range(256)) * 400
DRAWING_SHA256 = hashlib.sha256(DRAWING).hexdigest()


def submission(kind: str = "water", *, documents: tuple[bytes, ...] = (), **changes: Any) -> dict[str, Any]:
    """The wire document's example for a kind, with these documents and members."""
    example = UGA.document["components"]["examples"][f"{kind.title()}Submission"]["value"]
    body: dict[str, Any] = copy.deepcopy(example)
    body["documents"] = [
        {
            "sha256": hashlib.sha256(each).hexdigest(),
            "name": f"图{number}.pdf",
            "media_type": "application/pdf",
            "size_bytes": len(each),
            "role": "other",
        }
        for number, each in enumerate(documents)
    ]
    return {**body, **changes}


class Control:
    """The control port."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._base = address + "/_sandbox"

    async def ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        """Any call."""
        return await self._http.request(method, f"{self._base}/{path}", json=body if body else None)

    async def advance(self, days: int = 1) -> dict[str, Any]:
        """Let working days pass; the state after them."""
        response = await self.ask("POST", "advance", days=days)
        assert response.status_code == 200
        return dict(response.json())

    async def fault(self, counterpart: str, kind: str, **more: Any) -> None:
        """Let something go wrong."""
        assert (
            await self.ask("POST", "faults", counterpart=counterpart, kind=kind, **more)
        ).status_code == 201

    async def clear(self) -> None:
        """Let nothing go wrong any more."""
        assert (await self.ask("DELETE", "faults")).status_code == 204

    async def ledger(self, counterpart: str | None = None) -> dict[str, Any]:
        """The ledger."""
        query = f"?counterpart={counterpart}" if counterpart else ""
        return dict((await self.ask("GET", "ledger" + query)).json())

    async def effects(self, counterpart: str, effect: str) -> list[dict[str, Any]]:
        """The effects of one name."""
        entries = (await self.ledger(counterpart))["entries"]
        return [entry for entry in entries if entry["effect"] == effect]


class Company:
    """One utility, over the Utility Gateway API."""

    def __init__(self, http: httpx.AsyncClient, address: Mapping[str, Any]) -> None:
        self.http = http
        self.base = address["base_url"]
        self.auth = {"Authorization": f"Bearer {address['token']}"}

    async def submit(self, body: Any, key: str = "key-1", **headers: str) -> httpx.Response:
        """Submit a scheme."""
        sent = {**self.auth, "Idempotency-Key": key, **headers}
        return UGA.check(
            "submitScheme", await self.http.post(f"{self.base}/schemes", json=body, headers=sent)
        )

    async def find(self, key: str) -> httpx.Response:
        """Look up by key."""
        url = f"{self.base}/submissions/{quote(key, safe='')}"
        return UGA.check("findSubmission", await self.http.get(url, headers=self.auth))

    async def scheme(self, reference: str) -> httpx.Response:
        """The scheme as held."""
        return UGA.check(
            "getScheme", await self.http.get(f"{self.base}/schemes/{reference}", headers=self.auth)
        )

    async def withdraw(self, reference: str, key: str = "withdraw-1") -> httpx.Response:
        """Withdraw."""
        url = f"{self.base}/schemes/{reference}/withdrawal"
        headers = {**self.auth, "Idempotency-Key": key}
        return UGA.check(
            "withdrawScheme", await self.http.post(url, json={"reason": "方案调整"}, headers=headers)
        )

    def document_url(self, reference: str, sha256: str = DRAWING_SHA256) -> str:
        """Where a document is uploaded to."""
        return f"{self.base}/schemes/{reference}/documents/{sha256}"

    async def head(self, reference: str, sha256: str = DRAWING_SHA256) -> httpx.Response:
        """How far an upload is."""
        response = await self.http.head(self.document_url(reference, sha256), headers=self.auth)
        return UGA.check("uploadOffset", response)

    async def patch(
        self,
        reference: str,
        content: bytes | AsyncIterable[bytes],
        offset: int = 0,
        *,
        length: int = len(DRAWING),
        sha256: str = DRAWING_SHA256,
    ) -> httpx.Response:
        """Append to an upload."""
        headers = {
            **self.auth,
            "Content-Type": "application/partial-upload",
            "Upload-Offset": str(offset),
            "Upload-Length": str(length),
        }
        url = self.document_url(reference, sha256)
        return UGA.check("uploadDocument", await self.http.patch(url, content=content, headers=headers))

    async def events(self, after: str | None = None, limit: int = 500) -> dict[str, Any]:
        """A page of the feed."""
        query = {"limit": str(limit)} | ({"after": after} if after is not None else {})
        response = await self.http.get(f"{self.base}/events", params=query, headers=self.auth)
        assert UGA.check("listEvents", response).status_code == 200
        return dict(response.json())

    async def story(self, scheme_id: str | None = None) -> list[tuple[str, int]]:
        """Stage and handling status of all events (of a scheme), each once."""
        events = {each["id"]: each for each in (await self.events())["events"]}
        chosen = [each for each in events.values() if scheme_id in (None, each["scheme_id"])]
        return [(each["stage"], each["handling_status"]) for each in chosen]


class Gateway:
    """The province, over its gateway."""

    def __init__(self, http: httpx.AsyncClient, address: Mapping[str, Any]) -> None:
        self.http = http
        self.base = address["base_url"] + "/gateway"
        self.paasid, self.token = address["paasid"], address["token"]

    def signed(
        self, body: bytes = b"", *, at: float | None = None, nonce: str | None = None
    ) -> dict[str, str]:
        """Headers of a call with this body."""
        timestamp = str(int(time.time() if at is None else at))
        nonce = nonce or secrets.token_hex(8)
        secret = f"{timestamp}{self.token}{nonce}{timestamp}"
        return {
            "Content-Type": "application/json",
            "x-tif-paasid": self.paasid,
            "x-tif-timestamp": timestamp,
            "x-tif-nonce": nonce,
            "x-tif-signature": hashlib.sha256(secret.encode()).hexdigest(),
            "Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:",
        }

    async def send(self, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """Any call, as it is."""
        response = await self.http.post(self.base, content=body, headers=headers)
        return dict(PROVINCE.check("callGateway", response).json())

    async def call(self, operation: str, **envelope: Any) -> dict[str, Any]:
        """One operation, properly signed."""
        body = json.dumps({"operation": operation, **envelope}, ensure_ascii=False).encode()
        return await self.send(body, self.signed(body))

    async def write(self, table: str, *rows: dict[str, Any]) -> dict[str, Any]:
        """Write rows."""
        return await self.call(table, rows=list(rows))

    async def schemes(self, cursor: str | None = None, limit: int = 100) -> dict[str, Any]:
        """A page of the joint review's feed."""
        return await self.call("LIST_SCHEMES", cursor=cursor, limit=limit)

    async def document(self, sha256: str, **headers: str) -> httpx.Response:
        """A document's bytes."""
        response = await self.http.get(
            f"{self.base}/documents/{sha256}", headers={**self.signed(), **headers}
        )
        return response


def row(table: str, **columns: Any) -> dict[str, Any]:
    """The wire document's example row of `project`, `case` or `event`, with these columns."""
    content = PROVINCE.document["paths"]["/gateway"]["post"]["requestBody"]["content"]
    example = content["application/json"]["examples"][table]["value"]["rows"][0]
    return {**example, **columns}

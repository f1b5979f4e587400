"""Counterparts for tests: a transport that answers by function, and raw servers that misbehave on purpose."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.http import Call, HttpSeam, SeamLimits, Wiring
from models.company import Company
from models.stage import UtilityKind

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NAME = "通川区供水有限公司"


def company(kind: UtilityKind = UtilityKind.WATER) -> Company:
    return Company(
        id="water-tc", name=NAME, kind=kind, districts=frozenset({"511702"}), credit_code="91511700MA62E1XH27"
    )


def wiring(handler: Callable[..., Any] | None = None, **limits: Any) -> Wiring:
    """Connected to `handler` in place of the network, at noon."""
    transport = httpx.MockTransport(handler) if handler else None
    return Wiring(limits=SeamLimits(**limits), transport=transport, clock=lambda: NOON)


def seam(handler: Callable[..., Any] | None = None, **more: Any) -> HttpSeam:
    limits = {name: more.pop(name) for name in list(more) if name in SeamLimits.model_fields}
    return HttpSeam(
        counterpart=NAME,
        base_url=more.pop("base_url", "http://w.test/uga/v1"),
        wiring=wiring(handler, **limits),
        **more,
    )


def reading(**more: Any) -> Call:
    return Call("GET", "/things", safe=True, **more)


def telling(**more: Any) -> Call:
    return Call("POST", "/things", safe=False, **{"body": b"{}"} | more)


def problem(status: int, kind: str, **more: Any) -> httpx.Response:
    """An answer with problem details (RFC 9457)."""
    headers = more.pop("headers", {})
    body = {"type": f"https://uga.example/problems/{kind}", "title": kind, "status": status} | more
    return httpx.Response(
        status,
        headers={"content-type": "application/problem+json"} | headers,
        content=json.dumps(body).encode(),
    )


@dataclass
class Request:
    """What a raw server read: the head, and as much of the body as its script asked for."""

    method: str
    path: str
    headers: Mapping[str, str]
    reader: asyncio.StreamReader
    body: bytes = b""

    async def read(self, size: int) -> bytes:
        chunk = await self.reader.readexactly(size)
        self.body += chunk
        return chunk


@dataclass
class RawServer:
    """Answers each connection's requests with `script`, and keeps what it was asked."""

    script: Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
    requests: list[Request] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.split("\r\n")
                method, path, _ = first.split(" ")
                headers = {
                    name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines if x)
                }
                request = Request(method, path, headers, reader)
                self.requests.append(request)
                await self.script(request, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def raw_server(
    script: Callable[[Request, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[RawServer]:
    """A server on a free port of loopback, stopped at the end."""
    raw = RawServer(script)
    server = await asyncio.start_server(raw.serve, "127.0.0.1", 0)
    raw.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield raw
    finally:
        server.close()
        server.close_clients() if hasattr(server, "close_clients") else None
        await server.wait_closed()


def answer(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """An HTTP answer as bytes."""
    lines = {"content-length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body

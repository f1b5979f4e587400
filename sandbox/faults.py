"""Faults on request: a table of kinds, and which of them are active where.

A new kind is one function of a `Call` and its `Fault`, entered in `SPOILERS`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import HTMLResponse, Response
from starlette.types import Message

from sandbox.calls import Call, json_response

REFUSE_CONNECTION = "refuse_connection"
FORGE_WEBHOOK, REPEAT_WEBHOOK = "forge_webhook", "repeat_webhook"
LATE_EVENTS, PARTIAL_REPLY, HOSTILE_XML = "late_events", "partial_reply", "hostile_xml"
WEBHOOK = "webhook"
HALF_WRITTEN, BAD_ROW, REPEATED_FILE = "half_written_file", "bad_row", "repeated_file"
WRONG_HASH, MISSING_ACK = "wrong_hash", "missing_ack"
_UNHEARD_OF_STATUS = 99
_LOGIN_PAGE = "<!doctype html><title>统一身份认证</title><form action=/login><input name=user></form>"

Refusal = Callable[[int, str | None], Response]
"""How a stand-in itself refuses a call, from an HTTP status and `Retry-After`."""


class Fault(BaseModel):
    """What is to go wrong at one counterpart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counterpart: str
    kind: str
    operation: str | None = Field(default=None, description="null: every operation")
    times: int | None = Field(default=None, ge=1, description="null: until cleared")
    skip: int = Field(default=0, ge=0, description="calls to let pass first")
    status: int = Field(default=503, ge=200, le=599, description="of `status` and `proxy_status`")
    retry_after: str | None = Field(default=None, description="seconds or an HTTP date, of `status`")
    seconds: float = Field(default=1.0, ge=0, description="of `slow`, real time")
    after_bytes: int | None = Field(default=None, ge=0, description="of `cut_reply` and `cut_upload`")
    effect: bool = Field(
        default=False, description="whether the call is carried out before it is answered wrongly"
    )

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}; there are {', '.join(sorted(KINDS))}")
        return self


@dataclass
class _Active:
    fault: Fault
    left: int | None
    skip: int


@dataclass
class Faults:
    """The faults asked for, oldest first; the first that fits a call is the one that strikes."""

    _active: list[_Active] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """From now on."""
        self._active.append(_Active(fault, fault.times, fault.skip))

    def clear(self) -> None:
        """None any more."""
        self._active.clear()

    def take(self, counterpart: str, operation: str, kinds: Container[str]) -> Fault | None:
        """The fault that strikes this call, if any; counts it."""
        for active in self._active:
            fault = active.fault
            if fault.counterpart != counterpart or fault.kind not in kinds or active.left == 0:
                continue
            if fault.operation not in (None, operation):
                continue
            if active.skip:
                active.skip -= 1
                continue
            if active.left is not None:
                active.left -= 1
            return fault
        return None

    def report(self) -> list[dict[str, Any]]:
        """The faults asked for, with `left`: how often each will still strike (null: no end)."""
        return [{**active.fault.model_dump(), "left": active.left} for active in self._active]


async def _discard(message: Message) -> None:
    """Where answers go that nobody is to see."""


async def _instead(call: Call, fault: Fault, response: Response) -> None:
    if fault.effect:
        await call.with_send(_discard).answer()
    await call.reply(response)


async def _status(call: Call, fault: Fault, refusal: Refusal) -> None:
    await _instead(call, fault, refusal(fault.status, fault.retry_after))


async def _unauthorized(call: Call, fault: Fault, refusal: Refusal) -> None:
    await _instead(call, fault, refusal(401, None))


async def _proxy_status(call: Call, fault: Fault, refusal: Refusal) -> None:
    await _instead(call, fault, HTMLResponse(f"<h1>{fault.status}</h1>", fault.status))


async def _login_page(call: Call, fault: Fault, refusal: Refusal) -> None:
    await _instead(call, fault, HTMLResponse(_LOGIN_PAGE))


async def _wrong_shape(call: Call, fault: Fault, refusal: Refusal) -> None:
    await _instead(call, fault, json_response({"success": True, "result": [None, 42]}))


async def _timeout_before(call: Call, fault: Fault, refusal: Refusal) -> None:
    await call.hang()


async def _timeout_after(call: Call, fault: Fault, refusal: Refusal) -> None:
    await call.with_send(_discard).answer()
    await call.hang()


async def _slow(call: Call, fault: Fault, refusal: Refusal) -> None:
    paused = False

    async def pause() -> None:
        nonlocal paused
        if not paused:
            paused = True
            await asyncio.sleep(fault.seconds)

    async def receive() -> Message:
        await pause()
        return await call.receive()

    async def send(message: Message) -> None:
        await pause()
        await call.send(message)

    await call.with_receive(receive).with_send(send).answer()


async def _cut_reply(call: Call, fault: Fault, refusal: Refusal) -> None:
    left = 0

    async def send(message: Message) -> None:
        nonlocal left
        if message["type"] == "http.response.start":
            length = int(dict(message["headers"]).get(b"content-length", 0))
            left = length // 2 if fault.after_bytes is None else fault.after_bytes
            await (call.send(message) if length else call.cut(flush=True))
            return
        body = message.get("body", b"")[:left]
        left -= len(body)
        await call.send({"type": "http.response.body", "body": body, "more_body": True})
        if not left:
            await call.cut(flush=True)

    await call.with_send(send).answer()


async def _cut_upload(call: Call, fault: Fault, refusal: Refusal) -> None:
    left = fault.after_bytes or 0

    async def receive() -> Message:
        nonlocal left
        if left == 0:
            await call.cut(flush=False)
            return {"type": "http.disconnect"}
        message = await call.receive()
        body = message.get("body", b"")
        if len(body) < left:
            left -= len(body)
            return message
        body, left = body[:left], 0
        return {"type": "http.request", "body": body, "more_body": True}

    await call.with_receive(receive).answer()


def _rewritten(rewrite: Callable[[list[Any]], list[Any]]) -> "Spoiler":
    async def spoil(call: Call, fault: Fault, refusal: Refusal) -> None:
        status, media_type, body = await call.collected()
        if status == 200:
            page = json.loads(body)
            page["events"] = rewrite(page.get("events", []))
            body = json.dumps(page, ensure_ascii=False).encode()
        await call.reply(Response(body, status, media_type=media_type))

    return spoil


def _with_unknown_status(events: list[Any]) -> list[Any]:
    return [{**event, "handling_status": _UNHEARD_OF_STATUS} for event in events]


Spoiler = Callable[[Call, Fault, Refusal], Awaitable[None]]
SPOILERS: dict[str, Spoiler] = {
    "status": _status,
    "proxy_status": _proxy_status,
    "unauthorized": _unauthorized,
    "login_page": _login_page,
    "wrong_shape": _wrong_shape,
    "timeout_before": _timeout_before,
    "timeout_after": _timeout_after,
    "slow": _slow,
    "cut_reply": _cut_reply,
    "cut_upload": _cut_upload,
    "duplicate_events": _rewritten(lambda events: events + events),
    "out_of_order_events": _rewritten(lambda events: events[::-1]),
    "unknown_status": _rewritten(_with_unknown_status),
}
OF_FILES = frozenset({HALF_WRITTEN, BAD_ROW, REPEATED_FILE, WRONG_HASH, MISSING_ACK})
"""Kinds that strike only a stand-in that exchanges files."""
OF_A_WIRE = frozenset({LATE_EVENTS, PARTIAL_REPLY, HOSTILE_XML}) | OF_FILES
"""Kinds that strike only a stand-in that brings its own means to them: see `Gate`."""
KINDS = frozenset(SPOILERS) | {REFUSE_CONNECTION, FORGE_WEBHOOK, REPEAT_WEBHOOK} | OF_A_WIRE

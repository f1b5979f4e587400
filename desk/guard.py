"""What holds for every call: headers that keep a page to itself, a limit on what is sent, one line in the log."""

import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.problems import Refused
from hub.cli import logs
from models.messages import Message as Sentence

MAX_FORM_BYTES: Final = 1 << 20
MAX_UPLOAD_BYTES: Final = 32 << 20
UPLOADS: Final = ("/companies/",)
"""Beginnings of the addresses that take files."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
_YEAR: Final = 31_536_000

_log: Final = logging.getLogger(__name__)

Answer = Callable[[Scope, Receive, Send, Refused], Awaitable[None]]


class TooLarge(Exception):
    """More was sent than is taken."""


class Guard:
    """Wraps the application; `answer` tells of what it refuses. The log names routes, never addresses as written."""

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = _Call(scope, receive, send)
        started = time.monotonic()
        try:
            await self._app(scope, call.receive, call.send)
        except Exception as error:
            large = call.too_large
            if not large:
                logs.unforeseen(error)
            if call.status:
                raise
            await self._answer(scope, receive, call.send, _too_large() if large else _failed())
        finally:
            route = getattr(scope.get("route"), "path", "-")
            elapsed = round((time.monotonic() - started) * 1000)
            _log.info("%s %s %d %d ms", scope["method"], route, call.status, elapsed)


class _Call:
    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._left = MAX_UPLOAD_BYTES if scope["path"].startswith(UPLOADS) else MAX_FORM_BYTES
        self.too_large = False
        self.status = 0

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.too_large = True
                raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._scope["scheme"] == "https":
                headers.setdefault("strict-transport-security", f"max-age={_YEAR}; includeSubDomains")
        await self._send(message)


def _too_large() -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Sentence(id="desk-too-large"))


def _failed() -> Refused:
    return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, Sentence(id="desk-failed"))

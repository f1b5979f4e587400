"""The door of a stand-in: names each call, counts it, and lets the faults asked for strike."""

import asyncio
from typing import Protocol

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.calls import Call
from sandbox.faults import SPOILERS, Faults, Spoiler
from sandbox.ledger import Ledger


class StandIn(Protocol):
    """What plays a counterpart."""

    id: str

    @property
    def app(self) -> ASGIApp:
        """Answers its calls."""

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """The call's operation, and a `receive` that still gives the whole body."""

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """How it refuses a call itself."""


class Gate:
    """The ASGI app a server runs for a stand-in."""

    def __init__(self, stand_in: StandIn, faults: Faults, ledger: Ledger) -> None:
        self._stand_in = stand_in
        self._faults = faults
        self._ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, rightly or wrongly."""
        try:
            await self._answer(scope, receive, send)
        except (ClientDisconnect, asyncio.CancelledError):
            return  # The caller has gone, or the sandbox is being stopped: nobody is left to answer.

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        stand_in = self._stand_in
        operation, receive = await stand_in.name_call(scope, receive)
        self._ledger.count("requests", stand_in.id, operation)
        call = Call(stand_in.app, scope, receive, send)
        # Some faults can only be had in the words of the wire: a stand-in that has some of its own brings them.
        spoilers: dict[str, Spoiler] = SPOILERS | getattr(stand_in, "spoilers", {})
        fault = self._faults.take(stand_in.id, operation, spoilers)
        if fault is None:
            await call.answer()
            return
        self._ledger.count("faults", stand_in.id, fault.kind)
        await spoilers[fault.kind](call, fault, stand_in.refusal)

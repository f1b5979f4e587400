"""One call on its way through a stand-in: what it is for, and how its answer can be spoilt."""

import json
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CUT = "sandbox.cut"
"""Where the server leaves, in a call's scope, the means to cut its connection."""


@dataclass(frozen=True)
class Call:
    """A call that has not been answered yet."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def answer(self) -> None:
        """Let the stand-in answer."""
        await self.app(self.scope, self.receive, self.send)

    async def reply(self, response: Response) -> None:
        """Answer with this instead; the stand-in never sees the call."""
        await response(self.scope, self.receive, self.send)

    def with_receive(self, receive: Receive) -> "Call":
        """The same call with another source of the body."""
        return replace(self, receive=receive)

    def with_send(self, send: Send) -> "Call":
        """The same call with another way for the answer."""
        return replace(self, send=send)

    async def hang(self) -> None:
        """Never answer: wait until the caller has gone."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def cut(self, *, flush: bool) -> None:
        """Cut the connection; with `flush`, after what was written has gone out."""
        await self.scope[CUT](flush=flush)

    async def collected(self) -> tuple[int, str, bytes]:
        """Let the stand-in answer into our hands: status, media type, body."""
        start: dict[str, Any] = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.with_send(keep).answer()
        media_type = dict(start["headers"]).get(b"content-type", b"").decode()
        return start["status"], media_type, bytes(body)


async def whole_body(receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The body, and a `receive` that gives it once more. What exceeds `limit` bytes is read and left out.

    Raises `ClientDisconnect` when the caller leaves before the end.
    """
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if len(body) <= limit:
            body.extend(message.get("body", b""))
        more = message.get("more_body", False)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return bytes(body), again


def json_response(value: object, status: int = 200) -> Response:
    """JSON as the stand-ins write it, Chinese left readable."""
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")

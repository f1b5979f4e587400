"""The province's address for notifications: whoever has inserted rows says so, and they are judged at once."""

import hmac

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox.calls import json_response
from sandbox.config import Counterpart
from sandbox.exchange.job import Exchange

PATH = "/exchange/notify"


class NotificationDoor:
    """Answers 202 once the rows are judged and accepted, 401 to whoever has not the province's token."""

    def __init__(self, counterpart: Counterpart, exchange: Exchange) -> None:
        self.id = f"{counterpart.id}-exchange"
        self._token = counterpart.token
        self._exchange = exchange
        self.app = Starlette(routes=[Route(PATH, self._notify, methods=["POST"])])

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """There is one operation."""
        return "notify", receive

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """As a plain web service refuses."""
        later = {"retry-after": retry_after} if retry_after else {}
        return Response(status_code=status, headers=later)

    async def _notify(self, request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return json_response({"error": "token"}, 401)
        await self._exchange.run()
        await self._exchange.run()
        return json_response({"accepted": True}, 202)

"""The supervision platform's HTTP door."""

import json
from datetime import datetime
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox.calls import Call, json_response
from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.faults import PARTIAL_REPLY, Fault, Refusal, Spoiler
from sandbox.iec61968.signatures import Doorman, NotSigned
from sandbox.ledger import Ledger
from sandbox.supervision.rows import Rows
from sandbox.supervision.shapes import KINDS

BASE = "/supervision/v1"
MOST_ROWS, MOST_LISTED = 200, 500
_TITLES = {
    400: "报文格式不正确",
    401: "签名不正确",
    403: "无权登记",
    429: "调用过于频繁",
    503: "系统繁忙",
}


class _Malformed(Exception):
    """Not the shape that the wire document has."""


async def _without_the_last(call: Call, fault: Fault, refusal: Refusal) -> None:
    """Everything is carried out; of the last row the answer says nothing."""
    status, media_type, body = await call.collected()
    answer = json.loads(body)
    answer["results"] = answer.get("results", [])[:-1]
    await call.reply(Response(json.dumps(answer, ensure_ascii=False), status, media_type=media_type))


class Supervision:
    """The stand-in for the platform."""

    base = BASE
    spoilers: ClassVar[dict[str, Spoiler]] = {PARTIAL_REPLY: _without_the_last}

    def __init__(self, counterpart: Counterpart, clock: Clock, ledger: Ledger) -> None:
        self.id = counterpart.id
        self.rows = Rows(clock, ledger, counterpart.id)
        self._ledger = ledger
        self._doorman = Doorman(counterpart.paasid, counterpart.token)
        self.app = Starlette(
            routes=[
                Route(f"{BASE}/upserts", self._upsert, methods=["POST"]),
                Route(f"{BASE}/lookups", self._look_up, methods=["POST"]),
                Route(f"{BASE}/rows", self._list, methods=["GET"]),
            ]
        )

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """By its path."""
        named = {"upserts": "upsert", "lookups": "lookUp", "rows": "listRows"}
        return named.get(scope["path"].rpartition("/")[2], "unknown"), receive

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """Problem details."""
        response = json_response({"status": status, "title": _TITLES.get(status, str(status))}, status)
        response.headers["content-type"] = "application/problem+json"
        if retry_after:
            response.headers["retry-after"] = retry_after
        return response

    async def _upsert(self, request: Request) -> Response:
        return await self._answered(request, self._entered)

    async def _look_up(self, request: Request) -> Response:
        return await self._answered(request, self._found)

    async def _list(self, request: Request) -> Response:
        return await self._answered(request, self._listed)

    async def _answered(self, request: Request, answer: Any) -> Response:
        body = await request.body()
        try:
            self._doorman.check(request.method, request.url.path, request.headers, body)
            return json_response(answer(request, body))
        except NotSigned:
            self._ledger.count("refusals", self.id, "unsigned")
            return self.refusal(401, None)
        except _Malformed:
            self._ledger.count("refusals", self.id, "malformed")
            return self.refusal(400, None)

    def _entered(self, request: Request, body: bytes) -> dict[str, Any]:
        kind, rows = _asked(body, "rows", dict)
        return {"results": [self.rows.enter(kind, row) for row in rows]}

    def _found(self, request: Request, body: bytes) -> dict[str, Any]:
        kind, keys = _asked(body, "keys", str)
        return {"rows": self.rows.held(kind, keys)}

    def _listed(self, request: Request, body: bytes) -> dict[str, Any]:
        query = request.query_params
        kind, after, limit = query.get("kind", ""), query.get("after", "0"), query.get("limit", "200")
        if kind not in KINDS or not (after.isdecimal() and limit.isdecimal()):
            raise _Malformed
        if not 1 <= int(limit) <= MOST_LISTED:
            raise _Malformed
        rows, more = self.rows.after(kind, int(after), int(limit), _since(query.get("since")))
        return {"rows": rows, "more": more}


def _since(text: str | None) -> datetime | None:
    try:
        since = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise _Malformed from None
    if since is not None and since.tzinfo is None:
        raise _Malformed
    return since


def _asked(body: bytes, name: str, of: type) -> tuple[str, list[Any]]:
    try:
        asked = json.loads(body)
        kind, values = asked["kind"], asked[name]
    except (ValueError, KeyError, TypeError):
        raise _Malformed from None
    if kind not in KINDS or not isinstance(values, list) or not 1 <= len(values) <= MOST_ROWS:
        raise _Malformed
    if not all(isinstance(value, of) for value in values):
        raise _Malformed
    return kind, values

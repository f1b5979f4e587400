"""The province's HTTP door: one URL for the operations, one for the documents."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox import ranges
from sandbox.calls import json_response, whole_body
from sandbox.config import CHINA, Counterpart
from sandbox.ledger import Ledger
from sandbox.province.rows import Rows
from sandbox.province.signature import Doorman, Refused
from sandbox.province.tables import TABLES
from sandbox.review.feed import Review
from sandbox.review.opinions import NotTaken, Replies

MOST_ROWS, MOST_SCHEMES = 200, 100
_MOST_BYTES = 8 << 20
_GATEWAY = "/gateway"
Reply = dict[str, object]


class Province:
    """The stand-in for the province and its joint review."""

    def __init__(
        self,
        counterpart: Counterpart,
        review: Review,
        rows: Rows,
        replies: Replies,
        ledger: Ledger,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.id = counterpart.id
        self.review = review
        self.rows = rows
        self.replies = replies
        self._ledger = ledger
        self._doorman = Doorman(counterpart.paasid, counterpart.token, now)
        self._operations: dict[str, Callable[[dict[str, Any]], Awaitable[Reply]]] = {
            "QUERY_ROWS": self._query_rows,
            "LIST_ROWS": self._list_rows,
            "LIST_SCHEMES": self._list_schemes,
            "RETURN_OPINIONS": self._return_opinions,
            **dict.fromkeys(TABLES, self._write),
        }
        self.app = Starlette(
            routes=[
                Route(_GATEWAY, self._gateway, methods=["POST"]),
                Route(_GATEWAY + "/documents/{sha256}", self._document, methods=["GET"]),
            ]
        )

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """The operation in the envelope; `fetchDocument` for a document."""
        if scope["path"] != _GATEWAY:
            return "fetchDocument", receive
        body, again = await whole_body(receive, _MOST_BYTES)
        envelope = _parsed(body)
        return str(envelope.get("operation")) if isinstance(envelope, dict) else "unreadable", again

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """The gateway's own way: HTTP 200 and a code; a status it has no code for comes from a machine in between."""
        codes = {401: ("40101", "签名错误"), 403: ("40301", "应用标识未登记"), 429: ("42901", "调用过于频繁")}
        codes[503] = ("50001", "系统繁忙")
        if status not in codes:
            return HTMLResponse(f"<h1>{status}</h1>", status)
        code, message = codes[status]
        later = {"retryAfter": int(retry_after)} if retry_after and retry_after.isdecimal() else {}
        return json_response({"code": code, "message": message, **later})

    async def _gateway(self, request: Request) -> Response:
        body = await request.body()
        try:
            self._doorman.check(request.headers, body)
            envelope = _parsed(body)
            if not isinstance(envelope, dict):
                raise Refused("40001", "报文不是 JSON 对象")
            operation = self._operations.get(str(envelope.get("operation")))
            if operation is None:
                raise Refused("40401", "没有这个操作")
            return json_response(await operation(envelope))
        except Refused as refused:
            self._ledger.count("refusals", self.id, refused.code)
            return json_response({"code": refused.code, "message": refused.message})

    async def _document(self, request: Request) -> Response:
        try:
            self._doorman.check(request.headers, await request.body())
            document = await asyncio.to_thread(self.review.document, request.path_params["sha256"])
            if document is None:
                raise Refused("40402", "文件不存在", 404)
            return ranges.serve(request, document.content, "application/octet-stream")
        except ranges.BeyondTheEnd:
            return json_response({"code": "41601", "message": "范围无效"}, 416)
        except Refused as refused:
            self._ledger.count("refusals", self.id, refused.code)
            return json_response({"code": refused.code, "message": refused.message}, refused.status)

    async def _write(self, envelope: dict[str, Any]) -> Reply:
        rows = _listed(envelope, "rows")
        if not all(
            isinstance(row, dict) and isinstance(row.get("DFSJZJ"), str) and row["DFSJZJ"] for row in rows
        ):
            raise Refused("40001", "数据行缺少 DFSJZJ")
        return self.rows.write(envelope["operation"], rows)

    async def _query_rows(self, envelope: dict[str, Any]) -> Reply:
        keys = _listed(envelope, "keys")
        if envelope.get("table") not in TABLES:
            raise Refused("40401", "没有这张表")
        if not all(isinstance(key, str) for key in keys):
            raise Refused("40001", "keys 应为字符串")
        return {"code": "0", "message": "成功", "rows": self.rows.read_back(envelope["table"], keys)}

    async def _list_rows(self, envelope: dict[str, Any]) -> Reply:
        cursor, limit, since = envelope.get("cursor"), envelope.get("limit"), envelope.get("since")
        if envelope.get("table") not in TABLES:
            raise Refused("40401", "没有这张表")
        if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_ROWS:
            raise Refused("40001", f"limit 应为 1 至 {MOST_ROWS}")
        if cursor is not None and not (isinstance(cursor, str) and cursor.isdecimal()):
            raise Refused("40003", "游标无效")
        moment = _moment(since)
        rows, onward, more = self.rows.listing(envelope["table"], moment, int(cursor or 0), limit)
        return {"code": "0", "message": "成功", "listed": rows, "cursor": str(onward), "more": more}

    async def _return_opinions(self, envelope: dict[str, Any]) -> Reply:
        try:
            number = self.replies.take(envelope)
        except NotTaken as refused:
            raise Refused(refused.code, refused.message) from refused
        return {"code": "0", "message": "成功", "replyNo": number}

    async def _list_schemes(self, envelope: dict[str, Any]) -> Reply:
        cursor, limit = envelope.get("cursor"), envelope.get("limit")
        if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_SCHEMES:
            raise Refused("40001", f"limit 应为 1 至 {MOST_SCHEMES}")
        if cursor is None:
            cursor = "0"
        if not isinstance(cursor, str) or not cursor.isdecimal() or int(cursor) > len(self.review.changes):
            raise Refused("40003", "游标无效")
        page, more = self.review.since(int(cursor), limit)
        # In a thread: the first listing draws the documents, and hashes the big one.
        schemes = await asyncio.to_thread(lambda: [change.listed() for change in page])
        onward = str(page[-1].number) if page else cursor
        return {"code": "0", "message": "成功", "schemes": schemes, "cursor": onward, "more": more}


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError as error:
        raise Refused("40001", "since 应为 YYYY-MM-DD HH:MM:SS") from error


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _listed(envelope: dict[str, Any], name: str) -> list[Any]:
    values = envelope.get(name)
    if not isinstance(values, list) or not values:
        raise Refused("40001", f"缺少 {name}")
    if len(values) > MOST_ROWS:
        raise Refused("41301", f"一次最多 {MOST_ROWS} 条")
    return values

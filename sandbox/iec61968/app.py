"""The power company's HTTP door: one address for messages, one for attachments."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, tostring

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox.calls import whole_body
from sandbox.clock import Clock
from sandbox.config import Counterpart
from sandbox.iec61968.messages import (
    MEDIA_TYPE,
    Fault,
    M,
    Request,
    S,
    Unreadable,
    fault_message,
    read,
    response,
)
from sandbox.iec61968.notices import Notices
from sandbox.iec61968.payloads import handling_events, receipt, submission, withdrawal
from sandbox.iec61968.refusals import faults, not_let_in, outside_of_messages, refusal
from sandbox.iec61968.signatures import Doorman, NotSigned
from sandbox.iec61968.spoilers import SPOILERS
from sandbox.utility.keys import Answer, Keys, body_digest
from sandbox.utility.office import Office
from sandbox.utility.problems import Problem
from sandbox.utility.uploads import Upload

BASE = "/cim"
_MESSAGES, _ATTACHMENT = BASE + "/messages", re.compile(BASE + r"/attachments/[^/]+/[^/]+")
_MOST_BYTES, _MOST_EVENTS = 1 << 20, 500
_OPERATIONS = {
    ("create", "SupplyScheme"): "createSupplyScheme",
    ("change", "SupplyScheme"): "changeSupplyScheme",
    ("cancel", "SupplyScheme"): "cancelSupplyScheme",
    ("get", "SupplyScheme"): "getSupplyScheme",
    ("get", "HandlingEvents"): "getHandlingEvents",
}


class PowerCompany:
    """The stand-in for one power company."""

    base = BASE
    spoilers = SPOILERS

    def __init__(self, counterpart: Counterpart, office: Office, notices: Notices, clock: Clock) -> None:
        self.id = counterpart.id
        self.office = office
        self._notices = notices
        self._clock = clock
        self._keys = Keys()
        self._doorman = Doorman(counterpart.paasid, counterpart.token)
        attachment = BASE + "/attachments/{reference}/{sha256}"
        self.app = Starlette(
            routes=[
                Route(_MESSAGES, self._message, methods=["POST"]),
                Route(attachment, self._offset, methods=["HEAD"]),
                Route(attachment, self._upload, methods=["PATCH"]),
            ],
            exception_handlers={Problem: self._refused, NotSigned: self._not_let_in},
        )

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """The operation's name in the wire document."""
        if _ATTACHMENT.fullmatch(scope["path"]):
            return "uploadOffset" if scope["method"] == "HEAD" else "uploadDocument", receive
        body, again = await whole_body(receive, _MOST_BYTES)
        try:
            asked = read(body)
        except Unreadable:
            return "unreadable", again
        return _OPERATIONS.get((asked.verb, asked.noun), "unknown"), again

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """As the wire words it."""
        return refusal(status, retry_after)

    async def _refused(self, request: HttpRequest, problem: Exception) -> Response:
        assert isinstance(problem, Problem)  # noqa: S101 - Starlette passes what it is registered for
        self.office.refused(problem.name)
        return outside_of_messages(problem)

    async def _not_let_in(self, request: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, NotSigned)  # noqa: S101 - Starlette passes what it is registered for
        self.office.refused(error.code)
        return not_let_in(error.code)

    def _check(self, request: HttpRequest, body: bytes | None) -> None:
        path = request.scope["raw_path"].decode("ascii").partition("?")[0]
        self._doorman.check(request.method, path, request.headers, body)

    async def _message(self, request: HttpRequest) -> Response:
        body = await request.body()
        self._check(request, body)
        try:
            if len(body) > _MOST_BYTES:
                raise Unreadable("1.4", "报文过大")
            asked = read(body)
        except Unreadable as unreadable:
            self.office.refused(unreadable.code)
            fault = Fault(unreadable.code, unreadable.reason)
            return Response(fault_message(fault), 400, media_type=MEDIA_TYPE)
        return Response(self._answer(asked), media_type=MEDIA_TYPE)

    def _answer(self, asked: Request) -> bytes:
        about = ("message", asked.message_id)
        try:
            more, payload = self._carry_out(asked)
        except Unreadable as unreadable:
            self.office.refused(unreadable.code)
            fault = Fault(unreadable.code, unreadable.reason, about=about)
            return response(asked, self.id, "FAILED", [fault])
        except Problem as problem:
            self.office.refused(problem.name)
            return response(asked, self.id, "FAILED", faults(problem, about))
        if more:
            told = Fault("0.1", "后面还有", level="INFORM")
            return response(asked, self.id, "PARTIAL", [told], payload)
        return response(asked, self.id, payload=payload)

    def _carry_out(self, asked: Request) -> tuple[bool, Element]:
        operation = _OPERATIONS.get((asked.verb, asked.noun))
        if operation is None:
            raise Unreadable("1.1", "不支持此操作")
        if operation == "getHandlingEvents":
            return self._window(asked)
        if operation == "getSupplyScheme":
            return False, self._receipt(self._keys.find(self._asked_id(asked)).receipt)
        return False, self._receipt(self._once(asked))

    def _once(self, asked: Request) -> dict[str, object]:
        """Carry out a message under its id, or give the answer it was given before."""
        if asked.payload is None:
            raise Unreadable("1.3", "缺少报文内容")
        operation = "cancel" if asked.verb == "cancel" else "submit"
        with self._keys.carrying_out(asked.message_id):
            digest = body_digest(tostring(asked.payload, encoding="unicode"))
            before = self._keys.answered(asked.message_id, operation, digest)
            if before is not None:
                self.office.replayed(operation)
                return before.receipt
            told = self._submit(asked, digest) if operation == "submit" else self._withdraw(asked)
            self._keys.remember(asked.message_id, Answer(operation, digest, 200, told))
            return told

    def _submit(self, asked: Request, digest: str) -> dict[str, object]:
        assert asked.payload is not None  # noqa: S101 - `_once` has seen to it
        if asked.payload.tag != f"{S}SupplyScheme":
            raise Unreadable("1.3", "缺少方案内容")
        text = json.dumps(submission(asked.payload), ensure_ascii=False).encode()
        return self.office.submit(text, digest, asked.message_id)

    def _withdraw(self, asked: Request) -> dict[str, object]:
        reference = withdrawal(asked.payload)["reference"]
        told = self.office.withdraw(reference, asked.message_id)
        return {**told, "version": self.office.case(reference).version, "received_at": told["withdrawn_at"]}

    @staticmethod
    def _receipt(told: Mapping[str, Any]) -> Element:
        return receipt(told["reference"], told["scheme_id"], told["version"], told["received_at"])

    @staticmethod
    def _asked_id(asked: Request) -> str:
        found = None if asked.request is None else asked.request.find(f"{M}ID[@kind='message']")
        if found is None:
            raise Unreadable("1.2", "没有说明查询哪个报文")
        return (found.text or "").strip()

    def _window(self, asked: Request) -> tuple[bool, Element]:
        limit, place = asked.option("limit") or "100", asked.option("continuation")
        start = None if asked.request is None else asked.request.findtext(f"{M}StartTime")
        try:
            since = datetime.fromisoformat(start) if start else None
            until, skip = _continued(place) if place else (self._clock.now, 0)
        except ValueError as wrong:
            raise Unreadable("1.2", "查询的时间窗口不可读") from wrong
        if not limit.isdecimal() or not 1 <= int(limit) <= _MOST_EVENTS:
            raise Unreadable("1.2", f"limit 应为 1 到 {_MOST_EVENTS}")
        events = [each for each in self._notices.events if _within(each, since, until)]
        stop = skip + int(limit)
        more = stop < len(events)
        token = f"{until.isoformat()}/{stop}" if more else None
        return more, handling_events(events[skip:stop], until.isoformat(), token)

    async def _offset(self, request: HttpRequest) -> Response:
        self._check(request, b"")
        upload = self._the_upload(request)
        return Response(status_code=204, headers={**upload.headers(), "Upload-Length": str(upload.size)})

    async def _upload(self, request: HttpRequest) -> Response:
        self._check(request, None)
        case = self.office.case(request.path_params["reference"])
        upload = self._the_upload(request)
        if case.state == "withdrawn":
            raise Problem(409, "scheme-withdrawn")
        offset, length = (_number(request, name) for name in ("upload-offset", "upload-length"))
        if await upload.append(offset, length, request.stream()):
            self.office.document_completed(case, upload)
        return Response(status_code=204, headers=upload.headers())

    def _the_upload(self, request: HttpRequest) -> Upload:
        upload = self.office.case(request.path_params["reference"]).uploads.get(request.path_params["sha256"])
        if upload is None:
            raise Problem(404, "unknown-document")
        return upload


def _continued(place: str) -> tuple[datetime, int]:
    until, _, skip = place.rpartition("/")
    return datetime.fromisoformat(until), int(skip)


def _within(event: Mapping[str, object], since: datetime | None, until: datetime) -> bool:
    at = datetime.fromisoformat(str(event["occurred_at"]))
    return (since is None or at >= since) and at <= until + timedelta(milliseconds=1)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isdecimal():
        raise Problem(400, "bad-request", f"{header} is missing or malformed.")
    return int(value)

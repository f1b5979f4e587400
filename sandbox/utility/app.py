"""The Utility Gateway API's HTTP door."""

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import unquote

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from sandbox import ranges
from sandbox.calls import json_response
from sandbox.config import Counterpart
from sandbox.utility.keys import Answer, Keys, body_digest
from sandbox.utility.office import Office
from sandbox.utility.problems import Problem, refusal
from sandbox.utility.submission import Application, Withdrawal, field_errors
from sandbox.utility.uploads import Upload

BASE = "/uga/v1"
_MOST_BYTES = 1 << 20
_MOST_EVENTS, _EVENTS = 500, 100
_OPERATIONS = (
    ("POST", re.compile(rf"{BASE}/schemes"), "submitScheme"),
    ("GET", re.compile(rf"{BASE}/submissions/.+"), "findSubmission"),
    ("POST", re.compile(rf"{BASE}/schemes/[^/]+/withdrawal"), "withdrawScheme"),
    ("POST", re.compile(rf"{BASE}/schemes/[^/]+/application"), "submitApplication"),
    ("HEAD", re.compile(rf"{BASE}/schemes/[^/]+/documents/[^/]+"), "uploadOffset"),
    ("PATCH", re.compile(rf"{BASE}/schemes/[^/]+/documents/[^/]+"), "uploadDocument"),
    ("GET", re.compile(rf"{BASE}/schemes/[^/]+/documents/[^/]+"), "fetchDocument"),
    ("GET", re.compile(rf"{BASE}/schemes/[^/]+"), "getScheme"),
    ("GET", re.compile(rf"{BASE}/events"), "listEvents"),
    ("GET", re.compile(rf"{BASE}/events/held"), "listHeldEvents"),
)
Endpoint = Callable[[Request], Awaitable[Response]]


class Utility:
    """The stand-in for one company."""

    base = BASE

    def __init__(self, counterpart: Counterpart, office: Office) -> None:
        self.id = counterpart.id
        self.office = office
        self._token = counterpart.token
        self._keys = Keys()
        document = BASE + "/schemes/{reference}/documents/{sha256}"
        self.app = Starlette(
            routes=[
                Route(BASE + "/schemes", self._known(self._submit), methods=["POST"]),
                Route(BASE + "/submissions/{key:path}", self._known(self._find), methods=["GET"]),
                Route(BASE + "/schemes/{reference}", self._known(self._scheme), methods=["GET"]),
                Route(
                    BASE + "/schemes/{reference}/withdrawal", self._known(self._withdraw), methods=["POST"]
                ),
                Route(BASE + "/schemes/{reference}/application", self._known(self._apply), methods=["POST"]),
                Route(document, self._known(self._offset), methods=["HEAD"]),
                Route(document, self._known(self._upload), methods=["PATCH"]),
                Route(document, self._known(self._issued), methods=["GET"]),
                Route(BASE + "/events", self._known(self._events), methods=["GET"]),
                Route(BASE + "/events/held", self._known(self._held), methods=["GET"]),
            ],
            exception_handlers={Problem: self._refused},
        )

    async def name_call(self, scope: Scope, receive: Receive) -> tuple[str, Receive]:
        """The operation's name in the wire document."""
        for method, path, name in _OPERATIONS:
            if scope["method"] == method and path.fullmatch(scope["path"]):
                return name, receive
        return "unknown", receive

    def refusal(self, status: int, retry_after: str | None) -> Response:
        """As the contract words it."""
        return refusal(status, retry_after)

    async def _refused(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, Problem)  # noqa: S101 - Starlette passes what it is registered for
        self.office.refused(problem.name)
        return problem.response()

    def _known(self, endpoint: Endpoint) -> Endpoint:
        async def known(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
                raise Problem(401, "invalid-token")
            return await endpoint(request)

        return known

    async def _submit(self, request: Request) -> Response:
        async def submit(body: object, text: bytes) -> tuple[int, dict[str, object]]:
            return 201, self.office.submit(text, body_digest(body), _key(request))

        return await self._once(request, "submit", submit)

    async def _withdraw(self, request: Request) -> Response:
        reference = request.path_params["reference"]

        async def withdraw(body: object, text: bytes) -> tuple[int, dict[str, object]]:
            try:
                Withdrawal.model_validate_json(text)
            except ValidationError as error:
                raise Problem(422, "validation-failed", errors=field_errors(error)) from error
            return 200, self.office.withdraw(reference, _key(request))

        return await self._once(request, f"withdraw/{reference}", withdraw)

    async def _apply(self, request: Request) -> Response:
        reference = request.path_params["reference"]

        async def apply(body: object, text: bytes) -> tuple[int, dict[str, object]]:
            try:
                Application.model_validate_json(text)
            except ValidationError as error:
                raise Problem(422, "validation-failed", errors=field_errors(error)) from error
            return 201, self.office.apply(reference, _key(request))

        return await self._once(request, f"apply/{reference}", apply)

    async def _once(
        self,
        request: Request,
        operation: str,
        act: Callable[[object, bytes], Awaitable[tuple[int, dict[str, object]]]],
    ) -> Response:
        """Carry out a call under its key, or give the answer it was given before."""
        with self._keys.carrying_out(_key(request)):
            text, body = await _json_body(request)
            digest = body_digest(body)
            before = self._keys.answered(_key(request), operation, digest)
            if before is not None:
                self.office.replayed(operation)
                response = json_response(before.receipt, before.status)
                response.headers["Idempotency-Replayed"] = "true"
                return response
            status, receipt = await act(body, text)
            self._keys.remember(_key(request), Answer(operation, digest, status, receipt))
            return json_response(receipt, status)

    async def _find(self, request: Request) -> Response:
        raw = request.scope["raw_path"].decode("ascii").split("?")[0]
        return json_response(self._keys.find(unquote(raw.removeprefix(f"{BASE}/submissions/"))).receipt)

    async def _scheme(self, request: Request) -> Response:
        case = self.office.case(request.path_params["reference"])
        return json_response(
            {
                "reference": case.reference,
                "scheme_id": case.scheme_id,
                "version": case.version,
                "received_at": case.received_at.isoformat(),
                "state": case.state,
                "documents": case.document_states(),
            }
        )

    async def _offset(self, request: Request) -> Response:
        upload = self._the_upload(request)
        return Response(status_code=204, headers={**upload.headers(), "Upload-Length": str(upload.size)})

    async def _upload(self, request: Request) -> Response:
        case = self.office.case(request.path_params["reference"])
        upload = self._the_upload(request)
        if request.headers.get("content-type") != "application/partial-upload":
            raise Problem(415, "unsupported-media-type")
        if case.state == "withdrawn":
            raise Problem(409, "scheme-withdrawn")
        offset, length = (_number(request, name) for name in ("upload-offset", "upload-length"))
        if offset + int(request.headers.get("content-length", 0)) > upload.size >= offset:
            raise Problem(413, "too-large")
        if await upload.append(offset, length, request.stream()):
            self.office.document_completed(case, upload)
        return Response(status_code=204, headers=upload.headers())

    async def _issued(self, request: Request) -> Response:
        reference, sha256 = request.path_params["reference"], request.path_params["sha256"]
        self.office.case(reference)
        letter = self.office.feed.issued(reference, sha256)
        if letter is None:
            raise Problem(404, "unknown-document")
        try:
            return ranges.serve(request, letter, "application/pdf")
        except ranges.BeyondTheEnd:
            return Response(status_code=416)

    async def _events(self, request: Request) -> Response:
        limit = _limit(request)
        return json_response(self.office.feed.page(request.query_params.get("after"), limit))

    async def _held(self, request: Request) -> Response:
        limit, since = _limit(request), _since(request)
        return json_response(self.office.feed.held(since, request.query_params.get("after"), limit))

    def _the_upload(self, request: Request) -> Upload:
        upload = self.office.case(request.path_params["reference"]).uploads.get(request.path_params["sha256"])
        if upload is None:
            raise Problem(404, "unknown-document")
        return upload


def _limit(request: Request) -> int:
    limit = request.query_params.get("limit", str(_EVENTS))
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST_EVENTS:
        raise Problem(400, "bad-request", f"limit 应为 1 至 {_MOST_EVENTS}。")
    return int(limit)


def _since(request: Request) -> datetime | None:
    text = request.query_params.get("since")
    try:
        since = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(400, "bad-request", "since 不是时刻。") from error
    if since is not None and since.tzinfo is None:
        raise Problem(400, "bad-request", "since 缺少时区。")
    return since


def _key(request: Request) -> str:
    return request.headers.get("idempotency-key", "")


def _number(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isdecimal():
        raise Problem(400, "bad-request", f"缺少 {header}，或者格式不正确。")
    return int(value)


async def _json_body(request: Request) -> tuple[bytes, object]:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise Problem(415, "unsupported-media-type")
    text = bytearray()
    async for chunk in request.stream():
        text += chunk
        if len(text) > _MOST_BYTES:
            raise Problem(413, "too-large")
    try:
        return bytes(text), json.loads(text)
    except ValueError as error:
        raise Problem(400, "bad-request", "内容不是 JSON。") from error

"""The scheme intake: a joint review that pushes, instead of being asked."""

import hmac
import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError

from hub.bootstrap import Hub
from hub.casework.intake import Intake, take
from hub.intake.reading import CLOCKS_APART
from hub.language import say
from inbound.bodies import read_body
from inbound.knocks import Knocks
from inbound.problems import Refused, language_of
from inbound.storing import stored
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.scheme import Scheme, SchemeChange

SOURCE: Final = "intake"
"""Where a scheme came from that was pushed, unless there is one source it must belong to."""

CHANGE: Final[TypeAdapter[SchemeChange]] = TypeAdapter(SchemeChange)


class Schemes:
    """The scheme door of a hub; `token` is what callers must show, `None` keeps it closed."""

    def __init__(self, hub: Hub, knocks: Knocks, token: str | None) -> None:
        self._hub = hub
        self._knocks = knocks
        self._token = token

    async def take(self, request: Request) -> JSONResponse:
        """Take a version or a withdrawal: 201 new, 200 known, 409 held with another content, 422 with faults."""
        await self._admit(request.headers.get("authorization", ""))
        change = _read(await read_body(request))
        outcome = await stored(lambda: self._keep(change))
        if outcome is Intake.CONFLICT and isinstance(change, Scheme):
            conflict = Message(id="inbound-scheme-conflict", params={"version": change.version})
            raise Refused(HTTPStatus.CONFLICT, conflict)
        language = language_of(request.headers)
        doubts = change.warnings if isinstance(change, Scheme) else ()
        content = {
            "scheme_id": change.scheme_id,
            "outcome": outcome.value,
            "warnings": [say(doubt, language) for doubt in doubts],
        }
        status = HTTPStatus.CREATED if outcome is Intake.NEW else HTTPStatus.OK
        return JSONResponse(content, status.value)

    async def _admit(self, authorization: str) -> None:
        if self._token is None:
            raise Refused(HTTPStatus.FORBIDDEN, Message(id="inbound-intake-closed"))
        if hmac.compare_digest(authorization.encode(), f"Bearer {self._token}".encode()):
            return
        wrong = Message(id="inbound-token-wrong")
        await self._knocks.note("intake.refused", SOURCE, wrong)
        raise Refused(HTTPStatus.UNAUTHORIZED, wrong, headers={"www-authenticate": "Bearer"})

    def _keep(self, change: SchemeChange) -> Intake:
        with self._hub.store.begin() as tx:
            return take(tx, change, self._hub.city, source=self._source())

    def _source(self) -> str:
        # Documents are named by their hash and fetched from the scheme's source: the only one there is has them.
        sources = tuple(self._hub.counterparts.sources)
        return sources[0] if len(sources) == 1 else SOURCE


def _read(body: bytes) -> SchemeChange:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, Message(id="inbound-not-json")) from None
    if isinstance(told, dict):
        told.setdefault("change", "scheme")
    try:
        change = CHANGE.validate_python(told)
    except ValidationError as error:
        raise _invalid(faults_of(error)) from None
    if isinstance(change, Scheme) and change.pushed_at > datetime.now(UTC) + CLOCKS_APART:
        ahead = Message(id="invalid-pushed-ahead", params={"pushed": change.pushed_at.isoformat()})
        raise _invalid((FieldFault(field="pushed_at", message=ahead),))
    return change


def _invalid(faults: tuple[FieldFault, ...]) -> Refused:
    message = Message(id="inbound-scheme-invalid", params={"count": len(faults)})
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, message, faults=faults)

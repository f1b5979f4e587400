"""The scheme intake: a joint review that pushes, instead of being asked."""

import asyncio
import hmac
import json
import logging
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import DBAPIError

from hub.bootstrap import Hub
from hub.casework.intake import Intake, take
from inbound.bodies import read_body
from inbound.callbacks import busy
from inbound.problems import Refused
from models.messages import Message
from models.problems import faults_of
from models.scheme import Scheme, SchemeChange

_log = logging.getLogger(__name__)
_CHANGE: TypeAdapter[SchemeChange] = TypeAdapter(SchemeChange)
SOURCE = "intake"


class Schemes:
    """The scheme door of a hub; `token` is what callers must show, `None` keeps it closed."""

    def __init__(self, hub: Hub, token: str | None) -> None:
        self._hub = hub
        self._token = token

    async def take(self, request: Request) -> JSONResponse:
        """Take a version or a withdrawal: 201 new, 200 known, 409 held with another content, 422 with faults."""
        self._admit(request.headers.get("authorization", ""))
        change = _read(await read_body(request))
        try:
            outcome = await asyncio.to_thread(self._keep, change)
        except DBAPIError as error:
            _log.error("a scheme could not be stored: %s", type(error.orig).__name__)
            raise busy() from None
        if outcome is Intake.CONFLICT and isinstance(change, Scheme):
            conflict = Message(id="inbound-scheme-conflict", params={"version": change.version})
            raise Refused(HTTPStatus.CONFLICT, conflict)
        status = HTTPStatus.CREATED if outcome is Intake.NEW else HTTPStatus.OK
        return JSONResponse({"scheme_id": change.scheme_id, "outcome": outcome.value}, status.value)

    def _admit(self, authorization: str) -> None:
        if self._token is None:
            raise Refused(HTTPStatus.FORBIDDEN, Message(id="inbound-intake-closed"))
        if not hmac.compare_digest(authorization.encode(), f"Bearer {self._token}".encode()):
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                Message(id="inbound-token-wrong"),
                headers={"www-authenticate": "Bearer"},
            )

    def _keep(self, change: SchemeChange) -> Intake:
        with self._hub.store.begin() as tx:
            return take(tx, change, self._hub.city, source=SOURCE)


def _read(body: bytes) -> SchemeChange:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, Message(id="inbound-not-json")) from None
    if isinstance(told, dict):
        told.setdefault("change", "scheme")
    try:
        return _CHANGE.validate_python(told)
    except ValidationError as error:
        faults = faults_of(error)
        message = Message(id="inbound-scheme-invalid", params={"count": len(faults)})
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, message, faults=faults) from None

"""Callbacks of utility companies: verified, committed, and only then answered."""

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError

from adapters.contract import Page, UtilityAdapter, capabilities
from adapters.errors import AuthError, CounterpartError
from hub.bootstrap import Hub
from hub.feeds import set_aside
from hub.pulling import receive
from hub.store import audit, destinations
from inbound.bodies import read_body
from inbound.problems import Refused
from models.messages import Message

_log = logging.getLogger(__name__)

BUSY_SECONDS: Final = 5


class Callbacks:
    """The callback door of a hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def take(self, company: str, request: Request) -> Response:
        """Take one callback. What is answered with success is in the database; a repeat has no further effect."""
        adapter = self._adapter(company)
        body = await read_body(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        page = await self._read(adapter, company, headers, body)
        try:
            # The commit is awaited here, not left to a dependency that would close after the answer.
            await asyncio.to_thread(self._keep, company, page)
        except DBAPIError as error:
            _log.error("a callback of %s could not be stored: %s", company, type(error.orig).__name__)
            raise busy() from None
        reply = adapter.callback_reply(headers, body)
        if reply is None:
            return Response(status_code=HTTPStatus.NO_CONTENT.value)
        return Response(reply.body, media_type=reply.content_type)

    def _adapter(self, company: str) -> UtilityAdapter:
        utility = self._hub.counterparts.utilities.get(company)
        if utility is None or "read_callback" not in capabilities(utility.adapter):
            raise Refused(
                HTTPStatus.NOT_FOUND, Message(id="inbound-no-such-company", params={"company": company[:40]})
            )
        return utility.adapter

    async def _read(
        self, adapter: UtilityAdapter, company: str, headers: Mapping[str, str], body: bytes
    ) -> Page:
        try:
            return adapter.read_callback(headers, body)
        except AuthError as error:
            await asyncio.to_thread(self._note, company, error.message)
            raise Refused(HTTPStatus.UNAUTHORIZED, Message(id="inbound-refused")) from None
        except CounterpartError as error:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, Message(id="inbound-unreadable")) from error

    def _keep(self, company: str, page: Page) -> None:
        with self._hub.store.begin() as tx:
            receive(tx, company, page.updates, self._hub.city)
            set_aside(tx, company, page.unreadable)
            destinations.heard(tx, company)

    def _note(self, company: str, reason: Message) -> None:
        # Whoever knows the address can knock: only that somebody did is kept, nothing of what was brought.
        with self._hub.store.begin() as tx:
            audit.append(tx, "inbound", "callback.refused", company, {"reason": reason.id})


def busy() -> Refused:
    """The refusal while the database cannot be written."""
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        Message(id="inbound-busy", params={"seconds": BUSY_SECONDS}),
        headers={"retry-after": str(BUSY_SECONDS)},
    )

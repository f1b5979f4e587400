"""Callbacks of utility companies: verified, committed, and only then answered."""

from http import HTTPStatus
from typing import Final

from fastapi import Request, Response

from hub.bootstrap import Hub
from hub.callbacks import CallbackForged, CallbackUnreadable, calls_back, take_callback
from inbound.bodies import read_body
from inbound.knocks import Knocks
from inbound.problems import Refused
from inbound.storing import stored
from models.messages import Message

_SHOWN: Final = 40
"""Characters of an unknown company's name that the refusal repeats."""


class Callbacks:
    """The callback door of a hub."""

    def __init__(self, hub: Hub, knocks: Knocks) -> None:
        self._hub = hub
        self._knocks = knocks

    async def take(self, company: str, request: Request) -> Response:
        """Take one callback. What is answered with success is in the database; a repeat has no further effect."""
        if not calls_back(self._hub, company):
            message = Message(id="inbound-no-such-company", params={"company": company[:_SHOWN]})
            raise Refused(HTTPStatus.NOT_FOUND, message)
        headers, body = dict(request.headers), await read_body(request)
        try:
            # The commit is awaited here, not left to a dependency that would close after the answer.
            reply = await stored(lambda: take_callback(self._hub, company, headers, body))
        except CallbackForged as forged:
            await self._knocks.note("callback.refused", company, forged.message)
            raise Refused(HTTPStatus.UNAUTHORIZED, Message(id="inbound-refused")) from None
        except CallbackUnreadable:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, Message(id="inbound-unreadable")) from None
        if reply is None:
            return Response(status_code=HTTPStatus.NO_CONTENT.value)
        return Response(reply.body, media_type=reply.content_type)

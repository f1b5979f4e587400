"""Reading what callers send: up to a limit, in a limited time, and no further."""

import asyncio
from http import HTTPStatus
from typing import Final

from fastapi import Request

from inbound.problems import Refused
from models.messages import Message

MAX_BYTES: Final = 1 << 20
_SECONDS: Final = 30.0


async def read_body(request: Request, limit: int = MAX_BYTES, *, seconds: float = _SECONDS) -> bytes:
    """The body, read as it arrives.

    Raises `Refused`: 413 as soon as it is longer than `limit` bytes, or says it is; 408 when it is not all
    there in time.
    """
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdecimal() and len(told) < 20 and int(told) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, Message(id="inbound-too-slow")) from None
    return bytes(body)


def _too_large(limit: int) -> Refused:
    # The rest of it is not read: the connection can carry no other call.
    message = Message(id="inbound-too-large", params={"limit": limit})
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message, headers={"connection": "close"})

"""Reading what callers send, up to a limit and no further."""

from http import HTTPStatus
from typing import Final

from fastapi import Request

from inbound.problems import Refused
from models.messages import Message

MAX_BYTES: Final = 1 << 20


async def read_body(request: Request, limit: int = MAX_BYTES) -> bytes:
    """The body, read as it arrives. Raises `Refused` (413) as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Message(id="inbound-too-large", params={"limit": limit})
            )
    return bytes(body)

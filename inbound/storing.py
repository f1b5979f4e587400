"""Writing to the store from a call: in a thread, within the time a caller waits, and answered after the commit."""

import asyncio
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from inbound.problems import Refused
from models.messages import Message

T = TypeVar("T")

RETRY_SECONDS: Final = 5
_PATIENCE_SECONDS: Final = 12.0
"""A company waits 15 s for the answer to a callback; a refusal in time is better than a cut connection."""

_log = logging.getLogger(__name__)


async def stored(write: Callable[[], T], *, patience: float = _PATIENCE_SECONDS) -> T:
    """What `write` gives, once it is committed. Raises `Refused` (503) while the database cannot be written.

    A write that outlasts `patience` may still be committed later: sent again, it is a repeat.
    """
    try:
        return await asyncio.wait_for(asyncio.to_thread(write), patience)
    except (DBAPIError, NoConnection, TimeoutError) as error:
        # Its text may quote what was being written.
        _log.error("a call could not be stored: %s", type(getattr(error, "orig", None) or error).__name__)
        message = Message(id="inbound-busy", params={"seconds": RETRY_SECONDS})
        again = {"retry-after": str(RETRY_SECONDS)}
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, message, headers=again) from None

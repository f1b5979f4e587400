"""Which status and which broken connection means which error, as a table from which adapters differ."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

import aiohttp
import httpx

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http.call import Call, ErrorKind, Reply
from adapters.http.retry_after import seconds_to_wait
from models.messages import Message

DEFAULT_ERRORS: Final[Mapping[int, ErrorKind]] = MappingProxyType(
    {
        **dict.fromkeys((400, 404, 409, 413, 415, 422), RejectedError),
        **dict.fromkeys((401, 403), AuthError),
        **dict.fromkeys((408, 425, 429, 503), TransientError),
        **dict.fromkeys((500, 502, 504), UnknownOutcome),
    }
)
"""A status that is not listed is a `ContractError`. `UnknownOutcome` of a safe call is a `TransientError`."""


class Unreached(TransientError):
    """No connection was made, so nothing can have been accepted: the one error the short retries are for."""


def error_of_status(
    reply: Reply, call: Call, table: Mapping[int, ErrorKind], now: datetime
) -> CounterpartError:
    """The error for a status outside of `call.accept`."""
    explained = call.explain(reply) if call.explain else None
    if explained is not None:
        return explained
    kind = call.errors.get(reply.status) or table.get(reply.status, ContractError)
    params: dict[str, str | int | float] = {"company": reply.counterpart, "status": reply.status}
    detail = f"{call.method} {reply.status} {reply.excerpt()}".strip()
    if kind is UnknownOutcome and call.safe:
        return TransientError(Message(id="counterpart-failed-reading", params=params), detail=detail)
    if kind is TransientError:
        throttled = reply.status == 429
        return TransientError(
            Message(id="counterpart-throttles" if throttled else "counterpart-busy", params=params),
            detail=detail,
            retry_after=seconds_to_wait(reply.headers.get("retry-after"), now),
            throttled=throttled,
        )
    if kind is ContractError and 300 <= reply.status < 400:
        return ContractError(Message(id="counterpart-redirects", params=params), detail=detail)
    return kind(Message(id=STATUS_MESSAGES[kind], params=params), detail=detail)


STATUS_MESSAGES: Final[Mapping[ErrorKind, str]] = {
    RejectedError: "counterpart-refused",
    AuthError: "counterpart-credentials",
    UnknownOutcome: "counterpart-failed",
    ContractError: "counterpart-status-unlisted",
}


def error_of_exception(error: Exception, call: Call, counterpart: str) -> CounterpartError:
    """The error for a call that got no whole answer."""
    detail = f"{call.method} {type(error).__name__} {type(error.__cause__).__name__}"
    params: dict[str, str | int | float] = {"company": counterpart}
    if _is_unreached(error):
        return Unreached(Message(id="counterpart-unreachable", params=params), detail=detail)
    if call.safe:
        return TransientError(Message(id="counterpart-no-answer-reading", params=params), detail=detail)
    return UnknownOutcome(Message(id="counterpart-no-answer", params=params), detail=detail)


def _is_unreached(error: Exception) -> bool:
    cause = error.__cause__
    if isinstance(cause, aiohttp.ClientError):
        # The transport reports every connection error as ConnectTimeout, one that lost its answer too. Only
        # these say that there never was a connection.
        return isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    return isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)

"""What holds for every call: a line in the log that names nothing of the caller's, and an answer whatever happens."""

import logging
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.cli import logs
from inbound.problems import Refused, language_of, problem
from models.messages import Message as Sentence

_log: Final = logging.getLogger(__name__)


class Manners:
    """Wraps an application. The address is logged as the route's own pattern, never as the caller wrote it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            logs.unforeseen(error)
            if status:
                raise
            refused = Refused(HTTPStatus.INTERNAL_SERVER_ERROR, Sentence(id="inbound-failed"))
            await problem(refused, language_of(Headers(scope=scope)))(scope, receive, watch)
        finally:
            route = getattr(scope.get("route"), "path", "-")
            elapsed = round((time.monotonic() - started) * 1000)
            _log.info("%s %s %d %d ms", scope["method"], route, status, elapsed)

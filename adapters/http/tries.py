"""One try of a call while it runs, and the record that it leaves."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime

import httpx

from adapters.http.call import Call
from adapters.http.exchange import Exchange, is_recording, keep
from adapters.http.redaction import Redactor, described

log = logging.getLogger(__name__)

# httpx logs every address at INFO, query and all; the line below says the same without what is secret.
logging.getLogger("httpx").addFilter(lambda record: record.levelno >= logging.WARNING)


class Try:
    """A request on its way: filled in as the answer arrives, recorded when it ends."""

    def __init__(self, request: httpx.Request, call: Call, secrets: Iterable[str], began: datetime) -> None:
        self.request = request
        self.redactor = Redactor(secrets)
        self.response: httpx.Response | None = None
        self.content: bytes | None = None
        self.error: str | None = None
        self._began = began
        self._started = time.perf_counter()
        self._type = request.headers.get("content-type", "")
        self._sent = call.body if isinstance(call.body, bytes) else None
        self._streamed = call.body is not None and self._sent is None
        self.redactor.learn(self._sent, self._type)

    @property
    def head(self) -> httpx.Response:
        """The answer's head. Only after it has arrived."""
        assert self.response is not None  # noqa: S101 - the seam sets it before it hands the try on
        return self.response

    def keep_content(self, content: bytes) -> None:
        """Take note of the answer's body."""
        self.content = content
        self.redactor.learn(content, self.head.headers.get("content-type", ""))

    def record(self) -> None:
        """Leave a line in the log and, when somebody keeps a record, an `Exchange`."""
        milliseconds = round((time.perf_counter() - self._started) * 1000)
        status = self.response.status_code if self.response is not None else None
        level = logging.DEBUG if status is not None and status < 400 and not self.error else logging.INFO
        if log.isEnabledFor(level):
            address = self.redactor.url(self.request.url)
            log.log(
                level, "%s %s: %s, %d ms", self.request.method, address, self.error or status, milliseconds
            )
        if is_recording():
            keep(self._exchange(status, milliseconds))

    def _exchange(self, status: int | None, milliseconds: int) -> Exchange:
        scrub = self.redactor
        answer = self.response.headers if self.response is not None else httpx.Headers()
        sent = scrub.body(self._sent, self._type)
        if self._streamed:
            sent = described(_length(self.request.headers), self._type)
        answer_type = answer.get("content-type", "")
        received = scrub.body(self.content, answer_type)
        if self.content is None and self.response is not None:
            received = described(_length(answer), answer_type)
        return Exchange(
            method=self.request.method,
            url=scrub.url(self.request.url),
            started_at=self._began,
            milliseconds=milliseconds,
            status=status,
            error=self.error,
            request_headers=scrub.headers(self.request.headers),
            request_body=sent,
            response_headers=scrub.headers(answer),
            response_body=received,
        )


def _length(headers: httpx.Headers) -> int | None:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else None

"""Serving content over HTTP with one byte range, streamed."""

import re
from collections.abc import AsyncIterator

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.content import Content

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class BeyondTheEnd(Exception):
    """The range begins where there is nothing left."""


def serve(request: Request, content: Content, media_type: str) -> Response:
    """The whole of it (200), or the part that `Range` asks for (206).

    A `Range` of another form than `bytes=a-` or `bytes=a-b` is ignored, as RFC 9110 has it, and so is one whose
    `If-Range` names other content. Raises `BeyondTheEnd`.
    """
    tag = f'"{content.sha256}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes"}
    start, stop, status = 0, content.size, 200
    match = _RANGE.fullmatch(request.headers.get("range", ""))
    if match and request.headers.get("if-range", tag) == tag:
        start = int(match[1])
        stop = min(int(match[2]) + 1, content.size) if match[2] else content.size
        if start >= stop:
            raise BeyondTheEnd
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{content.size}"
        status = 206
    headers["Content-Length"] = str(stop - start)
    pieces: AsyncIterator[bytes] = iterate_in_threadpool(content.chunks(start, stop))
    return StreamingResponse(pieces, status, headers, media_type)

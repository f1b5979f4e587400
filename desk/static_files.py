"""The desk's own files: kept by browsers for ever, since their address changes with their content."""

from http import HTTPStatus
from typing import Final

from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from desk.rendering import STATIC

_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES: Final = {path.name: path for path in sorted(STATIC.iterdir()) if path.suffix in _TYPES}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


class Static:
    """A file by its name; there is no way from here to any other file."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file."""
        path = _FILES.get(scope["path"].rpartition("/")[2])
        if path is None or scope["method"] not in {"GET", "HEAD"}:
            response: Response = Response(status_code=HTTPStatus.NOT_FOUND.value)
        else:
            response = FileResponse(
                path, media_type=_TYPES[path.suffix], headers={"cache-control": _FOR_EVER}
            )
        await response(scope, receive, send)

"""Refusals as the Utility Gateway API words them (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence

from starlette.responses import HTMLResponse, Response

_TYPES = "https://uga.example/problems/"
_TITLES = {
    "bad-request": "The call cannot be read",
    "invalid-token": "The token is not known",
    "forbidden": "Not permitted",
    "unknown-key": "No such key",
    "unknown-scheme": "No such scheme",
    "unknown-document": "No such document",
    "request-in-flight": "A call with this key is being carried out",
    "version-superseded": "A newer version is held",
    "scheme-withdrawn": "The scheme is withdrawn",
    "withdrawal-too-late": "Acceptance is concluded",
    "offset-mismatch": "The upload stands elsewhere",
    "upload-in-progress": "Another call is uploading this document",
    "too-large": "Too many bytes",
    "unsupported-media-type": "Another media type is expected",
    "validation-failed": "The values are not acceptable",
    "idempotency-key-reused": "This key was used with another body",
    "length-mismatch": "Not the announced size",
    "digest-mismatch": "The bytes are not those announced",
    "too-many-requests": "Slow down",
    "internal-error": "Something went wrong here",
    "unavailable": "Not now",
}
_BY_STATUS = {
    401: "invalid-token",
    403: "forbidden",
    429: "too-many-requests",
    500: "internal-error",
    503: "unavailable",
}


class Problem(Exception):
    """A refusal; `name` is the last segment of the problem's type."""

    def __init__(
        self,
        status: int,
        name: str,
        detail: str | None = None,
        *,
        errors: Sequence[Mapping[str, object]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(name)
        self.status = status
        self.name = name
        self.detail = detail
        self.errors = errors
        self.headers = headers

    def response(self) -> Response:
        """The answer."""
        body: dict[str, object] = {
            "type": _TYPES + self.name,
            "title": _TITLES[self.name],
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = list(self.errors)
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, self.status, self.headers, "application/problem+json")


def refusal(status: int, retry_after: str | None) -> Response:
    """A refusal for an HTTP status; one the contract does not list comes from a machine in between."""
    if status not in _BY_STATUS:
        return HTMLResponse(f"<h1>{status}</h1>", status)
    headers = {"Retry-After": retry_after} if retry_after else None
    return Problem(status, _BY_STATUS[status], headers=headers).response()

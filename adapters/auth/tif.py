"""The signature seen in front of provincial gateways (TIF), and a digest of the body beside it (RFC 9530).

The signature does not cover the body, so the digest is what ties the two together as far as this wire can.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Generator

import httpx
from pydantic import SecretStr

from adapters.http.wiring import Clock, utc_now


def tif_signature(timestamp: str, token: str, nonce: str) -> str:
    """Lower-case hex SHA-256 of timestamp + token + nonce + timestamp; the timestamp in seconds."""
    return hashlib.sha256(f"{timestamp}{token}{nonce}{timestamp}".encode()).hexdigest()


def content_digest(content: bytes) -> str:
    """`Content-Digest` by SHA-256 (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


class TifAuth(httpx.Auth):
    """Signs every request anew, a repeated one too: the gateway takes no nonce twice."""

    def __init__(
        self,
        paasid: str,
        token: SecretStr,
        *,
        clock: Clock = utc_now,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._paasid = paasid
        self._token = token
        self._clock = clock
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the headers; the digest where the body is bytes, that of the empty body where there is none."""
        timestamp, nonce = str(int(self._clock().timestamp())), self._nonce()
        request.headers["x-tif-paasid"] = self._paasid
        request.headers["x-tif-timestamp"] = timestamp
        request.headers["x-tif-nonce"] = nonce
        request.headers["x-tif-signature"] = tif_signature(timestamp, self._token.get_secret_value(), nonce)
        content = _bytes_of(request)
        if content is not None:
            request.headers["content-digest"] = content_digest(content)
        yield request

    def __repr__(self) -> str:
        return f"TifAuth({self._paasid!r}, ***)"


def _bytes_of(request: httpx.Request) -> bytes | None:
    try:
        return request.content
    except httpx.RequestNotRead:
        # A streamed body: reading it here would hold all of it in memory.
        return None

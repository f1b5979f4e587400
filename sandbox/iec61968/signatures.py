"""Signatures of messages over HTTP (RFC 9421, hmac-sha256) and digests of bodies (RFC 9530)."""

import base64
import hashlib
import hmac
import re
import time
import uuid
from collections.abc import Mapping

TOLERANCE_SECONDS = 300
_PARAMETERS = re.compile(
    r'sig1=(\((?:"[@a-z-]+" ?)+\);created=(\d{1,11});keyid="([^"]*)";nonce="([^"]{8,64})")'
)
_UPLOAD = frozenset({"upload-offset", "upload-length"})


class NotSigned(Exception):
    """A call that is not let in; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def digest(body: bytes) -> str:
    """`Content-Digest` of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(secret: str, body: bytes, age_seconds: int = 0) -> dict[str, str]:
    """The headers of a signed event: the digest of its body is all that is covered."""
    created = int(time.time()) - age_seconds
    parameters = f'("content-digest");created={created};keyid="events";nonce="{uuid.uuid4().hex}"'
    value = _made(secret, [("content-digest", digest(body))], parameters)
    return {
        "content-digest": digest(body),
        "signature-input": f"sig1={parameters}",
        "signature": f"sig1=:{value}:",
    }


class Doorman:
    """Checks who calls. A nonce is good for one call."""

    def __init__(self, key_id: str, secret: str) -> None:
        self._key_id = key_id
        self._secret = secret
        self._nonces: set[str] = set()

    def check(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> None:
        """Let a call in, or raise `NotSigned`. `body` is `None` for a document's part, which is streamed."""
        found = _PARAMETERS.fullmatch(headers.get("signature-input", ""))
        if found is None:
            raise NotSigned("3.1")
        parameters, created, key_id, nonce = found.groups()
        if abs(time.time() - int(created)) > TOLERANCE_SECONDS:
            raise NotSigned("3.3")
        names = re.findall(r'"([^"]+)"', parameters.partition(")")[0])
        needed = {"@method", "@path"} | (_UPLOAD if body is None else {"content-digest"})
        if key_id != self._key_id or nonce in self._nonces or not needed <= set(names):
            raise NotSigned("3.1")
        given = {**{name: value.strip() for name, value in headers.items()}, "@method": method, "@path": path}
        made = _made(self._secret, [(name, given.get(name, "")) for name in names], parameters)
        if not hmac.compare_digest(headers.get("signature", "").encode(), f"sig1=:{made}:".encode()):
            raise NotSigned("3.1")
        if body is not None and headers.get("content-digest") != digest(body):
            raise NotSigned("3.1")
        self._nonces.add(nonce)


def _made(secret: str, covered: list[tuple[str, str]], parameters: str) -> str:
    base = "".join(f'"{name}": {value}\n' for name, value in covered) + f'"@signature-params": {parameters}'
    return base64.b64encode(hmac.new(secret.encode(), base.encode(), hashlib.sha256).digest()).decode()

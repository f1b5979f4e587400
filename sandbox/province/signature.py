"""The TIF signature, the body's digest, and which nonces were used."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping

SKEW_SECONDS = 300
_KEPT_SECONDS = 2 * SKEW_SECONDS


class Refused(Exception):
    """The call as a whole is refused, with a code of the wire document."""

    def __init__(self, code: str, message: str, status: int = 200) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


def sign(timestamp: str, token: str, nonce: str) -> str:
    """Lower-case hex SHA-256(timestamp + token + nonce + timestamp)."""
    return hashlib.sha256(f"{timestamp}{token}{nonce}{timestamp}".encode()).hexdigest()


def content_digest(body: bytes) -> str:
    """`Content-Digest` (RFC 9530) of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


class Doorman:
    """Lets in who is signed. `now` is real time, in seconds since the epoch."""

    def __init__(self, paasid: str, token: str, now: Callable[[], float]) -> None:
        self._paasid = paasid
        self._token = token
        self._now = now
        self._nonces: dict[str, float] = {}

    def check(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise `Refused` unless the call is signed, on time, new, and its body the one that was digested."""
        paasid, timestamp, nonce, signature = (
            headers.get(f"x-tif-{name}", "") for name in ("paasid", "timestamp", "nonce", "signature")
        )
        now = self._now()
        if not (paasid and timestamp and nonce and signature):
            raise Refused("40101", "缺少签名请求头", 401)
        if paasid != self._paasid:
            raise Refused("40301", "应用标识未登记", 403)
        if not timestamp.isdecimal() or abs(now - int(timestamp)) > SKEW_SECONDS:
            raise Refused("40102", "时间戳超出允许范围", 401)
        if not hmac.compare_digest(signature.encode(), sign(timestamp, self._token, nonce).encode()):
            raise Refused("40101", "签名错误", 401)
        self._use_up(nonce, now)
        if headers.get("content-digest") != content_digest(body):
            raise Refused("40002", "报文摘要不符", 400)

    def _use_up(self, nonce: str, now: float) -> None:
        self._nonces = {each: at for each, at in self._nonces.items() if now - at <= _KEPT_SECONDS}
        if nonce in self._nonces:
            raise Refused("40103", "随机数重复", 401)
        self._nonces[nonce] = now

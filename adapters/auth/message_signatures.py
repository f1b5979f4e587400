"""HTTP Message Signatures (RFC 9421) with `hmac-sha256`, over a digest of the body (RFC 9530).

The key is the shared secret's own bytes. A request's signature covers its method, its path and its body's digest; of a
streamed body, which is not read twice, it covers the headers that say which part of what it is.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Final

import httpx
from pydantic import Field, SecretStr

from adapters.auth.tif import content_digest
from adapters.auth.webhooks import TOLERANCE
from adapters.errors import AuthError
from adapters.http.wiring import Clock, utc_now
from models.messages import Message

SharedSecret = Annotated[SecretStr, Field(min_length=16)]
"""A secret that both sides hold, 16 characters or more."""

_LABEL: Final = "sig1"
_STREAMED: Final = ("content-length", "upload-offset", "upload-length")
_LONGEST: Final = 4096
_INPUT: Final = re.compile(
    r"(?P<label>[a-z*][a-z0-9_.*-]*)="
    r"(?P<params>\((?P<names>(?:\"[@a-z0-9-]+\" ?)*)\)"
    r"(?:;[a-z][a-z0-9_]*=(?:\"[\x20\x21\x23-\x5b\x5d-\x7e]*\"|[0-9]{1,12}))*)(?=,|$)"
)
_SIGNATURE: Final = re.compile(r"(?P<label>[a-z*][a-z0-9_.*-]*)=:(?P<value>[A-Za-z0-9+/]+={0,2}):(?=,|$)")


def signature(key: bytes, components: Mapping[str, str], params: str) -> bytes:
    """The signature of the covered components, in their order, under the signature's own parameters."""
    lines = [f'"{name}": {value}' for name, value in components.items()]
    base = "\n".join([*lines, f'"@signature-params": {params}'])
    return hmac.digest(key, base.encode(), hashlib.sha256)


class MessageSignatureAuth(httpx.Auth):
    """Signs every request anew, a repeated one too; shows its secret in no repr."""

    def __init__(
        self,
        key_id: str,
        secret: SecretStr,
        *,
        clock: Clock = utc_now,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._key_id = key_id
        self._secret = secret
        self._clock = clock
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add digest and signature."""
        components = {"@method": request.method, "@path": request.url.raw_path.decode().partition("?")[0]}
        components |= _of_the_body(request)
        created = int(self._clock().timestamp())
        covered = " ".join(f'"{name}"' for name in components)
        params = f'({covered});created={created};keyid="{self._key_id}";nonce="{self._nonce()}"'
        made = base64.b64encode(signature(_key(self._secret), components, params)).decode()
        request.headers["signature-input"] = f"{_LABEL}={params}"
        request.headers["signature"] = f"{_LABEL}=:{made}:"
        yield request

    def __repr__(self) -> str:
        return f"MessageSignatureAuth({self._key_id!r}, ***)"


def _of_the_body(request: httpx.Request) -> dict[str, str]:
    try:
        request.headers["content-digest"] = content_digest(request.content)
    except httpx.RequestNotRead:
        return {name: request.headers[name] for name in _STREAMED if name in request.headers}
    return {"content-digest": request.headers["content-digest"]}


def _key(secret: SecretStr) -> bytes:
    return secret.get_secret_value().encode()


def verify_signed(
    accepted: Iterable[SecretStr], headers: Mapping[str, str], body: bytes, *, now: datetime, company: str
) -> None:
    """Make sure that a callback was signed with one of `accepted`, near `now`, over the digest of this very body.

    Several secrets at once let a company change its own without losing a message. Raises `AuthError`, naming
    `company` as people know it.
    """
    given = {name.lower(): value.strip() for name, value in headers.items()}
    asked, made = given.get("signature-input", ""), given.get("signature", "")
    labels = {found["label"]: found["value"] for found in _SIGNATURE.finditer(made[:_LONGEST])}
    inputs = [
        found
        for found in _INPUT.finditer(asked[:_LONGEST])
        if found["label"] in labels and '"content-digest"' in found["names"]
    ]
    if not inputs:
        raise AuthError(Message(id="webhook-unsigned", params={"company": company}))
    fresh = [found for found in inputs if _is_fresh(found["params"], now)]
    if not fresh:
        raise AuthError(Message(id="webhook-clock", params={"company": company}))
    keys = tuple(accepted)
    fits = any(_fits(keys, found, labels[found["label"]], given) for found in fresh)
    if not (fits and hmac.compare_digest(given["content-digest"].encode(), content_digest(body).encode())):
        raise AuthError(Message(id="webhook-signature", params={"company": company}))


def _is_fresh(params: str, now: datetime) -> bool:
    created = re.search(r";created=([0-9]+)", params)
    return created is not None and abs(now.timestamp() - int(created[1])) <= TOLERANCE.total_seconds()


def _fits(
    accepted: tuple[SecretStr, ...], found: re.Match[str], value: str, given: Mapping[str, str]
) -> bool:
    # What a callback's reader does not see, its path among them, cannot be vouched for: it must not be covered.
    available = {**given, "@method": "POST"}
    names = re.findall(r'"([^"]+)"', found["names"])
    if len(set(names)) != len(names) or any(name not in available for name in names):
        return False
    components = {name: available[name] for name in names}
    expected = [base64.b64encode(signature(_key(secret), components, found["params"])) for secret in accepted]
    # Every pair is compared, so that the time taken tells nothing of where a match is.
    matches = [hmac.compare_digest(mine, value.encode()) for mine in expected]
    return any(matches)

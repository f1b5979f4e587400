"""Standard Webhooks: `v1`, HMAC-SHA-256 over `{id}.{timestamp}.{body}` with a shared secret `whsec_…`."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, SecretStr
from pydantic_core import PydanticCustomError

from adapters.errors import AuthError
from models.messages import Message

TOLERANCE: Final = timedelta(minutes=5)
"""How far the sender's clock may be off, either way."""

_PREFIX: Final = "whsec_"
_SHORTEST_KEY: Final = 16
"""Bytes. The specification asks for 24 to 64; shorter ones are met, an empty one would sign anything."""


def _key(secret: SecretStr) -> bytes:
    text = secret.get_secret_value().removeprefix(_PREFIX)
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _usable(secret: SecretStr) -> SecretStr:
    try:
        long_enough = len(_key(secret)) >= _SHORTEST_KEY
    except binascii.Error:
        long_enough = False
    if not long_enough:
        raise PydanticCustomError("webhook-secret-form", "not a webhook secret", {"form": "whsec_<base64>"})
    return secret


WebhookSecret = Annotated[SecretStr, AfterValidator(_usable)]
"""A shared secret, `whsec_` and base64."""


def sign(secret: SecretStr, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message; `timestamp` in seconds since the epoch."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()}"


def verify(
    secrets: Iterable[SecretStr], headers: Mapping[str, str], body: bytes, *, now: datetime, company: str
) -> str:
    """The message's id, when one of its signatures fits one of `secrets` and its time is near `now`.

    Several secrets at once let a company change its own without losing a message. Raises `AuthError`, naming
    `company` as people know it.
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    signatures = [part for part in given.get("webhook-signature", "").split() if part.startswith("v1,")]
    if not (message_id and signatures and stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        raise AuthError(Message(id="webhook-unsigned", params={"company": company}))
    timestamp = int(stamp)
    if abs(now.timestamp() - timestamp) > TOLERANCE.total_seconds():
        raise AuthError(Message(id="webhook-clock", params={"company": company}))
    expected = [sign(secret, message_id, timestamp, body).encode() for secret in secrets]
    # Every pair is compared, so that the time taken tells nothing of where a match is.
    fits = [hmac.compare_digest(mine, theirs.encode()) for mine in expected for theirs in signatures]
    if not any(fits):
        raise AuthError(Message(id="webhook-signature", params={"company": company}))
    return message_id

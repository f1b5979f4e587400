"""Signers: how a call shows who sends it, and how a callback does."""

from adapters.auth.bearer import BearerAuth
from adapters.auth.message_signatures import MessageSignatureAuth, SharedSecret, verify_signed
from adapters.auth.tif import TifAuth, content_digest, tif_signature
from adapters.auth.webhooks import WebhookSecret, sign, verify

__all__ = [
    "BearerAuth",
    "MessageSignatureAuth",
    "SharedSecret",
    "TifAuth",
    "WebhookSecret",
    "content_digest",
    "sign",
    "tif_signature",
    "verify",
    "verify_signed",
]

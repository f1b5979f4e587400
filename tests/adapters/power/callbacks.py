"""EventMessages as a company posts them, and how it signs them."""

import base64
import hashlib
import hmac
from datetime import datetime

from tests.adapters.power.answering import EVENT, EVENTS
from tests.adapters.support import NOON


def message(event: str = EVENT, ack: str = "true", message_id: str = "msg_E-1") -> bytes:
    """An EventMessage."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<EventMessage xmlns="http://iec.ch/TC57/2011/schema/message"><Header><Verb>created</Verb>'
        "<Noun>HandlingEvent</Noun><Revision>1</Revision><Timestamp>2026-03-02T12:00:00+08:00</Timestamp>"
        f"<Source>power</Source><AckRequired>{ack}</AckRequired><MessageID>{message_id}</MessageID>"
        f"<CorrelationID>{message_id}</CorrelationID></Header><Payload>{event}</Payload></EventMessage>"
    ).encode()


def signed(
    body: bytes, secret: str = EVENTS[0], at: datetime = NOON, covered: str = '"content-digest"'
) -> dict[str, str]:
    """The headers of a callback, written out from RFC 9421 and RFC 9530."""
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    params = f'({covered});created={int(at.timestamp())};keyid="events";nonce="0123456789abcdef"'
    values = {"content-digest": digest, "@method": "POST", "content-type": "application/xml"}
    names = [name.strip('"') for name in covered.split()]
    base = (
        "".join(f'"{name}": {values.get(name, "?")}\n' for name in names) + f'"@signature-params": {params}'
    )
    made = base64.b64encode(hmac.digest(secret.encode(), base.encode(), "sha256")).decode()
    return {
        "Content-Type": "application/xml",
        "Content-Digest": digest,
        "Signature-Input": f"sig1={params}",
        "Signature": f"sig1=:{made}:",
    }

"""Signed requests: by the standard's own vector, and as an implementation of another make reads them."""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)
from pydantic import SecretStr

from adapters.auth import MessageSignatureAuth
from adapters.auth.message_signatures import signature

SECRET = "a secret of some length"
# RFC 9421, B.1.5.
VECTOR_KEY = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="


class Keys(HTTPSignatureKeyResolver):
    """The one key there is."""

    def resolve_public_key(self, key_id: str) -> bytes:
        return {"hub": SECRET.encode()}[key_id]

    def resolve_private_key(self, key_id: str) -> bytes:
        raise NotImplementedError


def signed(request: httpx.Request) -> httpx.Request:
    auth = MessageSignatureAuth("hub", SecretStr(SECRET), clock=lambda: datetime.now(UTC))
    return next(auth.auth_flow(request))


def verified(request: httpx.Request) -> dict[str, str]:
    """What the other implementation says was covered. Raises when it does not believe the signature."""
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.HMAC_SHA256, key_resolver=Keys())
    (result,) = verifier.verify(request, max_age=timedelta(minutes=5))
    return {name.strip('"'): str(value) for name, value in result.covered_components.items()}


def test_the_signature_is_that_of_the_standards_own_example() -> None:
    components = {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "@authority": "example.com",
        "content-type": "application/json",
    }
    params = '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"'
    made = signature(base64.b64decode(VECTOR_KEY), components, params)
    assert base64.b64encode(made).decode() == "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="


def test_a_signed_request_is_believed_by_an_implementation_of_another_make() -> None:
    body = "<消息/>".encode()
    covered = verified(signed(httpx.Request("POST", "https://p.test/cim/messages?x=1", content=body)))
    assert covered["@method"] == "POST"
    assert covered["@path"] == "/cim/messages"
    assert (
        covered["content-digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    )


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("content-digest", "sha-256=:AAAA:"),
        ("signature", "sig1=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"),
    ],
)
def test_what_was_changed_on_the_way_is_not_believed(header: str, value: str) -> None:
    request = signed(httpx.Request("POST", "https://p.test/cim/messages", content=b"x"))
    request.headers[header] = value
    with pytest.raises(InvalidSignature):
        verified(request)


def test_a_streamed_body_is_covered_by_where_it_belongs_and_not_read() -> None:
    read = False

    async def parts() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b""

    headers = {"upload-offset": "65536", "upload-length": "90000", "content-length": "100"}
    request = signed(
        httpx.Request("PATCH", "https://p.test/cim/attachments/R/d", headers=headers, content=parts())
    )
    covered = verified(request)
    assert {name: covered[name] for name in headers} == headers
    assert "content-digest" not in request.headers
    assert not read


def test_every_request_is_signed_anew_and_the_secret_is_in_no_repr() -> None:
    inputs = {
        signed(httpx.Request("POST", "https://p.test/", content=b"x")).headers["signature-input"]
        for _ in range(2)
    }
    assert len(inputs) == 2
    assert SECRET not in repr(MessageSignatureAuth("hub", SecretStr(SECRET)))

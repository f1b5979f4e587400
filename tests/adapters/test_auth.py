"""Signers, against the published vectors and against an implementation that is not ours."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, TypeAdapter, ValidationError
from standardwebhooks.webhooks import Webhook

from adapters.auth import (
    BearerAuth,
    TifAuth,
    WebhookSecret,
    content_digest,
    sign,
    tif_signature,
    verify,
)
from adapters.errors import AuthError
from tests.adapters.support import NOON, reading, seam, telling

# The vector of the Standard Webhooks specification.
SECRET = SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
MESSAGE, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = SecretStr("whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY")


def headers(signature: str = SIGNATURE, stamp: object = STAMP, message: str = MESSAGE) -> dict[str, str]:
    return {"Webhook-Id": message, "webhook-timestamp": str(stamp), "WEBHOOK-SIGNATURE": signature}


def check(given: dict[str, str], *secrets: SecretStr, body: bytes = BODY, off: float = 0) -> str:
    now = datetime.fromtimestamp(STAMP, UTC) + timedelta(seconds=off)
    return verify(secrets or (SECRET,), given, body, now=now, company="水")


def refusal(*args: object, **more: object) -> str:
    with pytest.raises(AuthError) as raised:
        check(*args, **more)  # type: ignore[arg-type]
    return raised.value.message.id


async def sent(auth: httpx.Auth, call: object, fail_first: bool = False) -> list[httpx.Request]:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if fail_first and len(requests) == 1:
            raise httpx.ConnectError("refused")
        return httpx.Response(200)

    await seam(answer, auth=auth).call(call)  # type: ignore[arg-type]
    return requests


async def test_a_bearer_token_is_sent_and_never_shown() -> None:
    auth = BearerAuth(SecretStr("geheim"))
    (request,) = await sent(auth, reading())
    assert request.headers["authorization"] == "Bearer geheim"
    assert "geheim" not in repr(auth)


def test_the_tif_signature_fits_its_vector() -> None:
    signature = tif_signature("1700000000", "test-token-0123456789abcdef", "18bf0e5c400-abc123")
    assert signature == "f7860e1da6199197a2b305654b1ac502595471aa3bd5d846b4fefb8be1909a87"


def test_the_digest_of_a_body_fits_the_vectors_of_rfc_9530() -> None:
    assert content_digest(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    assert content_digest(b"") == "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"


async def test_a_tif_call_carries_who_when_and_what() -> None:
    auth = TifAuth("dazhou", SecretStr("geheim"), clock=lambda: NOON, nonce=lambda: "once")
    (request,) = await sent(auth, telling(body=b"{}"))
    stamp = str(int(NOON.timestamp()))
    assert request.headers["x-tif-paasid"] == "dazhou"
    assert request.headers["x-tif-timestamp"] == stamp
    assert request.headers["x-tif-nonce"] == "once"
    assert request.headers["x-tif-signature"] == tif_signature(stamp, "geheim", "once")
    assert request.headers["content-digest"] == content_digest(b"{}")
    assert "geheim" not in repr(auth)


async def test_every_try_is_signed_anew() -> None:
    first, second = await sent(TifAuth("dazhou", SecretStr("geheim")), telling(), fail_first=True)
    assert first.headers["x-tif-nonce"] != second.headers["x-tif-nonce"]


async def test_a_call_without_a_body_carries_the_digest_of_nothing_and_a_streamed_one_carries_none() -> None:
    async def body() -> object:
        yield b"part"

    auth = TifAuth("dazhou", SecretStr("geheim"))
    (empty,) = await sent(auth, reading())
    (streamed,) = await sent(auth, telling(body=body))
    assert empty.headers["content-digest"] == content_digest(b"")
    assert "content-digest" not in streamed.headers


def test_the_published_message_is_verified_and_signed_alike() -> None:
    assert sign(SECRET, MESSAGE, STAMP, BODY) == SIGNATURE
    assert check(headers()) == MESSAGE


def test_any_of_several_secrets_and_of_several_signatures_will_do() -> None:
    assert check(headers(), OTHER, SECRET) == MESSAGE
    assert check(headers(f"v1,AAAA v1a,xyz {SIGNATURE}")) == MESSAGE


@pytest.mark.parametrize(
    ("given_headers", "more", "message"),
    [
        (headers(), {"body": BODY + b" "}, "webhook-signature"),
        (headers(message="msg_other"), {}, "webhook-signature"),
        (headers(stamp=STAMP + 1), {}, "webhook-signature"),
        (headers("v1,"), {}, "webhook-signature"),
        (headers("v1,ä"), {}, "webhook-signature"),
        (headers(SIGNATURE.replace("v1,", "v2,")), {}, "webhook-unsigned"),
        (headers(""), {}, "webhook-unsigned"),
        (headers(message=""), {}, "webhook-unsigned"),
        (headers(stamp="soon"), {}, "webhook-unsigned"),
        (headers(stamp="１６１４２６５３３０"), {}, "webhook-unsigned"),
        (headers(stamp="9" * 400), {}, "webhook-unsigned"),
        ({}, {}, "webhook-unsigned"),
        (headers(), {"off": 301}, "webhook-clock"),
        (headers(), {"off": -301}, "webhook-clock"),
    ],
)
def test_what_does_not_fit_is_refused(
    given_headers: dict[str, str], more: dict[str, object], message: str
) -> None:
    assert refusal(given_headers, **more) == message


def test_a_wrong_secret_and_no_secret_are_refused() -> None:
    assert refusal(headers(), OTHER) == "webhook-signature"
    with pytest.raises(AuthError):
        verify((), headers(), BODY, now=datetime.fromtimestamp(STAMP, UTC), company="水")


@pytest.mark.parametrize("off", [-299, 299])
def test_a_clock_within_five_minutes_is_accepted(off: float) -> None:
    assert check(headers(), off=off) == MESSAGE


@given(key=st.binary(min_size=24, max_size=64), text=st.text(max_size=200))
def test_ours_and_the_published_package_accept_each_other(key: bytes, text: str) -> None:
    import base64

    secret = SecretStr("whsec_" + base64.b64encode(key).decode())
    theirs, now = Webhook(secret.get_secret_value()), datetime.now(UTC).replace(microsecond=0)
    stamp, body = int(now.timestamp()), text.encode("utf-8", "ignore")
    signed = sign(secret, MESSAGE, stamp, body)
    assert theirs.sign(MESSAGE, now, body.decode()) == signed
    theirs.verify(body, {k.lower(): v for k, v in headers(signed, stamp).items()}, json_parse=False)
    assert verify([secret], headers(signed, stamp), body, now=now, company="水") == MESSAGE


@pytest.mark.parametrize("secret", ["whsec_", "whsec_!!!!", "whsec_QUJD", "short", ""])
def test_a_secret_that_signs_nothing_worth_having_is_refused_when_it_is_configured(secret: str) -> None:
    with pytest.raises(ValidationError) as raised:
        TypeAdapter(WebhookSecret).validate_python(secret)
    assert raised.value.errors()[0]["type"] == "webhook-secret-form"

"""No secret and no personal value of a call is in its record, its errors or the log."""

import json
import logging
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.auth import BearerAuth
from adapters.errors import CounterpartError
from adapters.http import Call, Exchange, Redactor, recording
from adapters.http.redaction import EXCERPT_BYTES, PERSONAL_FIELDS, SECRET_FIELDS
from tests.adapters.support import seam, telling

TOKEN = "tok-5f2e8a91c7"
FIELDS = sorted(PERSONAL_FIELDS | SECRET_FIELDS)
# Distinctive, as a name or a number is; one character alone cannot be masked without masking every text.
VALUES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=3, max_size=30)


async def exchange(handler: Any, call: Call) -> Exchange:
    with recording() as kept, suppress(CounterpartError):
        await seam(handler, auth=BearerAuth(SecretStr(TOKEN)), secrets=[SecretStr(TOKEN)]).call(call)
    (only,) = kept
    return only


def sending(body: Any, content_type: str = "application/json") -> Call:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return telling(body=content, headers={"content-type": content_type})


def shown(text: str) -> Redactor:
    redactor = Redactor([TOKEN])
    redactor.learn(text.encode(), "text/plain")
    return redactor


async def test_an_exchange_holds_what_a_person_needs_to_settle_a_dispute() -> None:
    kept = await exchange(
        lambda request: httpx.Response(422, json={"title": "DN 175 不在敷设范围"}),
        telling(
            body=b'{"pipe_dn_mm": 175}',
            headers={"content-type": "application/json", "x-tif-nonce": "n"},
        ),
    )
    assert (kept.method, kept.url, kept.status) == ("POST", "http://w.test/uga/v1/things", 422)
    assert kept.request_body == '{"pipe_dn_mm": 175}'
    assert kept.response_body == '{"title": "DN 175 不在敷设范围"}'
    assert (
        kept.request_headers
        == {
            "accept": "*/*",
            "accept-encoding": "identity",
            "content-length": "20",
            "content-type": "application/json",
        }
        or "x-tif-nonce" not in kept.request_headers
    )
    assert kept.milliseconds >= 0


async def test_a_call_without_an_answer_is_kept_with_what_came_instead() -> None:
    def breaks(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("cut")

    kept = await exchange(breaks, telling())
    assert (kept.status, kept.error, kept.response_body) == (None, "ReadError", None)


async def test_nothing_is_kept_when_nobody_asks() -> None:
    with recording() as kept:
        pass
    await seam(lambda request: httpx.Response(200)).call(telling())
    assert kept == []


async def test_a_long_delivery_keeps_its_latest_exchanges() -> None:
    under_test = seam(lambda request: httpx.Response(200))
    with recording() as kept:
        for number in range(40):
            await under_test.call(telling(params={"n": number}))
    assert [each.url.rpartition("=")[2] for each in kept] == [str(number) for number in range(8, 40)]


async def test_a_body_that_is_no_text_is_kept_as_size_and_type() -> None:
    picture = httpx.Response(200, content=b"\x89PNG\x00", headers={"content-type": "image/png"})
    kept = await exchange(lambda request: picture, sending(b"%PDF-1.7", "application/pdf"))
    assert kept.request_body == "[8 bytes application/pdf]"
    assert kept.response_body == "[5 bytes image/png]"


async def test_a_body_is_kept_up_to_eight_kibibytes() -> None:
    kept = await exchange(
        lambda request: httpx.Response(200, text="水" * 10_000), sending({"note": "气" * 10_000})
    )
    for body in (kept.request_body, kept.response_body):
        assert body is not None
        assert EXCERPT_BYTES - 4 < len(body.encode()) <= EXCERPT_BYTES


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    field=st.sampled_from(FIELDS),
    value=VALUES,
    upper=st.booleans(),
    shape=st.sampled_from(["plain", "nested", "list"]),
    echo=st.sampled_from(["json", "text", "xml", "escaped", "url"]),
)
def test_a_value_in_a_named_field_is_nowhere_in_the_record(
    field: str, value: str, upper: bool, shape: str, echo: str
) -> None:
    assume(value.strip("*") and value.strip())
    name = field.upper() if upper else field
    inner: Any = {"plain": value, "nested": {"name": {"given": value}}, "list": [{"x": value}]}[shape]
    body = {"rows": [{"XMMC": "-", name: inner}], "n": 1}
    answer = {
        "json": json.dumps({"reason": f"<{value}>"}, ensure_ascii=False),
        "text": f"({value})",
        "xml": f"<m><{'LXR'}>{value}</LXR><r>{value}</r></m>",
        "escaped": json.dumps({"reason": f"[{value}]"}),
        "url": str(httpx.QueryParams({"q": value})),
    }[echo]
    redactor = Redactor([TOKEN])
    redactor.learn(json.dumps(body).encode(), "application/json")
    record = "\n".join(
        filter(
            None,
            [
                redactor.body(json.dumps(body).encode(), "application/json"),
                redactor.body(answer.encode(), "application/json" if echo == "json" else "text/plain"),
                redactor.url(httpx.URL("http://w.test/a", params={"q": value})),
            ],
        )
    )
    skeleton = (
        json.dumps(body | {"rows": [{"XMMC": "-", name: "***"}]}) + "reason q http://w.test/a?q= <m><LXR></r>"
    )
    assume(
        value not in skeleton and value not in '{"name": {"given": "***"}}' and value not in '[{"x": "***"}]'
    )
    assert value not in record


@settings(max_examples=60, deadline=None)
@given(name=VALUES, phone=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
async def test_neither_person_nor_token_is_in_record_error_or_log(name: str, phone: str) -> None:
    assume(name.strip("*") and name.strip() == name)
    contact = {"contact": {"name": name, "phone": phone}}
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with recording() as kept:
            try:
                await seam(
                    lambda request: httpx.Response(
                        500,
                        json={
                            "detail": f"«{name}» {phone} {TOKEN}",
                            "echo": request.headers["authorization"],
                        },
                    ),
                    auth=BearerAuth(SecretStr(TOKEN)),
                    secrets=[SecretStr(TOKEN)],
                ).call(sending(contact))
            except CounterpartError as error:
                lines.append(f"{error} {error!r}")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    assert lines
    told = "\n".join([*lines, *(each.model_dump_json() for each in kept)])
    parts = [phone, TOKEN] + ([name] if name not in _unrelated() else [])
    assert [part for part in parts if part in told] == []


def _unrelated() -> str:
    """What a record says whatever was sent: a name that happens to be part of it is not told by it."""
    return (
        "POST http://w.test/uga/v1/things 500 UnknownOutcome counterpart-failed(company=通川区供水有限公司, status=500)"
        " application/json identity content-type accept-encoding milliseconds request_headers response_body detail"
        ' {"detail": "«***» *** ***", "echo": "Bearer ***"} {"contact": {"name": "***", "phone": "***"}} 0123456789'
    )


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请致电 13800000000 联系", "请致电 *** 联系"),
        ("+86 138 0000 0000", "***"),
        ("0818-2345678", "***"),
        ("tel13912345678.", "tel***."),
        ("2411-511703-04-01-249065", "2411-511703-04-01-249065"),
        ("91511700MA62E1XH27", "91511700MA62E1XH27"),
        ("1772432400 20260302000117", "1772432400 20260302000117"),
        ("<ns:LXR xml:lang='zh'>李明</ns:LXR>", "<ns:LXR xml:lang='zh'>***</ns:LXR>"),
        ("<LXR>李明", "<LXR>***"),
        ("phone=139&DFSJZJ=dz-1", "phone=***&DFSJZJ=dz-1"),
        ('{"token": "abc", "n": 1', '{"token": "***", "n": 1'),
        ("联系人：李明，建设单位：朝阳公司", "联系人：***，建设单位：朝阳公司"),
        ('\\"phone\\": \\"139\\", \\"n\\"', '\\"phone\\": \\"***\\", \\"n\\"'),
        (f"Bearer {TOKEN}", "Bearer ***"),
        ("hotel: 3 floors", "hotel: 3 floors"),
    ],
)
def test_a_text_is_masked_by_label_by_value_and_by_the_look_of_a_number(text: str, masked: str) -> None:
    assert Redactor([TOKEN]).text(text) == masked


def test_an_echo_in_another_coding_is_masked_too() -> None:
    redactor = Redactor()
    redactor.learn('{"LXR": "李明<>"}'.encode(), "application/json")
    assert redactor.text("李明<> 李明&lt;&gt; \\u674e\\u660e<> %E6%9D%8E%E6%98%8E%3C%3E") == "*** *** *** ***"


def test_a_number_given_as_a_number_is_masked_and_a_flag_is_not() -> None:
    redactor = Redactor()
    body = json.dumps({"LXRSJH": 81823456, "handler": None, "phone": True, "n": 81823456}).encode()
    redactor.learn(body, "application/json")
    assert (
        redactor.body(body, "application/json")
        == '{"LXRSJH": "***", "handler": null, "phone": true, "n": ***}'
    )


def test_a_value_that_the_cut_would_halve_is_masked_whole() -> None:
    redactor = Redactor(["s3cret-" * 20])
    text = "x" * 90 + "s3cret-" * 20
    assert redactor.excerpt(text, 100) == "x" * 90 + "***"


def test_an_address_is_shown_without_credentials_and_secret_queries() -> None:
    url = httpx.URL("https://user:pw@w.test:8443/a%20b?token=abc&after=129&phone=1")
    assert Redactor().url(url) == "https://w.test:8443/a b?token=***&after=129&phone=***"


def test_the_transport_library_logs_no_address() -> None:
    logger = logging.getLogger("httpx")
    record = logger.makeRecord("httpx", logging.INFO, "f", 1, "HTTP Request: GET http://w/?token=1", (), None)
    assert not logger.filter(record)

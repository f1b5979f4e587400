"""What the province's codes, and whatever stands between, mean for the hub's next move."""

from typing import Any

import httpx
import pytest

from adapters.auth import content_digest, tif_signature
from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import recording
from tests.adapters.province import BASE, HELD, NAME, Province, all_taken, matter_record, project_record


@pytest.fixture
def province() -> Province:
    return Province()


async def failure(province: Province, answer: Any, *, reading: bool = False) -> CounterpartError:
    province.answer = answer
    call = province.adapter.ping() if reading else province.adapter.record([project_record()])
    with pytest.raises(CounterpartError) as raised:
        await call
    assert raised.value.message.params["company"] == NAME
    return raised.value


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("40001", ContractError, "province-call-refused"),
        ("40002", TransientError, "province-send-again"),
        ("40101", AuthError, "province-credentials"),
        ("40102", AuthError, "province-clock"),
        ("40103", TransientError, "province-send-again"),
        ("40301", AuthError, "province-credentials"),
        ("40401", ContractError, "province-call-refused"),
        ("41301", ContractError, "province-call-refused"),
        ("42901", TransientError, "province-throttles"),
        ("50001", TransientError, "province-busy"),
        ("99999", ContractError, "province-call-refused"),
    ],
)
@pytest.mark.parametrize("reading", [True, False])
async def test_a_code_decides_although_the_status_is_200(
    province: Province, code: str, error: type[CounterpartError], message: str, reading: bool
) -> None:
    raised = await failure(province, {"code": code, "message": "不行 13800000000"}, reading=reading)
    assert type(raised) is error
    assert (raised.message.id, raised.message.params["code"]) == (message, code)
    assert raised.message.params["words"] == "不行 ***"


async def test_a_busy_province_is_heard_when_it_says_when(province: Province) -> None:
    busy = await failure(province, {"code": "50001", "message": "系统繁忙", "retryAfter": 30})
    slow = await failure(province, {"code": "42901", "message": "", "retryAfter": 2})
    assert isinstance(busy, TransientError)
    assert isinstance(slow, TransientError)
    assert (busy.retry_after, busy.throttled) == (30, False)
    assert (slow.retry_after, slow.throttled) == (2, True)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_status_from_in_between_says_nothing_of_what_was_written(
    province: Province, status: int
) -> None:
    assert type(await failure(province, httpx.Response(status, html="<h1>nginx"))) is UnknownOutcome
    assert type(await failure(province, httpx.Response(status), reading=True)) is TransientError


@pytest.mark.parametrize("status", [302, 400, 404, 413, 422])
async def test_a_refusal_from_in_between_is_none_of_the_rows(province: Province, status: int) -> None:
    assert type(await failure(province, httpx.Response(status, html="<h1>nginx"))) is ContractError


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<html>统一身份认证"),
        httpx.Response(200, text="OK"),
        {"success": True},
        {"code": 0, "message": ""},
        {"code": "0", "message": ""},
        {"code": "0", "message": "", "taken": [{"DFSJZJ": "k"}], "refused": []},
        [],
    ],
)
async def test_a_200_that_is_not_the_reply_is_a_contract_error(province: Province, answer: Any) -> None:
    assert type(await failure(province, answer)) is ContractError


async def test_every_call_is_signed_and_its_body_digested(province: Province) -> None:
    province.answer = all_taken
    await province.adapter.record([project_record()])
    request = province.routes.calls.last.request
    stamp, nonce = request.headers["x-tif-timestamp"], request.headers["x-tif-nonce"]
    assert request.headers["x-tif-paasid"] == "dazhou-utilities"
    assert request.headers["x-tif-signature"] == tif_signature(stamp, "geheim", nonce)
    assert request.headers["content-digest"] == content_digest(request.content)


async def test_the_record_of_a_batch_names_no_person_and_no_signature(province: Province) -> None:
    province.answer = all_taken
    with recording() as exchanges:
        await province.adapter.record([matter_record()])
    kept = exchanges[0].model_dump_json()
    assert "511702-2026-0007-GS-SC" in kept
    assert [word for word in ("欧阳建国", "13800000000", "geheim", "x-tif") if word in kept] == []


async def test_a_sign_of_life_asks_for_a_key_that_nobody_has(province: Province) -> None:
    province.answer = HELD | {"rows": []}
    await province.adapter.ping()
    assert province.operations[-1]["operation"] == "QUERY_ROWS"


def serve(province: Province, content: bytes, status: int = 200, **headers: str) -> None:
    province.routes.get(f"{BASE}/gateway/documents/{'a' * 64}").mock(
        return_value=httpx.Response(status, content=content, headers=headers)
    )


async def fetched(province: Province, offset: int = 0) -> bytes:
    return b"".join([chunk async for chunk in province.adapter.fetch_document("a" * 64, offset=offset)])


async def test_a_document_is_fetched_from_its_beginning_or_from_where_it_was_cut(province: Province) -> None:
    serve(province, b"%PDF-1.7")
    assert await fetched(province) == b"%PDF-1.7"
    request = province.routes.calls.last.request
    assert "range" not in request.headers
    assert request.headers["content-digest"] == content_digest(b"")
    serve(province, b"-1.7", 206, **{"content-range": "bytes 4-7/8"})
    assert await fetched(province, 4) == b"-1.7"
    assert province.routes.calls.last.request.headers["range"] == "bytes=4-"


@pytest.mark.parametrize(("status", "content_range"), [(200, ""), (206, "bytes 0-7/8"), (206, "")])
async def test_another_part_than_the_one_asked_for_is_not_taken(
    province: Province, status: int, content_range: str
) -> None:
    serve(province, b"%PDF-1.7", status, **{"content-range": content_range})
    with pytest.raises(ContractError):
        await fetched(province, 4)


@pytest.mark.parametrize(
    ("status", "code", "error", "message"),
    [
        (404, "40402", RejectedError, "province-document-unknown"),
        (401, "40101", AuthError, "province-credentials"),
        (401, "40103", TransientError, "province-send-again"),
        (429, "42901", TransientError, "province-throttles"),
        (503, "50001", TransientError, "province-busy"),
        (416, "41601", ContractError, "counterpart-status-unlisted"),
        (400, "40009", RejectedError, "counterpart-refused"),
    ],
)
async def test_the_door_for_documents_has_the_same_codes(
    province: Province, status: int, code: str, error: type[CounterpartError], message: str
) -> None:
    body = f'{{"code": "{code}", "message": "-", "retryAfter": 3}}'.encode()
    serve(province, body, status, **{"content-type": "application/json"})
    with pytest.raises(error) as raised:
        await fetched(province)
    assert raised.value.message.id == message

"""The seam's answers and errors, by status and by what became of the connection."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from adapters.http import DEFAULT_ERRORS
from models.messages import Message
from tests.adapters.support import NAME, Request, answer, raw_server, reading, seam, telling


def answers(status: int, **more: Any) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, **more)


async def failure(call: Any, handler: Any = None, **more: Any) -> CounterpartError:
    under_test = seam(handler, **more)
    try:
        with pytest.raises(CounterpartError) as raised:
            await under_test.call(call)
    finally:
        await under_test.aclose()
    assert raised.value.message.params["company"] == NAME
    return raised.value


async def test_an_answer_is_read_whole() -> None:
    reply = await seam(answers(200, json={"taken": True})).call(telling())
    assert reply.json() == {"taken": True}


@pytest.mark.parametrize(("status", "kind"), [*DEFAULT_ERRORS.items()])
async def test_a_listed_status_means_its_error_for_a_call_with_effect(
    status: int, kind: type[CounterpartError]
) -> None:
    assert type(await failure(telling(), answers(status))) is kind


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_an_unknown_outcome_of_a_safe_call_is_no_more_than_a_delay(status: int) -> None:
    assert type(await failure(reading(), answers(status))) is TransientError


@pytest.mark.parametrize("status", [201, 204, 301, 302, 304, 402, 405, 410, 418, 501, 505, 599])
async def test_a_status_that_is_not_listed_is_a_contract_error(status: int) -> None:
    assert type(await failure(telling(), answers(status, headers={"location": "/login"}))) is ContractError


async def test_an_adapter_states_its_differences_per_seam_and_per_call() -> None:
    assert type(await failure(telling(), answers(409), errors={409: UnknownOutcome})) is UnknownOutcome
    assert type(await failure(telling(errors={409: AuthError}), answers(409))) is AuthError
    assert type(await failure(telling(), answers(422), errors={409: UnknownOutcome})) is RejectedError


async def test_the_content_of_a_refusal_goes_before_its_status() -> None:
    gone = RejectedError(Message(id="gateway-unknown-scheme", params={"company": NAME}))
    assert await failure(telling(explain=lambda reply: gone), answers(503)) is gone


async def test_retry_after_and_throttling_are_passed_on() -> None:
    slow = await failure(telling(), answers(429, headers={"retry-after": "7"}))
    assert isinstance(slow, TransientError)
    assert (slow.retry_after, slow.throttled) == (7.0, True)
    later = await failure(telling(), answers(503, headers={"retry-after": "Mon, 02 Mar 2026 04:01:00 GMT"}))
    assert isinstance(later, TransientError)
    assert (later.retry_after, later.throttled) == (60.0, False)


@pytest.mark.parametrize(
    ("content", "content_type", "message"),
    [
        (b"<html><form action=/login>", "text/html; charset=utf-8", "counterpart-login-page"),
        (b"<!DOCTYPE html><title>SSO</title>", "application/json", "counterpart-login-page"),
        (b"{'ok': 1}", "application/json", "counterpart-not-json"),
        (b"", "application/json", "counterpart-not-json"),
        (b"[" * 100_000, "application/json", "counterpart-not-json"),
        (b"\xff\xfe{}", "application/json", "counterpart-not-json"),
    ],
)
async def test_a_200_that_is_no_answer_is_a_failure(content: bytes, content_type: str, message: str) -> None:
    under_test = seam(answers(200, content=content, headers={"content-type": content_type}))
    reply = await under_test.call(telling())
    with pytest.raises(ContractError) as raised:
        reply.json()
    assert raised.value.message.id == message


async def test_an_answer_over_the_cap_is_not_read_on() -> None:
    given = 0

    async def endless() -> Any:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 1024

    error = await failure(reading(), answers(200, content=endless()), max_response_bytes=10_000)
    assert error.message.id == "counterpart-answer-too-large"
    assert given == 10


async def test_a_refusal_over_the_cap_stays_that_refusal() -> None:
    error = await failure(telling(), answers(503, content=b"x" * 5000), max_response_bytes=1000)
    assert type(error) is TransientError


async def test_a_packed_answer_is_refused_before_it_unpacks() -> None:
    error = await failure(reading(), answers(200, content=b"\x1f\x8b", headers={"content-encoding": "gzip"}))
    assert error.message.id == "counterpart-answer-encoded"


async def test_a_refusal_that_is_packed_stays_that_refusal() -> None:
    error = await failure(telling(), answers(503, content=packed(), headers={"content-encoding": "gzip"}))
    assert error.message.id == "counterpart-busy"


async def packed() -> AsyncIterator[bytes]:
    yield b"\x1f\x8b not really"


async def test_a_refused_connection_is_tried_three_times_and_nothing_was_accepted() -> None:
    tries = 0

    def refuse(request: httpx.Request) -> httpx.Response:
        nonlocal tries
        tries += 1
        raise httpx.ConnectError("refused")

    error = await failure(telling(), refuse)
    assert isinstance(error, TransientError)
    assert error.message.id == "counterpart-unreachable"
    assert tries == 3


async def test_a_connection_made_at_the_second_try_is_an_answer() -> None:
    tries: list[bytes] = []

    async def body() -> Any:
        yield b"whole "
        yield b"body"

    async def refuse_once(request: httpx.Request) -> httpx.Response:
        tries.append(await request.aread())
        if len(tries) == 1:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json={})

    await seam(refuse_once).call(telling(body=body))
    assert tries == [b"whole body", b"whole body"]


@pytest.mark.parametrize(
    "broken", [httpx.ReadTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError]
)
async def test_a_connection_that_breaks_later_is_never_tried_again(broken: type[httpx.RequestError]) -> None:
    tries = 0

    def breaks(request: httpx.Request) -> httpx.Response:
        nonlocal tries
        tries += 1
        raise broken("cut")

    assert type(await failure(telling(), breaks)) is UnknownOutcome
    assert type(await failure(reading(), breaks)) is TransientError
    assert tries == 2


async def test_nobody_listening_is_told_apart_from_a_lost_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = await failure(telling(), base_url=f"http://127.0.0.1:{free.getsockname()[1]}")
    assert isinstance(error, TransientError)
    assert error.message.id == "counterpart-unreachable"


async def test_a_name_that_leads_nowhere_is_an_unreached_counterpart() -> None:
    error = await failure(telling(), base_url="http://liandong.invalid")
    assert error.message.id == "counterpart-unreachable"


async def test_a_connection_closed_without_an_answer_is_an_unknown_outcome() -> None:
    async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
        await request.read(2)
        writer.close()

    async with raw_server(hang_up) as server:
        error = await failure(telling(), base_url=server.url)
        assert type(error) is UnknownOutcome
        assert len(server.requests) == 1


async def test_an_answer_cut_short_is_an_unknown_outcome() -> None:
    async def cut(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
        await writer.drain()
        writer.close()

    async with raw_server(cut) as server:
        assert type(await failure(telling(), base_url=server.url)) is UnknownOutcome
        assert type(await failure(reading(), base_url=server.url)) is TransientError


async def test_an_answer_that_is_no_http_is_an_unknown_outcome() -> None:
    async def babble(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")

    async with raw_server(babble) as server:
        assert type(await failure(telling(), base_url=server.url)) is UnknownOutcome


async def test_a_trickle_ends_at_the_deadline() -> None:
    async def trickle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with raw_server(trickle) as server:
        error = await failure(telling(), base_url=server.url, deadline_s=0.3)
        assert type(error) is UnknownOutcome
        assert "TimeoutError" in error.detail


async def test_a_silent_counterpart_is_given_up_after_the_read_timeout() -> None:
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        await request.reader.read()

    async with raw_server(silent) as server:
        error = await failure(telling(), base_url=server.url, read_s=0.1)
        assert type(error) is UnknownOutcome
        assert "ReadTimeout" in error.detail


async def test_cancelling_a_call_passes_through_untouched() -> None:
    asked = asyncio.Event()

    async def never(request: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    call = asyncio.create_task(seam(never).call(telling()))
    await asked.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def test_the_wire_carries_what_was_meant_and_nothing_besides() -> None:
    async def echo(request: Request, writer: asyncio.StreamWriter) -> None:
        await request.read(int(request.headers.get("content-length", "0")))
        writer.write(answer(200, {"set-cookie": "session=1; Path=/"}, b"{}"))

    async with raw_server(echo) as server:
        # By name: cookies of a bare address are dropped by every jar.
        under_test = seam(base_url=f"{server.url.replace('127.0.0.1', 'localhost')}/uga/v1")
        for _ in range(2):
            await under_test.call(telling(headers={"idempotency-key": "a/b"}))
        await under_test.call(reading(params={"after": "1 2&3"}))
        await under_test.aclose()
    first, second, third = server.requests
    assert first.path == "/uga/v1/things"
    assert first.headers["accept-encoding"] == "identity"
    assert first.body == b"{}"
    assert "cookie" not in second.headers
    assert third.path == "/uga/v1/things?after=1+2%263"
    assert "content-length" not in third.headers


async def test_the_environment_has_no_say_in_where_a_call_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fine(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(200, body=b"{}"))

    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with raw_server(fine) as server:
        under_test = seam(base_url=server.url)
        assert (await under_test.call(reading())).status == 200
        await under_test.aclose()

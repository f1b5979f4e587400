"""Answers that are handed over as they arrive."""

import asyncio

import httpx
import pytest

from adapters.errors import RejectedError, TransientError
from tests.adapters.support import Request, raw_server, reading, seam


async def test_a_stream_is_handed_over_as_it_arrives_and_cut_at_its_deadline() -> None:
    async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbegin")
        await writer.drain()
        await request.reader.read()

    async with raw_server(stall) as server:
        under_test = seam(base_url=server.url, transfer_deadline_s=0.2)
        async with under_test.stream(reading(transfer=True)) as download:
            received = await anext(download.chunks)
            with pytest.raises(TransientError):
                await anext(download.chunks)
        await under_test.aclose()
    assert received == b"begin"


async def test_a_stream_that_is_refused_is_told_by_its_status() -> None:
    with pytest.raises(RejectedError):
        async with seam(lambda request: httpx.Response(404)).stream(reading()):
            raise AssertionError("no stream")

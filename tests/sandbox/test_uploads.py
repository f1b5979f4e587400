"""Uploading documents to a utility: resumed after a cut, checked, never twice."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.sandbox.clients import DRAWING, DRAWING_SHA256, Company, Control, submission
from tests.sandbox.test_submissions import problem

SIZE = len(DRAWING)


@pytest.fixture
async def reference(water: Company) -> str:
    """Of a scheme that announces the drawing."""
    return str((await water.submit(submission(documents=(DRAWING,)))).json()["reference"])


def stands(response: httpx.Response) -> tuple[int, str]:
    """Where an upload stands."""
    return int(response.headers["Upload-Offset"]), response.headers["Upload-Complete"]


async def test_a_document_arrives_in_parts_and_is_complete(
    water: Company, reference: str, control: Control
) -> None:
    assert stands(await water.head(reference)) == (0, "?0")
    assert stands(await water.patch(reference, DRAWING[:1000])) == (1000, "?0")
    assert (await water.scheme(reference)).json()["documents"][0]["state"] == "partial"
    assert stands(await water.patch(reference, DRAWING[1000:], 1000)) == (SIZE, "?1")
    head = await water.head(reference)
    assert (stands(head), head.headers["Upload-Length"]) == ((SIZE, "?1"), str(SIZE))
    assert stands(await water.patch(reference, b"", SIZE)) == (SIZE, "?1")
    completed = await control.effects("water", "document_completed")
    assert [each["facts"] for each in completed] == [{"size_bytes": SIZE}]


async def test_an_upload_cut_on_the_way_goes_on_where_it_stopped(
    water: Company, reference: str, control: Control
) -> None:
    await control.fault("water", "cut_upload", after_bytes=5000, times=1)
    with pytest.raises(httpx.TransportError):
        await water.patch(reference, DRAWING)
    assert stands(await water.head(reference)) == (5000, "?0")
    assert stands(await water.patch(reference, DRAWING[5000:], 5000)) == (SIZE, "?1")
    assert (await control.ledger())["twice"] == []


async def test_what_arrived_before_the_caller_left_is_kept(water: Company, reference: str) -> None:
    waiting = asyncio.Event()

    async def then_never() -> AsyncIterator[bytes]:
        yield DRAWING[:3000]
        waiting.set()
        await asyncio.Event().wait()

    leaving = asyncio.create_task(water.patch(reference, then_never()))
    await waiting.wait()
    # Until the bytes have arrived; while the caller is there the document is taken by it.
    while stands(await water.head(reference)) != (3000, "?0"):
        pass
    assert problem(await water.patch(reference, DRAWING[3000:], 3000)) == (409, "upload-in-progress")
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    while (response := await water.patch(reference, DRAWING[3000:], 3000)).status_code == 409:
        assert problem(response) == (409, "upload-in-progress")
    assert stands(response) == (SIZE, "?1")


async def test_a_wrong_offset_is_told_where_the_upload_stands(water: Company, reference: str) -> None:
    await water.patch(reference, DRAWING[:100])
    refused = await water.patch(reference, DRAWING[50:], 50)
    assert problem(refused) == (409, "offset-mismatch")
    assert refused.headers["Upload-Offset"] == "100"


async def test_other_bytes_than_announced_set_the_upload_back(
    water: Company, reference: str, control: Control
) -> None:
    refused = await water.patch(reference, bytes(SIZE))
    assert problem(refused) == (422, "digest-mismatch")
    assert stands(await water.head(reference)) == (0, "?0")
    assert await control.effects("water", "document_completed") == []
    assert stands(await water.patch(reference, DRAWING)) == (SIZE, "?1")


async def test_another_length_than_announced_is_refused(water: Company, reference: str) -> None:
    assert problem(await water.patch(reference, b"x", length=1)) == (422, "length-mismatch")


async def test_more_bytes_than_are_left_are_refused(water: Company, reference: str) -> None:
    async def streamed() -> AsyncIterator[bytes]:
        yield DRAWING
        yield b"more"

    assert problem(await water.patch(reference, DRAWING + b"more")) == (413, "too-large")
    assert problem(await water.patch(reference, DRAWING[:10], SIZE - 5)) == (413, "too-large")
    await water.patch(reference, DRAWING[:10])
    refused = await water.patch(reference, DRAWING[10:] + b"more", 10)
    assert problem(refused) == (413, "too-large")
    assert stands(await water.head(reference)) == (10, "?0")


async def test_a_document_that_was_not_announced_is_not_found(water: Company, reference: str) -> None:
    assert (await water.head(reference, "0" * 64)).status_code == 404
    assert problem(await water.patch(reference, b"x", sha256="0" * 64)) == (404, "unknown-document")
    assert (await water.head("NO-1")).status_code == 404


async def test_another_media_type_and_missing_headers_are_refused(water: Company, reference: str) -> None:
    url = water.document_url(reference)
    typed = {**water.auth, "Content-Type": "application/pdf", "Upload-Offset": "0", "Upload-Length": "1"}
    assert problem(await water.http.patch(url, content=b"x", headers=typed)) == (
        415,
        "unsupported-media-type",
    )
    bare = {**water.auth, "Content-Type": "application/partial-upload"}
    assert problem(await water.http.patch(url, content=b"x", headers=bare)) == (400, "bad-request")


async def test_a_document_of_two_versions_is_uploaded_once(water: Company, reference: str) -> None:
    await water.patch(reference, DRAWING)
    receipt = await water.submit(submission(documents=(DRAWING, b"new"), version=2), key="v2")
    states = {each["sha256"]: each["state"] for each in receipt.json()["documents"]}
    assert states.pop(DRAWING_SHA256) == "complete"
    assert list(states.values()) == ["missing"]


async def test_nothing_is_uploaded_to_a_withdrawn_scheme(water: Company, reference: str) -> None:
    await water.withdraw(reference)
    assert problem(await water.patch(reference, DRAWING)) == (409, "scheme-withdrawn")

"""Uploads over real connections: resumed, in parts, cut, refused early, and in constant memory."""

import asyncio
import hashlib
import tracemalloc
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.contract import DocumentFile
from adapters.errors import ContractError, RejectedError, TransientError, UnknownOutcome
from adapters.http import recording
from adapters.protocols.gateway.adapter import GatewayAdapter
from models.documents import DocumentRef
from tests.adapters.support import Request, answer, company, raw_server, wiring

KIB = 1 << 10
PART = 64 * KIB
REFERENCE = "TCSW-2026-000041"


class Uploads:
    """A company's upload of one document: keeps what arrives, as its wire document says."""

    def __init__(self, size: int, kept: bytes = b"") -> None:
        self.size = size
        self.kept = bytearray(kept)
        self.arrived = len(kept)
        self.calls: list[str] = []
        self.cut_after: int | None = None
        self.answers: dict[str, bytes] = {}
        self.discard = False

    def state(self) -> Mapping[str, str]:
        complete = "?1" if self.arrived == self.size else "?0"
        return {
            "upload-offset": str(self.arrived),
            "upload-complete": complete,
            "upload-length": str(self.size),
        }

    async def serve(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.calls.append(f"{request.method} {request.headers.get('upload-offset', '')}".strip())
        if request.method in self.answers:
            writer.write(self.answers[request.method])
        elif request.method == "HEAD":
            writer.write(answer(204, {**self.state(), "content-length": "0"}))
        else:
            await self.take(request, writer)

    async def take(self, request: Request, writer: asyncio.StreamWriter) -> None:
        left = int(request.headers["content-length"])
        while left:
            chunk = await request.reader.readexactly(min(left, 16 * KIB))
            left -= len(chunk)
            self.arrived += len(chunk)
            if not self.discard:
                self.kept += chunk
            if self.cut_after is not None and self.arrived >= self.cut_after:
                self.cut_after = None
                writer.close()
                return
        writer.write(answer(204, self.state()))


@asynccontextmanager
async def uploading(uploads: Uploads) -> AsyncIterator[GatewayAdapter]:
    async with raw_server(uploads.serve) as server:
        settings = {"base_url": f"{server.url}/uga/v1", "token": "geheim", "part_bytes": PART}
        adapter = GatewayAdapter.connect(company(), settings, wiring(transfer_deadline_s=10))
        try:
            yield adapter
        finally:
            await adapter.aclose()


def pieces(size: int) -> Iterator[bytes]:
    for number in range(0, size, 32):
        yield hashlib.sha256(str(number).encode()).digest()[: size - number]


def document(folder: Path, size: int) -> DocumentFile:
    path = folder / "drawing.pdf"
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces(size):
            file.write(piece)
            digest.update(piece)
    ref = DocumentRef(
        sha256=digest.hexdigest(), name="总平面图.pdf", media_type="application/pdf", size_bytes=size
    )
    return DocumentFile(ref=ref, path=path)


async def test_a_document_goes_in_parts_and_arrives_whole(tmp_path: Path) -> None:
    file = document(tmp_path, 2 * PART + 100)
    uploads = Uploads(file.ref.size_bytes)
    async with uploading(uploads) as adapter:
        with recording() as exchanges:
            await adapter.send_document(REFERENCE, file)
    assert bytes(uploads.kept) == file.path.read_bytes()
    assert uploads.calls == ["HEAD", "PATCH 0", f"PATCH {PART}", f"PATCH {2 * PART}"]
    assert exchanges[0].url.endswith(f"/uga/v1/schemes/{REFERENCE}/documents/{file.ref.sha256}")
    assert exchanges[1].request_body == f"[{PART} bytes application/partial-upload]"


async def test_a_complete_document_is_not_sent_again(tmp_path: Path) -> None:
    file = document(tmp_path, 100)
    uploads = Uploads(100, kept=file.path.read_bytes())
    async with uploading(uploads) as adapter:
        await adapter.send_document(REFERENCE, file)
    assert uploads.calls == ["HEAD"]


async def test_a_cut_upload_goes_on_from_where_it_stood(tmp_path: Path) -> None:
    file = document(tmp_path, PART)
    uploads = Uploads(PART)
    uploads.cut_after = 20 * KIB
    async with uploading(uploads) as adapter:
        with pytest.raises(UnknownOutcome):
            await adapter.send_document(REFERENCE, file)
        stood = uploads.arrived
        await adapter.send_document(REFERENCE, file)
    assert 20 * KIB <= stood < PART
    assert uploads.calls == ["HEAD", "PATCH 0", "HEAD", f"PATCH {stood}"]
    assert bytes(uploads.kept) == file.path.read_bytes()


@pytest.mark.parametrize(
    ("status", "kind", "error", "message"),
    [
        (422, "digest-mismatch", RejectedError, "gateway-digest-mismatch"),
        (422, "length-mismatch", RejectedError, "gateway-length-mismatch"),
        (409, "scheme-withdrawn", RejectedError, "gateway-scheme-withdrawn"),
        (409, "offset-mismatch", TransientError, "gateway-in-flight"),
        (409, "upload-in-progress", TransientError, "gateway-in-flight"),
        (404, "unknown-document", RejectedError, "gateway-unknown-document"),
    ],
)
async def test_a_refusal_before_the_body_is_read_is_that_refusal(
    tmp_path: Path, status: int, kind: str, error: type[RejectedError | TransientError], message: str
) -> None:
    file = document(tmp_path, PART)
    uploads = Uploads(PART)
    body = f'{{"type": "https://uga.example/problems/{kind}", "title": "-"}}'.encode()
    headers = {"content-type": "application/problem+json", "retry-after": "9"}
    uploads.answers["PATCH"] = answer(status, headers, body)
    async with uploading(uploads) as adapter:
        with pytest.raises(error) as raised:
            await adapter.send_document(REFERENCE, file)
    assert raised.value.message.id == message
    if isinstance(raised.value, TransientError):
        assert raised.value.retry_after == 9


async def test_a_refusal_while_the_body_is_still_being_sent_is_that_refusal(tmp_path: Path) -> None:
    size = 8 << 20
    path = tmp_path / "drawing.pdf"
    path.write_bytes(b"x" * size)
    ref = DocumentRef(sha256="0" * 64, name="总平面图.pdf", media_type="application/pdf", size_bytes=size)
    settled = asyncio.Event()

    async def refuse(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.method == "HEAD":
            state = {"upload-offset": "0", "upload-complete": "?0", "upload-length": str(size)}
            writer.write(answer(204, state))
            return
        writer.write(
            answer(409, {"content-type": "application/problem+json"}, b'{"type": "/scheme-withdrawn"}')
        )
        await writer.drain()
        await settled.wait()

    async with raw_server(refuse) as server:
        settings = {"base_url": server.url, "token": "geheim"}
        adapter = GatewayAdapter.connect(company(), settings, wiring())
        with pytest.raises(RejectedError):
            await adapter.send_document(REFERENCE, DocumentFile(ref=ref, path=path))
        settled.set()
        await adapter.aclose()


async def test_a_refusal_to_say_how_far_it_is_has_no_body_and_is_told_by_its_status(tmp_path: Path) -> None:
    uploads = Uploads(100)
    uploads.answers["HEAD"] = answer(404)
    async with uploading(uploads) as adapter:
        with pytest.raises(RejectedError):
            await adapter.send_document(REFERENCE, document(tmp_path, 100))


@pytest.mark.parametrize(
    "change",
    [
        {"upload-offset": "0"},
        {"upload-offset": str(PART + 1)},
        {"upload-offset": "-1"},
        {"upload-offset": "many"},
        {"upload-complete": "yes"},
        {"upload-offset": str(2 * PART), "upload-complete": "?0"},
    ],
)
async def test_an_upload_that_stands_where_it_cannot_is_a_contract_error(
    tmp_path: Path, change: Mapping[str, str]
) -> None:
    file = document(tmp_path, 2 * PART)
    uploads = Uploads(2 * PART)
    uploads.answers["PATCH"] = answer(
        204, {"upload-offset": str(PART), "upload-complete": "?0", "connection": "close", **change}
    )
    async with uploading(uploads) as adapter:
        with pytest.raises(ContractError):
            await adapter.send_document(REFERENCE, file)


async def test_a_document_of_another_size_over_there_is_refused(tmp_path: Path) -> None:
    async with uploading(Uploads(99)) as adapter:
        with pytest.raises(RejectedError) as raised:
            await adapter.send_document(REFERENCE, document(tmp_path, 100))
    assert raised.value.message.id == "gateway-length-mismatch"


async def test_a_file_that_is_not_the_announced_one_is_not_sent(tmp_path: Path) -> None:
    file = document(tmp_path, 100)
    file.path.write_bytes(b"shorter")
    uploads = Uploads(100)
    async with uploading(uploads) as adapter:
        with pytest.raises(RejectedError) as raised:
            await adapter.send_document(REFERENCE, file)
    assert raised.value.message.id == "document-on-disk-differs"
    assert uploads.calls == []


async def test_a_large_document_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    size = 48 << 20
    path = tmp_path / "drawing.pdf"
    with path.open("wb") as sparse:
        sparse.truncate(size)
    ref = DocumentRef(sha256="0" * 64, name="总平面图.pdf", media_type="application/pdf", size_bytes=size)
    uploads = Uploads(size)
    uploads.discard = True
    async with raw_server(uploads.serve) as server:
        settings = {"base_url": f"{server.url}/uga/v1", "token": "geheim"}
        adapter = GatewayAdapter.connect(company(), settings, wiring())
        tracemalloc.start()
        try:
            with recording():
                await adapter.send_document(REFERENCE, DocumentFile(ref=ref, path=path))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            await adapter.aclose()
    assert uploads.arrived == size
    assert peak < 8 << 20

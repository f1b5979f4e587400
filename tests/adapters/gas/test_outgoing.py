"""Parcels and documents that leave: whole or not at all, once for their key, within little memory."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import DocumentFile
from adapters.errors import RejectedError, TransientError, UnknownOutcome
from adapters.http import recording
from models.documents import DocumentRef
from models.scheme import Withdrawal
from tests.adapters.gas.place import KEY, Place, scheme
from tests.adapters.gas.test_incoming import acknowledgement
from tests.adapters.support import NOON
from tests.models.builders import WATER, a_scheme
from tests.sandbox.wire import UGA

DRAWING = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(DRAWING).hexdigest()
REF = DocumentRef(sha256=DIGEST, name="总平面图.pdf", media_type="application/pdf", size_bytes=len(DRAWING))


def opened(place: Place, folder: str = "to-company") -> tuple[str, dict[str, Any], bytes]:
    """The one parcel of a folder: its name, its manifest and the file that it names."""
    (name,) = place.files(folder)
    with zipfile.ZipFile(io.BytesIO((place.root / folder / name).read_bytes())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        return name, manifest, archive.read(manifest["files"][0]["name"])


def drawing(tmp_path: Path, content: bytes = DRAWING) -> DocumentFile:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(content)
    return DocumentFile(ref=REF, path=path)


async def test_a_parcel_says_what_is_in_it_by_its_hashes(place: Place) -> None:
    receipt = await place.adapter.push_scheme(scheme(documents=[REF.model_dump()]), key=KEY)
    name, manifest, content = opened(place)
    assert name == f"{receipt.remote_ref}.zip" == f"{manifest['parcel']}.zip"
    (entry,) = manifest["files"]
    assert (entry["sha256"], entry["size_bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    (document,) = manifest["documents"]
    assert (document["path"], document["sha256"]) == (f"to-company/documents/{DIGEST}", DIGEST)
    assert UGA.faults("/components/schemas/SchemeSubmission", json.loads(content)) == []
    assert receipt.received_at is None


async def test_a_resend_finds_its_parcel_wherever_it_has_gone(place: Place) -> None:
    assert await place.adapter.find_by_key(KEY) is None
    receipt = await place.adapter.push_scheme(scheme(), key=KEY)
    file = place.root / "to-company" / f"{receipt.remote_ref}.zip"
    assert await place.adapter.find_by_key(KEY) == receipt
    file.rename(place.root / "to-company/done" / file.name)
    assert await place.adapter.find_by_key(KEY) == receipt
    assert await place.adapter.push_scheme(scheme(), key=KEY) == receipt
    assert place.files("to-company") == []
    (place.root / "to-company/done" / file.name).unlink()
    assert await place.adapter.find_by_key(KEY) is None
    place.arrive(f"{receipt.remote_ref}.ack.json", acknowledgement(receipt.remote_ref))
    assert await place.adapter.find_by_key(KEY) == receipt
    await place.pages()
    assert place.files("from-company") == []
    assert await place.adapter.find_by_key(KEY) == receipt


async def test_a_refusal_binds_no_key(place: Place) -> None:
    receipt = await place.adapter.push_scheme(scheme(), key=KEY)
    (place.root / "to-company" / f"{receipt.remote_ref}.zip").unlink()
    refused = acknowledgement(receipt.remote_ref, result="refused", opened=None, words="缺附件")
    place.arrive(f"{receipt.remote_ref}.ack.json", refused)
    assert await place.adapter.find_by_key(KEY) is None
    await place.adapter.push_scheme(scheme(), key=KEY)
    assert place.files("to-company") == [f"{receipt.remote_ref}.zip"]


async def test_another_key_is_another_parcel_however_alike_they_read(place: Place) -> None:
    names = {
        (await place.adapter.push_scheme(scheme(), key=key)).remote_ref
        for key in ("a:b", "a/b", "a:b" * 90, "a:b" * 91)
    }
    assert len(names) == 4
    assert all(len(name) < 120 for name in names)


async def test_what_was_not_renamed_is_not_there(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(TransientError):
        await place.adapter.push_scheme(scheme(), key=KEY)
    assert [name for name in place.files("to-company") if not name.endswith(".part")] == []
    assert await place.adapter.find_by_key(KEY) is None
    monkeypatch.undo()
    await place.adapter.push_scheme(scheme(), key=KEY)
    opened(place)


async def test_a_rename_without_an_answer_is_an_unknown_outcome(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def lost(*paths: Any) -> None:
        replace(*paths)
        raise OSError(5, "lost")

    monkeypatch.setattr("os.replace", lost)
    with pytest.raises(UnknownOutcome):
        await place.adapter.push_scheme(scheme(), key=KEY)
    assert await place.adapter.find_by_key(KEY) is not None


async def test_a_withdrawal_is_a_parcel_that_names_the_last_one(place: Place) -> None:
    withdrawal = Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=NOON)
    receipt = await place.adapter.withdraw_scheme(withdrawal, "the-parcel", key=f"{KEY}:withdrawal")
    name, manifest, content = opened(place)
    assert (name, manifest["kind"]) == (f"{receipt.remote_ref}.zip", "withdrawal")
    said = json.loads(content)
    assert (said["scheme_id"], said["parcel"]) == ("FA-511702-2026-0007", "the-parcel")
    assert said["reason"]


async def test_a_scheme_that_asks_for_no_gas_is_not_sent(place: Place) -> None:
    with pytest.raises(RejectedError):
        await place.adapter.push_scheme(a_scheme(demands=[WATER]), key=KEY)
    assert place.files("to-company") == []


async def test_a_document_lies_under_its_hash_and_is_not_sent_twice(place: Place, tmp_path: Path) -> None:
    document = drawing(tmp_path)
    await place.adapter.send_document("any", document)
    lying = place.root / "to-company/documents" / DIGEST
    assert lying.read_bytes() == DRAWING
    written = lying.stat().st_mtime_ns
    await place.adapter.send_document("any", document)
    assert lying.stat().st_mtime_ns == written
    lying.rename(place.root / "to-company/done" / DIGEST)
    await place.adapter.send_document("any", document)
    assert place.files("to-company/documents") == []


async def test_a_document_that_was_cut_goes_on_from_where_it_was(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = place.root / "to-company/documents" / f"{DIGEST}.part"
    partial.write_bytes(DRAWING[:700_000] + bytes(500))
    begun: list[int] = []
    write = place.adapter._place.write

    async def watched(path: str, offset: int, chunks: AsyncIterator[bytes]) -> None:
        begun.append(offset)
        await write(path, offset, chunks)

    monkeypatch.setattr(place.adapter._place, "write", watched)
    await place.adapter.send_document("any", drawing(tmp_path))
    assert begun == [700_500 - 262_144]
    assert place.files("to-company/documents") == [DIGEST]
    assert (place.root / "to-company/documents" / DIGEST).read_bytes() == DRAWING


async def test_a_document_of_another_size_than_announced_is_not_sent(place: Place, tmp_path: Path) -> None:
    with pytest.raises(RejectedError):
        await place.adapter.send_document("any", drawing(tmp_path, b"short"))
    assert place.files("to-company/documents") == []


async def test_the_record_of_a_delivery_shows_the_file_and_no_personal_data(place: Place) -> None:
    sent = scheme()
    with recording() as exchanges:
        receipt = await place.adapter.push_scheme(sent, key=KEY)
    (exchange,) = exchanges
    assert (exchange.method, exchange.url) == ("WRITE", f"to-company/{receipt.remote_ref}.zip")
    assert sent.scheme_id in (exchange.request_body or "")
    told = exchange.model_dump_json() + receipt.model_dump_json()
    contact = sent.project.contact
    assert contact.phone.get_secret_value() not in told
    assert contact.name.get_secret_value() not in told
    _, _, content = opened(place)
    assert contact.phone.get_secret_value() in content.decode()

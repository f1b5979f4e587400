"""The disk whose power fails, by itself: what is synced stays, what is not may be lost, kept or spoilt."""

import os
import random
from pathlib import Path

import pytest

from hub.backup import taking
from hub.documents.folder import DocumentFolder, digest_of
from tests.durability.disk import SECTOR, Disk, Fate, File
from tests.durability.papers import Papers
from tests.store.support import OpenStore

NOTHING_KEPT = Fate(random.Random(1), kept=0.0, spoilt=0.0)
ALL_KEPT = Fate(random.Random(1), kept=1.0, spoilt=0.0)
HALF_KEPT = Fate(random.Random(1), kept=0.5, spoilt=0.0)


def written(content: bytes) -> File:
    file = File(b"old" * SECTOR)
    file.write(SECTOR, content)
    return file


def test_what_is_synced_outlasts_every_cut() -> None:
    file = written(b"n" * 100)
    file.sync()
    for fate in (NOTHING_KEPT, HALF_KEPT, ALL_KEPT):
        assert file.after_cut(fate) == file.durable
    assert b"n" * 100 in (file.durable or b"")


def test_what_is_not_synced_may_be_lost_or_kept() -> None:
    file = written(b"n" * 100)
    assert file.after_cut(NOTHING_KEPT) == b"old" * SECTOR
    assert b"n" * 100 in (file.after_cut(ALL_KEPT) or b"")


def test_a_write_may_arrive_in_part_and_a_later_one_without_an_earlier_one() -> None:
    file = File(bytes(64 * SECTOR))
    for number in range(64):
        file.write(number * SECTOR, bytes([number + 1]) * SECTOR)
    image = file.after_cut(HALF_KEPT) or b""
    arrived = [bool(image[number * SECTOR : number * SECTOR + 1].strip(b"\0")) for number in range(64)]
    assert True in arrived[arrived.index(False) :]


def test_a_sector_that_was_being_written_may_hold_anything() -> None:
    image = written(b"n" * SECTOR).after_cut(Fate(random.Random(1), kept=0.0, spoilt=1.0)) or b""
    assert image[SECTOR : 2 * SECTOR] not in (b"n" * SECTOR, (b"old" * SECTOR)[SECTOR : 2 * SECTOR])
    assert image[:SECTOR] == (b"old" * SECTOR)[:SECTOR]


def test_a_removal_that_was_not_synced_may_be_undone() -> None:
    disk = Disk({"wal": File(b"frames"), "journal": File(b"pages")})
    disk.remove("wal", synced=False)
    disk.remove("journal", synced=True)
    assert disk.after_cut(NOTHING_KEPT) == {"wal": b"frames"}
    assert disk.after_cut(ALL_KEPT) == {"wal": None}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-" + bytes(3000))
    return path


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Papers` replaces these; they are put back after the test."""
    monkeypatch.setattr(os, "fsync", os.fsync)
    monkeypatch.setattr(os, "replace", os.replace)
    monkeypatch.setattr(os, "rename", os.rename)


def watched(root: Path) -> Papers:
    papers = Papers(root, lambda: None)
    papers.watch()
    return papers


def test_a_document_that_was_put_in_is_there_after_a_cut_at_that_instant(
    tmp_path: Path, document: Path
) -> None:
    root = tmp_path / "home" / "documents"
    root.parent.mkdir()
    papers = watched(root)
    sha256, _ = DocumentFolder(root).put_file(document)
    left = papers.after_cut(NOTHING_KEPT)
    assert left[DocumentFolder(root).path_of(sha256)] == document.read_bytes()


def test_a_document_is_there_even_where_another_has_made_its_folder_and_not_synced_it_yet(
    tmp_path: Path, document: Path
) -> None:
    root = tmp_path / "home" / "documents"
    root.mkdir(parents=True)
    papers = watched(root)
    target = DocumentFolder(root).path_of(digest_of(document))
    target.parent.mkdir(parents=True)
    DocumentFolder(root).put_file(document)
    assert papers.after_cut(NOTHING_KEPT)[target] == document.read_bytes()


def test_a_document_whose_bytes_are_not_synced_may_be_lost(tmp_path: Path) -> None:
    root = tmp_path / "documents"
    root.mkdir()
    papers = watched(root)
    (root / "plan").write_bytes(b"a plan")
    assert papers.after_cut(NOTHING_KEPT) == {}
    descriptor = os.open(root, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    assert papers.after_cut(NOTHING_KEPT) == {root / "plan": b""}


def test_a_backup_that_was_said_to_be_written_outlasts_a_cut_at_that_instant(
    tmp_path: Path, sqlite_url: str, open_store: OpenStore
) -> None:
    root = tmp_path / "backups"
    root.mkdir()
    papers = watched(root)
    taking.take(open_store(sqlite_url), root / "monday.backup")
    assert papers.after_cut(NOTHING_KEPT) == {root / "monday.backup": (root / "monday.backup").read_bytes()}

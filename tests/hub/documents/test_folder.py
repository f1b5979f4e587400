"""The folder of documents: whole or not there, whoever writes at the same time."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.documents.folder import BUFFER_BYTES, BusyError, DocumentFolder

BYTES = b"drawing " * 1000
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> DocumentFolder:
    return DocumentFolder(tmp_path / "documents")


def leave_partial(folder: DocumentFolder, content: bytes) -> None:
    with folder.open_partial(SHA256) as partial:
        partial.restart()
        partial.append(content)


def files(folder: DocumentFolder) -> list[str]:
    return sorted(str(path.relative_to(folder.root)) for path in folder.root.rglob("*") if path.is_file())


def test_a_document_lies_under_the_first_bytes_of_its_hash(folder: DocumentFolder) -> None:
    with folder.open_partial(SHA256) as partial:
        partial.restart()
        partial.append(BYTES)
        assert not folder.has(SHA256)
        partial.complete()
    assert folder.has(SHA256)
    assert files(folder) == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]
    assert folder.path_of(SHA256).read_bytes() == BYTES


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", SHA256.upper(), SHA256[:-1], SHA256 + "\n", f"/{SHA256}"]
)
def test_only_a_hash_names_a_document(folder: DocumentFolder, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        folder.path_of(name)


def test_a_partial_goes_on_where_it_was_left(folder: DocumentFolder) -> None:
    leave_partial(folder, BYTES[:3000])
    with folder.open_partial(SHA256) as partial:
        assert partial.resume() == 3000
        partial.append(BYTES[3000:])
        assert (partial.size, partial.sha256) == (len(BYTES), SHA256)
        partial.complete()
    assert folder.verify(SHA256)


def test_other_bytes_than_the_hash_names_never_get_its_place(folder: DocumentFolder) -> None:
    with folder.open_partial(SHA256) as partial:
        partial.restart()
        partial.append(BYTES[:-1])
        with pytest.raises(ValueError, match="hash to"):
            partial.complete()
    assert files(folder) == [f"incoming/{SHA256}.part"]


def test_what_earlier_attempts_left_can_be_thrown_away(folder: DocumentFolder) -> None:
    leave_partial(folder, b"x" * 20_000)
    with folder.open_partial(SHA256) as partial:
        partial.restart()
        partial.append(BYTES)
        partial.complete()
    assert folder.verify(SHA256)
    with folder.open_partial(SHA256) as partial:
        partial.discard()
    assert files(folder) == [f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"]


def test_one_writer_at_a_time(folder: DocumentFolder) -> None:
    with folder.open_partial(SHA256), pytest.raises(BusyError), folder.open_partial(SHA256):
        pass
    with folder.open_partial(SHA256) as partial:
        assert partial.resume() == 0


def test_who_waited_for_a_partial_that_was_completed_meanwhile_gets_a_new_one(folder: DocumentFolder) -> None:
    def wait_and_read() -> int:
        with folder.open_partial(SHA256, wait=True) as late:
            size = late.resume()
            late.discard()
            return size

    with ThreadPoolExecutor(1) as pool:
        with folder.open_partial(SHA256) as partial:
            waiting = pool.submit(wait_and_read)
            partial.restart()
            partial.append(BYTES)
            partial.complete()
        assert waiting.result() == 0
    assert folder.verify(SHA256)


def test_a_file_is_copied_in_under_its_hash_whatever_it_is_called(
    folder: DocumentFolder, tmp_path: Path
) -> None:
    drawing = tmp_path / "总平面图 修改 〇.pdf"
    drawing.write_bytes(BYTES * 300)
    sha256, size = folder.put_file(drawing)
    assert size == len(BYTES) * 300 > BUFFER_BYTES
    assert folder.path_of(sha256).read_bytes() == drawing.read_bytes()
    assert folder.put_file(drawing) == (sha256, size)
    assert files(folder) == [f"{sha256[:2]}/{sha256[2:4]}/{sha256}"]


def test_the_same_file_copied_in_by_many_at_once_is_there_once_and_whole(
    folder: DocumentFolder, tmp_path: Path
) -> None:
    drawing = tmp_path / "plan.dwg"
    drawing.write_bytes(BYTES * 300)
    with ThreadPoolExecutor(4) as pool:
        results = set(pool.map(folder.put_file, [drawing] * 8))
    ((sha256, _),) = results
    assert folder.verify(sha256)
    assert files(folder) == [f"{sha256[:2]}/{sha256[2:4]}/{sha256}"]


def test_a_copy_that_was_killed_halfway_is_made_again(folder: DocumentFolder, tmp_path: Path) -> None:
    drawing = tmp_path / "plan.dwg"
    drawing.write_bytes(BYTES)
    leave_partial(folder, b"half of something else")
    assert folder.put_file(drawing) == (SHA256, len(BYTES))
    assert folder.verify(SHA256)


def test_verify_reads_the_bytes_again(folder: DocumentFolder, tmp_path: Path) -> None:
    assert not folder.verify(SHA256)
    (tmp_path / "plan").write_bytes(BYTES)
    folder.put_file(tmp_path / "plan")
    assert folder.verify(SHA256)
    with folder.path_of(SHA256).open("r+b") as file:
        file.seek(100)
        file.write(b"rot")
    assert folder.has(SHA256)
    assert not folder.verify(SHA256)
    with folder.open_partial(SHA256) as partial:
        partial.restart()
        partial.append(BYTES)
        partial.complete()
    assert folder.verify(SHA256)


KILLED = """
import os, signal, sys
from pathlib import Path
from hub.documents.folder import DocumentFolder

folder = DocumentFolder(Path(sys.argv[1]))
moments = {"before": "fsync", "after": "replace"}
name = moments[sys.argv[3]]
module = os if name == "fsync" else Path
real = getattr(module, name)

def die(*arguments):
    if name == "replace":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

with folder.open_partial(sys.argv[2]) as partial:
    partial.restart()
    partial.append(b"drawing " * 1000)
    setattr(module, name, die)
    partial.complete()
"""


@pytest.mark.parametrize(("moment", "there"), [("before", False), ("after", True)])
def test_a_kill_leaves_a_document_whole_or_not_there(
    folder: DocumentFolder, moment: str, there: bool
) -> None:
    (folder.root / SHA256[:2] / SHA256[2:4]).mkdir(
        parents=True
    )  # so that the only fsync is the document's own
    (folder.root / "incoming").mkdir()
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder.root), SHA256, moment], check=False, env={**os.environ}
    )
    assert child.returncode == -9
    assert folder.has(SHA256) is there
    assert folder.verify(SHA256) is there
    with folder.open_partial(SHA256) as partial:
        assert partial.resume() == (0 if there else len(BYTES))

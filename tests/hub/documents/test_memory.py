"""A document of 300 MB goes into the folder in constant memory, measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 32 << 20

PROGRAM = """
import asyncio, hashlib, json, sys
from pathlib import Path

from hub.documents.fetch import fetch_wanted
from hub.documents.folder import DocumentFolder
from hub.store import documents, migrate
from hub.store.engine import Store
from tests.hub.documents.memory import Growth
from tests.hub.documents.shelf import HEAD, Shelf, ref_of
from models.documents import DocumentRef

BLOCK = bytes(range(256)) * 256


def chunks(size, offset=0):
    for start in range(0, size, len(BLOCK)):
        yield (HEAD + BLOCK if start == 0 else BLOCK + HEAD)[: min(len(BLOCK), size - start)]


class Endless(Shelf):
    async def fetch_document(self, sha256, *, offset=0):
        for chunk in chunks(self.contents[sha256]):
            yield chunk


def shelved(shelf, size):
    digest = hashlib.sha256()
    for chunk in chunks(size):
        digest.update(chunk)
    shelf.contents[digest.hexdigest()] = size
    return DocumentRef(
        sha256=digest.hexdigest(), name="a.pdf", media_type="application/pdf", size_bytes=size
    )


def main(url, root, size):
    store, folder, shelf = Store.open(url), DocumentFolder(Path(root)), Endless()

    def fetch(ref):
        with store.begin() as tx:
            documents.want(tx, [ref], "review")
        fetching = fetch_wanted(store, folder, {"review": shelf}, on_present=lambda tx, sha256: None)
        assert asyncio.run(fetching).fetched == 1

    warm, big = shelved(shelf, 4 << 20), shelved(shelf, size)
    fetch(warm)
    growth = Growth()
    if sys.argv[4:] == ["loaded"]:  # what the measure must catch
        kept = b"".join(chunks(size))
    fetch(big)
    print(json.dumps({"size": folder.path_of(big.sha256).stat().st_size, "growth": growth.bytes()}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
"""


def run(url: str, folder: Path, size: int, *how: str) -> dict[str, int]:
    child = subprocess.run(
        [sys.executable, "-c", PROGRAM, url, str(folder), str(size), *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    measured: dict[str, int] = json.loads(child.stdout)
    return measured


def test_a_document_of_300_mb_is_fetched_with_less_than_32_mb_of_growth(
    sqlite_url: str, tmp_path: Path
) -> None:
    measured = run(sqlite_url, tmp_path / "documents", 300_000_000)
    assert measured["size"] == 300_000_000
    assert measured["growth"] < LIMIT


def test_the_measure_catches_a_document_held_in_memory(sqlite_url: str, tmp_path: Path) -> None:
    assert run(sqlite_url, tmp_path / "documents", 50_000_000, "loaded")["growth"] > LIMIT

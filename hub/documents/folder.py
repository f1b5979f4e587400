"""The folder that keeps documents by the hash of their bytes.

A document lies at `ab/cd/<sha256>` under the root. What is still arriving lies at `incoming/<sha256>.part`
and moves to its place whole, by one rename, after its bytes are on the disk. So a document that is seen is
complete, whatever was killed and when. All calls block; none holds more than a buffer of a file in memory.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

BUFFER_BYTES: Final = 1 << 20
"""Bytes read, hashed or written at a time."""

_LEVELS: Final = 4
"""Folders that lead to a document: two by its hash, the root, and what the root lies in."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class BusyError(Exception):
    """Another process or task is writing this document at the moment."""


class Partial:
    """A document that is arriving: the bytes so far, and their hash as they grow.

    Made by `DocumentFolder.open_partial`, one at a time for a document. Begin with `resume` or `restart`.
    """

    def __init__(self, file: BinaryIO, path: Path, target: Path) -> None:
        self._file = file
        self._target = target
        self._hash = hashlib.sha256()
        self.path = path
        self.size = 0

    @property
    def sha256(self) -> str:
        """Hash of the bytes so far, lower-case hexadecimal."""
        return self._hash.hexdigest()

    def resume(self) -> int:
        """Read what earlier attempts left, to go on from there; how many bytes that is."""
        self._forget()
        for chunk in buffers(self._file):
            self._count(chunk)
        return self.size

    def restart(self) -> None:
        """Throw away what earlier attempts left."""
        self._forget()
        self._file.truncate()

    def append(self, chunk: bytes | bytearray) -> None:
        """Add bytes at the end."""
        self._file.write(chunk)
        self._count(chunk)

    def _forget(self) -> None:
        self._file.seek(0)
        self._hash = hashlib.sha256()
        self.size = 0

    def _count(self, chunk: bytes | bytearray) -> None:
        self._hash.update(chunk)
        self.size += len(chunk)

    def flush(self) -> None:
        """Let readers of `path` see every byte appended so far."""
        self._file.flush()

    def complete(self) -> None:
        """Put the document in its place, its bytes on the disk first.

        Raises `ValueError` when the bytes are not those that the hash names; the partial stays as it is.
        """
        if self.sha256 != self._target.name:
            raise ValueError(f"these bytes hash to {self.sha256}, not to {self._target.name}")
        self._file.flush()
        os.fsync(self._file.fileno())
        _make_durable(self._target.parent)
        self.path.replace(self._target)
        # Also those that lead here, though they were there: who has just made them may not have synced them yet.
        for folder in self._target.parents[:_LEVELS]:
            _sync_folder(folder)

    def discard(self) -> None:
        """Remove the partial file."""
        self.path.unlink(missing_ok=True)


class DocumentFolder:
    """Documents under `root`, which is made when it is first written to. Safe to use from many processes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, sha256: str) -> Path:
        """Where the document lies, or would.

        Raises `ValueError` for what is not a hash: it may come from a URL.
        """
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a lower-case hexadecimal SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the document is here, complete."""
        return self.path_of(sha256).is_file()

    def arrived(self, sha256: str) -> int:
        """How many bytes earlier attempts have left of a document that is still arriving."""
        try:
            return self._incoming(sha256).stat().st_size
        except FileNotFoundError:
            return 0

    def verify(self, sha256: str) -> bool:
        """Whether the document is here and its bytes, all read again, are still those that the hash names."""
        try:
            return digest_of(self.path_of(sha256)) == sha256
        except FileNotFoundError:
            return False

    @contextmanager
    def open_partial(self, sha256: str, *, wait: bool = False) -> Iterator[Partial]:
        """The document's partial file, held against all others.

        Left without `complete` or `discard`, it stays for a later attempt. Raises `BusyError` when somebody
        else holds it, unless told to `wait`.
        """
        target = self.path_of(sha256)
        path = self._incoming(sha256)
        _make_durable(path.parent)
        with _locked(path, wait=wait) as file:
            yield Partial(file, path, target)

    def _incoming(self, sha256: str) -> Path:
        return self.root / "incoming" / f"{sha256}.part"

    def put_file(self, path: Path) -> tuple[str, int]:
        """Copy a file in, and return its hash and its size in bytes.

        It is read twice, for its name and for the copy. Raises `ValueError` when it changed in between.
        """
        sha256 = digest_of(path)
        with path.open("rb") as source, self.open_partial(sha256, wait=True) as partial:
            if self.has(sha256):
                partial.discard()
            else:
                partial.restart()
                for chunk in buffers(source):
                    partial.append(chunk)
                partial.complete()
        return sha256, self.path_of(sha256).stat().st_size


def buffers(file: BinaryIO) -> Iterator[bytes]:
    """The rest of an open file, a buffer at a time."""
    while chunk := file.read(BUFFER_BYTES):
        yield chunk


def digest_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in buffers(file):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _locked(path: Path, *, wait: bool) -> Iterator[BinaryIO]:
    """The file at `path`, opened for reading and appending, held by nobody else."""
    while True:
        with path.open("a+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise BusyError(path.name) from None
            if _is_still(file, path):
                yield file
                return


def _is_still(file: BinaryIO, path: Path) -> bool:
    # Between opening and locking, the one before us may have moved or removed the file: the lock is then on
    # something that is no longer the partial.
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _make_durable(folder: Path) -> None:
    """Make a folder and what leads to it, such that a power cut does not take it back."""
    if folder.is_dir():
        return
    _make_durable(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

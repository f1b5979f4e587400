"""The file of a backup: a zip archive with one member per table, one JSON array per line, and a manifest.

The manifest says what each member holds and its hash, so that a file that was damaged or changed is refused before
anything of it is used. It fits both databases: values are written as JSON, instants as milliseconds.
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from models.messages import Message

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_LONGEST_MANIFEST: Final = 1 << 20
_LONGEST_ROW: Final = 64 << 20
"""Bytes. The largest row the hub writes is a hundredth of it; a file that claims more is not one of ours."""


_ODD: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, struct.error, OverflowError)
"""What the library says of bytes that make no archive."""
_BROKEN: Final = (*_ODD, KeyError, OSError, EOFError, ValueError, zlib.error)
"""And of a member that is not whole."""


class BackupWrong(Exception):
    """This file cannot be used: `message` says why, and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Member(BaseModel):
    """A table in the archive: its columns in order, how many rows, and the hash of its lines."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def name(self) -> str:
        """What it is called inside the archive."""
        return f"tables/{self.table}.jsonl"


class Manifest(BaseModel):
    """What a backup is: when and from what it was taken, and what is in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    revision: str
    """Of the database's structure."""
    epoch: int
    taken_at: AwareDatetime
    dialect: str
    tables: tuple[Member, ...]

    @property
    def id(self) -> str:
        """What tells this backup from every other: the hash of all it holds."""
        said = [[each.table, each.sha256] for each in self.tables]
        return hashlib.sha256(json.dumps([self.taken_at.isoformat(), said]).encode()).hexdigest()[:16]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(each.rows for each in self.tables)


class Writer:
    """Writes an archive, one table after the other, never holding more than a line."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._members: list[Member] = []

    def table(self, name: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
        """Write a table."""
        digest, count = hashlib.sha256(), 0
        path = Member(table=name, columns=(), rows=0, sha256="").name
        with self._zip.open(path, "w", force_zip64=True) as member:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        sha256 = digest.hexdigest()
        self._members.append(Member(table=name, columns=tuple(columns), rows=count, sha256=sha256))

    def finish(self, *, revision: str, epoch: int, taken_at: datetime, dialect: str) -> Manifest:
        """Write the manifest, which makes the archive whole."""
        manifest = Manifest(
            format=FORMAT,
            revision=revision,
            epoch=epoch,
            taken_at=taken_at,
            dialect=dialect,
            tables=tuple(self._members),
        )
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        self._zip.close()
        return manifest


class Archive:
    """An archive that is read."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._zip = archive
        self._path = path
        self.manifest = self._read_manifest()

    def rows(self, member: Member) -> Iterator[list[Any]]:
        """The rows of a table, in the order of `member.columns`. Raises `BackupWrong` at the end if it was damaged."""
        digest, count = hashlib.sha256(), 0
        try:
            with self._zip.open(member.name) as stream:
                while line := stream.readline(_LONGEST_ROW):
                    digest.update(line)
                    count += 1
                    row = json.loads(line)
                    if not isinstance(row, list) or len(row) != len(member.columns):
                        raise damaged(self._path)
                    yield row
        except _BROKEN as error:
            raise damaged(self._path) from error
        if digest.hexdigest() != member.sha256 or count != member.rows:
            raise damaged(self._path)

    def _read_manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as stream:
                return Manifest.model_validate_json(stream.read(_LONGEST_MANIFEST))
        except _BROKEN as error:
            raise damaged(self._path) from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at `path`. Raises `BackupWrong` when it is none of ours, or of a newer format."""
    try:
        with zipfile.ZipFile(path) as file:
            archive = Archive(file, path)
            if archive.manifest.format > FORMAT:
                raise BackupWrong(Message(id="backup-newer", params={"path": str(path)}))
            yield archive
    except (*_ODD, ValueError) as error:
        raise damaged(path) from error


def verify(path: Path) -> Manifest:
    """Read the whole backup and hold it against its own manifest. Raises `BackupWrong`, `OSError`."""
    with opened(path) as archive:
        for member in archive.manifest.tables:
            for _ in archive.rows(member):
                pass
        return archive.manifest


def damaged(path: Path) -> BackupWrong:
    """The refusal of a file that is not what its manifest says."""
    return BackupWrong(Message(id="backup-damaged", params={"path": str(path)}))

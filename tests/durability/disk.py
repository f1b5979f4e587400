"""A disk whose power fails: of what was written and not synced, some is there afterwards, some not, some half.

A plain model, in memory. A file's durable bytes are what the last sync left; every write since then is pending, and a
cut keeps, drops or spoils it, sector by sector, whatever the order in which it was written. A file that has never
been synced may be gone; one that was removed without its folder's sync may be back.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True)
class Fate:
    """How a cut treats what is pending: `kept` of it arrived, `spoilt` of it is neither old nor new."""

    chance: random.Random
    kept: float
    spoilt: float

    @classmethod
    def drawn(cls, chance: random.Random) -> "Fate":
        """From everything lost over much of it to everything there."""
        return cls(chance, chance.choice((0.0, 0.1, 0.5, 0.9, 1.0)), chance.choice((0.0, 0.0, 0.05)))

    def keeps(self) -> bool:
        """Whether one thing that was under way arrived."""
        return self.chance.random() < self.kept

    def spoils(self) -> bool:
        """Whether a sector was being written at that instant."""
        return self.chance.random() < self.spoilt


@dataclass
class File:
    """One file: what is durable of it (`None`: it is not, as far as the disk knows), and what is pending."""

    durable: bytes | None = None
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes as (offset, bytes), and truncations as (size, `None`), in their order."""

    def write(self, offset: int, content: bytes) -> None:
        """Bytes are handed to the operating system."""
        self.pending.append((offset, content))

    def truncate(self, size: int) -> None:
        """The file is cut to a size."""
        self.pending.append((size, None))

    def sync(self) -> None:
        """The operating system promises that all of it is on the disk."""
        image = bytearray(self.durable or b"")
        for offset, content in self.pending:
            _apply(image, offset, content)
        self.durable = bytes(image)
        self.pending.clear()

    def after_cut(self, fate: Fate) -> bytes | None:
        """What is there when the power comes back; `None`: no such file."""
        if self.durable is None and not fate.keeps():
            return None
        image = bytearray(self.durable or b"")
        for offset, content in self.pending:
            if content is None:
                if fate.keeps():
                    _apply(image, offset, None)
                continue
            for at, piece in _sectors(offset, content):
                if fate.spoils():
                    _apply(image, at, fate.chance.randbytes(len(piece)))
                elif fate.keeps():
                    _apply(image, at, piece)
        return bytes(image)


def _apply(image: bytearray, offset: int, content: bytes | None) -> None:
    if content is None:
        del image[offset:]
        image.extend(bytes(offset - len(image)))
        return
    image.extend(bytes(max(0, offset - len(image))))
    image[offset : offset + len(content)] = content


def _sectors(offset: int, content: bytes) -> Iterator[tuple[int, bytes]]:
    """The pieces of a write that lie in one sector each."""
    start = 0
    while start < len(content):
        stop = min(len(content), start + SECTOR - (offset + start) % SECTOR)
        yield offset + start, content[start:stop]
        start = stop


@dataclass
class Disk:
    """Files by path."""

    files: dict[str, File] = field(default_factory=dict)
    removed: dict[str, bytes] = field(default_factory=dict)
    """Durable bytes of files whose removal is not."""

    def remove(self, path: str, *, synced: bool) -> None:
        """A file is removed; its folder is `synced` thereafter or not."""
        file = self.files.pop(path, None)
        if file is not None and file.durable is not None and not synced:
            self.removed[path] = file.durable

    def after_cut(self, fate: Fate) -> dict[str, bytes | None]:
        """What is there of each file when the power comes back."""
        found = {path: file.after_cut(fate) for path, file in self.files.items()}
        for path, content in self.removed.items():
            # A new file of the name takes the removed one's place, once it is durable itself.
            if found.get(path) is None:
                found[path] = None if fate.keeps() else content
        return found

"""What documents are made of: drawn once and kept, or streamed from a seed without ever being held."""

import hashlib
from collections.abc import Callable, Iterator
from functools import cached_property
from random import Random
from typing import Protocol

MEGABYTE = 1 << 20
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TAIL = b"\n%%EOF\n"


class Content(Protocol):
    """Bytes that can be read from anywhere."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sha256(self) -> str:
        """Lower-case hex."""

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from start up to stop, in pieces of at most one megabyte."""


class Drawn:
    """Bytes made on first use, and kept."""

    def __init__(self, draw: Callable[[], bytes]) -> None:
        self._draw = draw

    @cached_property
    def data(self) -> bytes:
        """The bytes."""
        return self._draw()

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    @cached_property
    def sha256(self) -> str:
        """Lower-case hex."""
        return hashlib.sha256(self.data).hexdigest()

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from start up to stop."""
        for at in range(start, stop, MEGABYTE):
            yield self.data[at : min(at + MEGABYTE, stop)]


class Endless:
    """A big document that begins and ends as a PDF does, made of pseudo-random blocks as it is read."""

    def __init__(self, seed: str, megabytes: int) -> None:
        self._seed = seed
        self.size = megabytes * MEGABYTE

    @cached_property
    def sha256(self) -> str:
        """Lower-case hex; reads the document once."""
        digest = hashlib.sha256()
        for chunk in self.chunks(0, self.size):
            digest.update(chunk)
        return digest.hexdigest()

    def _block(self, number: int) -> bytes:
        block = Random(f"{self._seed}/{number}").randbytes(MEGABYTE)
        if number == 0:
            block = _HEAD + block[len(_HEAD) :]
        if (number + 1) * MEGABYTE == self.size:
            block = block[: -len(_TAIL)] + _TAIL
        return block

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from start up to stop; one block is held at a time."""
        for number in range(start // MEGABYTE, -(-stop // MEGABYTE)):
            base = number * MEGABYTE
            yield self._block(number)[max(start - base, 0) : stop - base]


class Tampered:
    """Bytes that are not those announced: size and digest of one, bytes of another. Can be mended."""

    def __init__(self, announced: Content) -> None:
        self._announced = announced
        self._mended = False

    def mend(self) -> None:
        """From now on give the bytes that are announced."""
        self._mended = True

    @property
    def size(self) -> int:
        """Bytes, as announced."""
        return self._announced.size

    @property
    def sha256(self) -> str:
        """As announced."""
        return self._announced.sha256

    def chunks(self, start: int, stop: int) -> Iterator[bytes]:
        """Bytes of the announced number, of which the last one is wrong until mended."""
        last = self.size - 1
        for chunk in self._announced.chunks(start, stop):
            if start <= last < start + len(chunk) and not self._mended:
                at = last - start
                chunk = chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :]
            start += len(chunk)
            yield chunk

"""A document on its way in: hashed as it comes, never kept."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.utility.problems import Problem


@dataclass
class Upload:
    """How far one announced document has come. Sizes and offsets in bytes."""

    sha256: str
    size: int
    received: int = 0
    complete: bool = False
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)
    _busy: bool = False

    def state(self) -> dict[str, object]:
        """As a receipt lists it."""
        state = "complete" if self.complete else "partial" if self.received else "missing"
        return {"sha256": self.sha256, "state": state, "received_bytes": self.received}

    def headers(self) -> dict[str, str]:
        """Where the upload stands."""
        complete = "?1" if self.complete else "?0"
        return {"Upload-Offset": str(self.received), "Upload-Complete": complete}

    async def append(self, offset: int, length: int, body: AsyncIterator[bytes]) -> bool:
        """Take the body's bytes; answers whether this completed the document.

        Raises a `Problem` when they do not belong here, and `ClientDisconnect` when the connection was cut: what had
        arrived is kept.
        """
        if length != self.size:
            raise Problem(422, "length-mismatch", f"登记的是 {self.size} 字节，不是 {length}。")
        if self._busy:
            raise Problem(409, "upload-in-progress", headers={"Retry-After": "1"})
        if offset != self.received:
            headers = {"Upload-Offset": str(self.received)}
            detail = f"已收到 {self.received} 字节，请从此处续传。"
            raise Problem(409, "offset-mismatch", detail, headers=headers)
        before = self.complete
        self._busy = True
        try:
            async for chunk in body:
                self._feed(chunk)
        finally:
            self._busy = False
        return self.complete and not before

    def _feed(self, chunk: bytes) -> None:
        if self.received + len(chunk) > self.size:
            raise Problem(413, "too-large", f"该文件只差 {self.size - self.received} 字节。")
        self._digest.update(chunk)
        self.received += len(chunk)
        if chunk and self.received == self.size:
            self._finish()

    def _finish(self) -> None:
        if self._digest.hexdigest() != self.sha256:
            self.received, self._digest = 0, hashlib.sha256()
            raise Problem(422, "digest-mismatch", headers={"Upload-Offset": "0"})
        self.complete = True

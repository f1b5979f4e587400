"""Parcels (批次包): a zip with what is sent, and a manifest of the SHA-256 of everything that belongs to it."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from adapters.protocols.batch.place import DOCUMENTS
from models.documents import DocumentRef

FORMAT: Final = "liandong-batch/1"
_READABLE: Final = 80
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Every entry's time: the same content is the same file, whenever it is made."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel by its name, with what is in it."""

    name: str
    kind: Literal["scheme", "withdrawal"]
    body: Mapping[str, Any]
    documents: Sequence[DocumentRef] = ()

    def packed(self, key: str) -> bytes:
        """The zip. Documents are not in it: they lie beside it under their hashes, however large they are."""
        content = _json(self.body)
        file = f"{self.kind}.json"
        manifest = {
            "format": FORMAT,
            "parcel": self.name,
            "kind": self.kind,
            "key": key,
            "files": [{"name": file, "sha256": _digest(content), "size_bytes": len(content)}],
            "documents": [
                {
                    "path": f"{DOCUMENTS}/{document.sha256}",
                    "sha256": document.sha256,
                    "size_bytes": document.size_bytes,
                }
                for document in self.documents
            ],
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("manifest.json", _EPOCH), _json(manifest))
            archive.writestr(zipfile.ZipInfo(file, _EPOCH), content)
        return packed.getvalue()


def parcel_name(key: str) -> str:
    """What the parcel of `key` is called, without `.zip`: legible, and another for every key."""
    legible = re.sub(r"[^A-Za-z0-9.-]+", "_", key)[:_READABLE]
    return f"{legible}-{_digest(key.encode())[:12]}"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""Documents that lie in a folder beside the file: what they are, by their bytes."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hub.documents.media import agrees, media_type_of
from models.documents import MAX_DOCUMENT_BYTES, DocumentRef, DocumentRole
from models.messages import FieldFault, Message, Value

ENDINGS: Final = {
    ".pdf": "application/pdf",
    ".dwg": "image/vnd.dwg",
    ".dxf": "image/vnd.dxf",
    ".ifc": "application/x-step",
    ".shp": "application/vnd.shp",
    ".geojson": "application/geo+json",
    ".zip": "application/zip",
}
"""What a document is called by the end of its name."""

_CHUNK: Final = 1 << 20


class DocumentRefused(Exception):
    """A document that cannot be taken; `message` says why."""

    def __init__(self, message: Message, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.allowed = allowed

    def fault(self, where: str) -> FieldFault:
        """The refusal as a fault of the column or field `where`."""
        return FieldFault(field=where, message=self.message, allowed=self.allowed)


@dataclass(slots=True)
class Folder:
    """The folder of a file's documents: of the same name as the file, without its ending.

    Each document is read once, a mebibyte at a time, however many rows name it.
    """

    path: Path
    _hashes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def beside(cls, file: Path) -> "Folder":
        """The folder that belongs to `file`."""
        return cls(file.with_suffix(""))

    def describe(self, name: str, role: DocumentRole) -> DocumentRef:
        """What a scheme says of the document. Raises `DocumentRefused`, or `ValidationError` for the name
        itself."""
        media_type = ENDINGS.get(Path(name).suffix.lower())
        if media_type is None:
            raise _refused("invalid-document-ending", name, allowed=tuple(ENDINGS))
        # The name is checked before it leads anywhere: a path in it is refused by the model.
        unread = DocumentRef(sha256="0" * 64, name=name, media_type=media_type, size_bytes=1, role=role)
        path = self.path / unread.name
        size = self._size(path, name)
        actual = media_type_of(path)
        if not agrees(media_type, actual):
            raise _refused("document-type-mismatch", name, declared=media_type, actual=actual or "?")
        return unread.model_copy(update={"sha256": self.sha256(name), "size_bytes": size})

    def holding(self, ref: DocumentRef) -> Path | None:
        """Where the document's bytes are, `None` when it is not here. Raises `DocumentRefused` when others
        are."""
        path = self.path / ref.name
        if not path.is_file():
            return None
        self._size(path, ref.name)
        actual = self.sha256(ref.name)
        if actual != ref.sha256:
            raise _refused("document-digest-mismatch", ref.name, declared=ref.sha256[:12], actual=actual[:12])
        return path

    def sha256(self, name: str) -> str:
        """The hash of a document, lower-case hexadecimal."""
        if name not in self._hashes:
            digest = hashlib.sha256()
            with (self.path / name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
            self._hashes[name] = digest.hexdigest()
        return self._hashes[name]

    def _size(self, path: Path, name: str) -> int:
        if not path.is_file():
            raise _refused("invalid-document-missing", name, folder=self.path.name)
        size = path.stat().st_size
        if size == 0:
            raise _refused("invalid-document-empty", name)
        if size > MAX_DOCUMENT_BYTES:
            raise _refused("invalid-document-too-large", name, limit_mib=MAX_DOCUMENT_BYTES >> 20)
        return size


def _refused(id_: str, name: str, *, allowed: tuple[str, ...] = (), **params: Value) -> DocumentRefused:
    return DocumentRefused(Message(id=id_, params={"name": name, **params}), allowed)

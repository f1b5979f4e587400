"""The shared tree: its folders, and how the company puts its files there."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

OUT, DOCUMENTS, DONE, REFUSED = "to-company", "to-company/documents", "to-company/done", "to-company/refused"
IN = "from-company"
FOLDERS = (OUT, DOCUMENTS, DONE, REFUSED, IN, f"{IN}/done", f"{IN}/set-aside")
MARKER, PARTIAL = ".ok", ".part"


class Tree:
    """A folder as both sides see it; without a path of its own a temporary one, gone when the company closes."""

    def __init__(self, path: str) -> None:
        self._temporary = not path
        self.path = Path(path) if path else Path(tempfile.gettempdir())

    def make(self) -> None:
        """Set up the folders."""
        if self._temporary:
            self.path = Path(tempfile.mkdtemp(prefix="sandbox-batch-"))
        for folder in FOLDERS:
            (self.path / folder).mkdir(parents=True, exist_ok=True)

    def remove(self) -> None:
        """Tidy up what was temporary."""
        if self._temporary:
            shutil.rmtree(self.path, ignore_errors=True)

    def parcels(self) -> list[Path]:
        """Parcels that wait to be taken, by name."""
        return sorted((self.path / OUT).glob("*.zip"))

    def documents(self) -> list[Path]:
        """Documents that wait to be taken, whole ones alone."""
        return sorted(
            file for file in (self.path / DOCUMENTS).iterdir() if file.is_file() and file.suffix != PARTIAL
        )

    def document(self, sha256: str) -> Path | None:
        """A document that lies here, taken before or not."""
        places = (self.path / folder / sha256 for folder in (DOCUMENTS, DONE))
        return next((place for place in places if place.is_file()), None)

    def put_away(self, file: Path, folder: str) -> None:
        """Move a file of the hub's into one of our folders."""
        os.replace(file, self.path / folder / file.name)

    def write(self, name: str, content: bytes, *, half: bool = False) -> None:
        """A file with its marker; `half`: the first half of it, and no marker."""
        target = self.path / IN / name
        if half:
            target.write_bytes(content[: len(content) // 2])
            return
        target.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        target.with_name(name + MARKER).write_text(f"{digest}  {name}\n", "utf-8")

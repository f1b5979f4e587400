"""A folder of files on the disk whose power fails: bytes that were not synced, and names whose folder was not.

Watches `os.fsync`, `os.replace` and `os.rename` in this process. What stands there when the watch begins is durable.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.durability.disk import Fate, File

_DESCRIPTORS: Final = Path("/proc/self/fd")


class Papers:
    """The files below `root`. `on_change` is called before each sync and each rename there."""

    def __init__(self, root: Path, on_change: Callable[[], None], *, lies: bool = False) -> None:
        self._root, self._on_change, self._lies = root, on_change, lies
        self._bytes: dict[int, bytes] = {}
        self._names: dict[Path, dict[str, int]] = {}
        for folder in _folders(root.parent):
            self._names[folder] = _names(folder)
        for path in _files(root):
            self._bytes[path.stat().st_ino] = path.read_bytes()

    def watch(self) -> None:
        """From now on every sync and every rename below the root is noticed."""
        os.fsync = self._watched(os.fsync, self._synced)
        os.replace = self._watched(os.replace, lambda *_: None)
        os.rename = self._watched(os.rename, lambda *_: None)

    def after_cut(self, fate: Fate) -> dict[Path, bytes]:
        """What is there below the root when the power comes back."""
        return dict(self._left(self._root, fate)) if self._stays(self._root, fate) else {}

    def _watched(self, act: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            path = self._path_of(args[0])
            if not path.is_relative_to(self._root) and path != self._root.parent:
                return act(*args, **kwargs)
            self._on_change()
            result = act(*args, **kwargs)
            note(path)
            return result

        return watched

    @staticmethod
    def _path_of(given: object) -> Path:
        return (_DESCRIPTORS / str(given)).readlink() if isinstance(given, int) else Path(str(given))

    def _synced(self, path: Path) -> None:
        if self._lies:
            return
        if path.is_dir():
            self._names[path] = _names(path)
        else:
            self._bytes[path.stat().st_ino] = path.read_bytes()

    def _left(self, folder: Path, fate: Fate) -> Iterator[tuple[Path, bytes]]:
        for path in sorted(folder.iterdir()):
            if not self._stays(path, fate):
                yield from self._as_it_was_called(path)
            elif path.is_dir():
                yield from self._left(path, fate)
            else:
                yield path, self._content(path, fate)

    def _stays(self, path: Path, fate: Fate) -> bool:
        if not path.exists():
            return False
        return self._names.get(path.parent, {}).get(path.name) == path.stat().st_ino or fate.keeps()

    def _as_it_was_called(self, path: Path) -> Iterator[tuple[Path, bytes]]:
        """A file whose new name is lost still has its old one, where that was durable."""
        if path.is_dir():
            return
        inode = path.stat().st_ino
        for folder, names in self._names.items():
            for name, known in names.items():
                if known == inode and inode in self._bytes:
                    yield folder / name, self._bytes[inode]

    def _content(self, path: Path, fate: Fate) -> bytes:
        now, durable = path.read_bytes(), self._bytes.get(path.stat().st_ino, b"")
        if now == durable:
            return now
        file = File(durable)
        file.write(len(durable), now[len(durable) :])
        return file.after_cut(fate) or b""


def _folders(root: Path) -> Iterator[Path]:
    return (Path(folder) for folder, _, _ in os.walk(root))


def _files(root: Path) -> Iterator[Path]:
    return (Path(folder) / name for folder, _, names in os.walk(root) for name in names)


def _names(folder: Path) -> dict[str, int]:
    return {entry.name: entry.inode() for entry in os.scandir(folder)}

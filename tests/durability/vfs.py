"""SQLite on a disk whose power can fail: a VFS that writes through to the ordinary one and keeps count of the syncs.

Registered by ctypes in the very library that Python's `sqlite3` is linked with, as its default, in a process of its
own. Files are opened by the ordinary VFS; of their methods only those that change a file are replaced, so that locks
and shared memory stay SQLite's own.
"""

import ctypes
import os
import re
import sqlite3
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, Final

from tests.durability.disk import Disk, File

_OK: Final = 0
_LIBRARY: Final = re.compile(r"/\S*libsqlite3\S*\.so\S*|/\S*libsqlite3\S*\.dylib")


class _Methods(Structure):
    """`sqlite3_io_methods`, as far as version 3."""

    _fields_ = (
        ("version", c_int),
        *(
            (name, c_void_p)
            for name in (
                *("close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "check_reserved"),
                *("control", "sector", "characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap"),
                *("fetch", "unfetch"),
            )
        ),
    )


class _Vfs(Structure):
    """`sqlite3_vfs`, as far as version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        *(
            (name, c_void_p)
            for name in (
                *("open", "delete", "access", "full_path", "dl_open", "dl_error", "dl_sym", "dl_close"),
                *("randomness", "sleep", "time", "last_error", "time64", "set_call", "get_call", "next_call"),
            )
        ),
    )


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


def library() -> ctypes.CDLL | None:
    """The SQLite that Python's own module uses; `None` where it is linked into that module and cannot be reached."""
    mapped = Path("/proc/self/maps")
    if not mapped.exists():
        return None
    sqlite3.sqlite_version  # noqa: B018  (imported: the library is mapped)
    found = _LIBRARY.search(mapped.read_text())
    return None if found is None else ctypes.CDLL(found.group())


class PowerCutVfs:
    """The default VFS of this process from now on. `on_change` is called before each change to the disk."""

    def __init__(self, disk: Disk, on_change: Callable[[], None], *, lies: bool = False) -> None:
        found = library()
        if found is None:
            raise RuntimeError("SQLite cannot be reached by itself here")
        self._disk, self._on_change, self._lies = disk, on_change, lies
        found.sqlite3_vfs_find.restype = POINTER(_Vfs)
        found.sqlite3_vfs_find.argtypes = [c_char_p]
        found.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        ordinary = found.sqlite3_vfs_find(None)
        self._ordinary = ctypes.cast(ordinary, c_void_p)
        self._real_open, self._real_delete = _OPEN(ordinary.contents.open), _DELETE(ordinary.contents.delete)
        self._paths: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[Any] = []
        self._vfs = _Vfs.from_buffer_copy(ordinary.contents)
        self._vfs.name = b"powercut"
        self._vfs.open = self._pointer(_OPEN, self._open)
        self._vfs.delete = self._pointer(_DELETE, self._delete)
        if found.sqlite3_vfs_register(ctypes.addressof(self._vfs), 1) != _OK:
            raise RuntimeError("SQLite does not take the VFS")

    def _pointer(self, kind: Any, function: Callable[..., int]) -> int:
        callback = kind(function)
        self._kept.append(callback)  # SQLite calls it for as long as this process lives
        return int(ctypes.cast(callback, c_void_p).value or 0)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path = None if name is None else os.fsdecode(ctypes.string_at(name))
        if path is not None and path not in self._disk.files:
            # Read before SQLite holds a lock on it: closing any handle of ours would let go of that.
            there = Path(path)
            self._disk.files[path] = File(there.read_bytes() if there.exists() else None)
        code = self._real_open(self._ordinary, name, file, flags, out)
        if code == _OK and path is not None:
            methods = c_void_p.from_address(file)
            self._paths[file] = path
            methods.value = ctypes.addressof(self._methods(int(methods.value or 0)))
        return code

    def _methods(self, original: int) -> _Methods:
        if original not in self._tables:
            real = _Methods.from_address(original)
            table = _Methods.from_buffer_copy(real)
            table.close = self._pointer(_CLOSE, self._close(_CLOSE(real.close)))
            table.write = self._pointer(_WRITE, self._write(_WRITE(real.write)))
            table.truncate = self._pointer(_TRUNCATE, self._truncate(_TRUNCATE(real.truncate)))
            table.sync = self._pointer(_SYNC, self._sync)
            self._tables[original] = table
        return self._tables[original]

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        self._on_change()
        self._disk.remove(os.fsdecode(name), synced=bool(sync_folder) and not self._lies)
        return self._real_delete(self._ordinary, name, 0)

    def _close(self, real: Callable[[int], int]) -> Callable[[int], int]:
        def close(file: int) -> int:
            self._paths.pop(file, None)
            return real(file)

        return close

    def _write(self, real: Callable[[int, int, int, int], int]) -> Callable[[int, int, int, int], int]:
        def write(file: int, content: int, size: int, offset: int) -> int:
            self._on_change()
            self._disk.files[self._paths[file]].write(offset, ctypes.string_at(content, size))
            return real(file, content, size, offset)

        return write

    def _truncate(self, real: Callable[[int, int], int]) -> Callable[[int, int], int]:
        def truncate(file: int, size: int) -> int:
            self._on_change()
            self._disk.files[self._paths[file]].truncate(size)
            return real(file, size)

        return truncate

    def _sync(self, file: int, flags: int) -> int:
        # The real one is not needed: it is this model that decides what outlasts a cut.
        self._on_change()
        if not self._lies:
            self._disk.files[self._paths[file]].sync()
        return _OK

"""Parcels as the company opens them: everything in them is held against the manifest."""

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_BYTES = 4 << 20


class Damaged(Exception):
    """The parcel is not what its manifest says; the text says why, in the company's words."""


@dataclass(frozen=True)
class Opened:
    """What was in a parcel."""

    kind: str
    key: str
    content: bytes

    @property
    def body(self) -> Any:
        """The JSON in it; an empty object where it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return {}


def open_parcel(file: Path) -> Opened:
    """Open and check a parcel. Raises `Damaged`."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(_member(archive, "manifest.json"))
            kind, key, (entry,) = manifest["kind"], manifest["key"], manifest["files"]
            content = _member(archive, entry["name"])
            announced = entry["sha256"], entry["size_bytes"]
            names = sorted(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError) as error:
        raise Damaged("批次包无法打开，或者清单不全。") from error
    if manifest.get("format") != "liandong-batch/1" or kind not in ("scheme", "withdrawal"):
        raise Damaged("批次包的格式版本或者种类不认识。")
    if manifest.get("parcel") != file.stem or names != sorted(["manifest.json", entry["name"]]):
        raise Damaged("清单与批次包不符。")
    if announced != (hashlib.sha256(content).hexdigest(), len(content)):
        raise Damaged(f"{entry['name']} 的摘要与清单不符。")
    return Opened(kind, key, content)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError(name)
    return archive.read(name)

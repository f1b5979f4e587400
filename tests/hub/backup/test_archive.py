"""The file of a backup: refused when it is not what it says, and never written over another."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hub.backup import BackupWrong, restore, take, verify
from hub.store.clock import SettableClock
from tests.hub.fakes import World, update, world
from tests.models.builders import WATER, a_scheme
from tests.store.support import OpenStore


@pytest.fixture
async def city(sqlite_url: str, open_store: OpenStore, clock: SettableClock, tmp_path: Path) -> World:
    made = world(open_store(sqlite_url, clock), tmp_path)
    for number in range(1, 6):
        made.take(a_scheme(scheme_id=f"FA-511702-2026-{number:04}", demands=[WATER], documents=[]))
    await made.pump()
    made.hear(update(1, 1.0, scheme_id="FA-511702-2026-0001", handler="王芳"))
    return made


def outcome(file: Path) -> str | None:
    try:
        verify(file)
    except BackupWrong as refused:
        return refused.message.id
    return None


def test_a_damaged_file_is_refused_wherever_it_is_damaged(city: World, tmp_path: Path) -> None:
    file, target = tmp_path / "whole", tmp_path / "never.db"
    take(city.store, file)
    whole = file.read_bytes()
    spoiled = tmp_path / "spoiled"
    for place in range(40, len(whole), max(len(whole) // 40, 1)):
        spoiled.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        refused = outcome(spoiled)
        if refused is None:
            assert verify(spoiled) == verify(
                file
            )  # a byte that says nothing: a date in the archive's directory
            continue
        assert refused in {"backup-damaged", "backup-newer"}
        with pytest.raises(BackupWrong):
            restore(f"sqlite:///{target}", spoiled)
        assert not target.exists()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        spoiled.write_bytes(whole[:length])
        with pytest.raises(BackupWrong):
            verify(spoiled)


@pytest.mark.parametrize("change", ["a row", "a row less", "a hash", "a newer format", "a newer structure"])
def test_a_file_that_was_changed_is_refused(city: World, tmp_path: Path, change: str) -> None:
    file, changed = tmp_path / "whole", tmp_path / "changed"
    take(city.store, file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "tables/scheme.jsonl" and change == "a row":
                data = data.replace(b"FA-511702-2026-0001", b"FA-511702-2026-0002")
            elif name == "tables/scheme.jsonl" and change == "a row less":
                data = data[: data.index(b"\n") + 1]
            elif name == "manifest.json" and change.startswith("a newer"):
                told = json.loads(data)
                told |= {"format": 2} if change == "a newer format" else {"revision": "9999"}
                data = json.dumps(told).encode()
            elif name == "manifest.json" and change == "a hash":
                told = json.loads(data)
                told["tables"][0]["sha256"] = "0" * 64
                data = json.dumps(told).encode()
            new.writestr(name, data)
    with pytest.raises(BackupWrong) as refused:
        restore(f"sqlite:///{tmp_path / 'never.db'}", changed)
    assert refused.value.message.id == ("backup-newer" if change.startswith("a newer") else "backup-damaged")
    assert not (tmp_path / "never.db").exists()


def test_no_file_is_written_over(city: World, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(BackupWrong) as refused:
        take(city.store, tmp_path / "a")
    assert refused.value.message.id == "backup-exists"
    assert (tmp_path / "a").read_text() == "mine"


def test_a_backup_that_fails_leaves_no_file(city: World, tmp_path: Path, monkeypatch: Any) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        take(city.store, tmp_path / "a")
    assert not [each.name for each in tmp_path.iterdir() if "partial" in each.name or each.name == "a"]


def test_each_restore_is_one_epoch_more(
    city: World, tmp_path: Path, open_store: OpenStore, clock: SettableClock
) -> None:
    source, numbers = city.store, []
    for number in range(3):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        take(source, tmp_path / f"{number}.backup")
        numbers.append(restore(url, tmp_path / f"{number}.backup").epoch.number)
        source = open_store(url, clock)
    assert numbers == [2, 3, 4]

"""What is built from the rooms holds everything they need at run time."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.support import ROOMS, copy_rooms


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A copy of the rooms, and the names in the wheel built from it without the network."""
    copy = tmp_path_factory.mktemp("wheel")
    copy_rooms(copy)
    (copy / "README.md").touch()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            "out",
            ".",
        ],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    (wheel,) = (copy / "out").glob("liandong-*.whl")
    return copy, set(zipfile.ZipFile(wheel).namelist())


def test_a_wheel_holds_every_module_catalogue_and_migration(built: tuple[Path, set[str]]) -> None:
    copy, names = built
    wanted = {
        str(path.relative_to(copy)) for room in ROOMS for path in (copy / room).rglob("*") if path.is_file()
    }
    assert wanted - names == set()


def test_a_wheel_holds_no_tests(built: tuple[Path, set[str]]) -> None:
    _, names = built
    assert [name for name in names if name.startswith(("tests/", "docs/", "bench/"))] == []


def test_a_wheel_offers_the_command_and_the_rooms_commands(built: tuple[Path, set[str]]) -> None:
    copy, names = built
    (entry_points,) = (name for name in names if name.endswith("entry_points.txt"))
    (wheel,) = (copy / "out").glob("liandong-*.whl")
    text = zipfile.ZipFile(wheel).read(entry_points).decode()
    assert "liandong = hub.cli:main" in text
    assert "[liandong.commands]" in text

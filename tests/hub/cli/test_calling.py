"""A hint names this program as whoever reads it can call it."""

from pathlib import Path

import pytest

from hub.cli.calling import called


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program in a folder of its own, called from above it by a relative path, as `make` does."""
    path = tmp_path / "bin" / "liandong"
    path.parent.mkdir()
    path.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["bin/liandong", "demo"])
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return path


def test_a_program_that_is_not_on_the_path_is_named_as_it_was_typed(program: Path) -> None:
    assert called() == "bin/liandong"


def test_a_program_on_the_path_goes_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr("sys.argv", [str(program)])
    assert called() == "liandong"


def test_another_program_of_that_name_on_the_path_is_not_meant(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / "liandong"
    other.parent.mkdir()
    other.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(other.parent))
    assert called() == "bin/liandong"


def test_a_place_with_spaces_is_quoted(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.parent.rename("the bin")
    monkeypatch.setattr("sys.argv", ["the bin/liandong"])
    assert called() == "'the bin/liandong'"


def test_within_another_program_it_goes_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bin/pytest"])
    assert called() == "liandong"

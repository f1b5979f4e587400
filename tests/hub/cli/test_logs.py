"""The log of a home folder outlives what happens to the folder."""

import logging
import shutil
from pathlib import Path

import pytest

from hub.cli import logs
from hub.demo.home import make_fresh
from tests.hub.cli.support import Run, words

_log = logging.getLogger("hub.somewhere")


@pytest.fixture
def demo_home(tmp_path: Path) -> Path:
    """The home of an earlier demo."""
    home = tmp_path / "demo"
    make_fresh(home)
    (home / "liandong.toml").touch()
    return home


def test_a_home_made_afresh_under_an_open_log_gets_a_new_one(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs.kept(demo_home) as path:
        make_fresh(demo_home)
        _log.info("the second demo")
    assert path == demo_home / "logs" / "liandong.log"
    assert "the second demo" in path.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_home_that_is_gone_takes_its_log_along_without_a_word(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs.kept(demo_home):
        shutil.rmtree(demo_home)
        _log.info("into the void")
    assert not demo_home.exists()
    assert capsys.readouterr().err == ""


def test_a_record_that_cannot_be_put_into_words_is_still_shown_for_the_defect_it_is(
    demo_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("hub.somewhere", logging.INFO, __file__, 1, "%d", ("no number",), None)
    with logs.kept(demo_home):
        logging.getLogger().handlers[-1].handle(record)
    assert "Logging error" in capsys.readouterr().err


def test_what_fails_after_a_home_was_made_is_told_with_the_log_that_was_open_then(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(home: Path, *_: object) -> None:
        home.mkdir()
        (home / "liandong.toml").touch()
        raise ZeroDivisionError

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("hub.cli.init.make_home", broken)
    result = run("init")
    assert result.exit_code == 1
    assert str(tmp_path / "liandong.log") in words(result)
    assert "ZeroDivisionError" in (tmp_path / "liandong.log").read_text(encoding="utf-8")

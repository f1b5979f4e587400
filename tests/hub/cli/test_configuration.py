"""What stands between a command and its work is said in a sentence: what, what it means, what to do."""

import sqlite3
from pathlib import Path

import pytest

from hub.cli import logs
from hub.cli.session import settings_of
from hub.demo.home import prepare
from hub.demo.standins import StandIns
from tests.hub.cli.support import Run, words

READING = [
    ("status",),
    ("failures", "list"),
    ("failures", "show", "1"),
    ("sync",),
    ("doctor",),
    ("db", "check"),
]


def write(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "liandong.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("command", READING, ids="-".join)
def test_without_a_configuration_init_is_named(run_spoken: Run, command: tuple[str, ...]) -> None:
    result = run_spoken(*command)
    assert result.exit_code == 2
    assert "liandong init" in result.stderr
    assert str(run_spoken.home / "liandong.toml") in words(result)


def test_a_configuration_that_is_not_toml_is_refused_with_the_place(run_spoken: Run) -> None:
    write(run_spoken.home, 'language = "en"\n[store\n')
    result = run_spoken("status")
    assert result.exit_code == 2
    assert "2:7" in result.stderr


def test_a_configuration_that_is_not_utf8_is_refused(run_spoken: Run) -> None:
    run_spoken.home.mkdir()
    (run_spoken.home / "liandong.toml").write_bytes('name = "供水"'.encode("gbk"))
    result = run_spoken("status")
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_a_wrong_setting_is_named_by_its_path_with_what_would_be_right(run_spoken: Run) -> None:
    write(
        run_spoken.home,
        '[delivery]\nlease = "soon"\n\n[[authorities]]\nid = "province"\nname = "省"\nadapter = "x"\n'
        'roles = ["judge"]\n',
    )
    result = run_spoken("status")
    assert result.exit_code == 2
    said = words(result)
    for part in ("delivery.lease", "soon", "500ms", "judge", "mirror", "source"):
        assert part in said


def test_a_setting_that_does_not_exist_is_named(run: Run) -> None:
    write(run.home, "[delivery]\nleese = 3\n")
    result = run("status")
    assert result.exit_code == 2
    assert "delivery.leese" in result.stderr


def test_a_wrong_environment_variable_is_named_by_the_setting_it_sets(run: Run) -> None:
    write(run.home, "")
    result = run("status", env={"LIANDONG_DELIVERY__LEASE": "soon"})
    assert result.exit_code == 2
    assert "delivery.lease" in result.stderr


def test_an_environment_variable_that_cannot_be_read_is_refused(run_spoken: Run) -> None:
    write(run_spoken.home, "")
    result = run_spoken("status", env={"LIANDONG_DELIVERY": "[oops"})
    assert result.exit_code == 2
    assert "LIANDONG_" in result.stderr


def test_a_database_that_is_not_there_is_said_to_be_missing(run_spoken: Run) -> None:
    write(run_spoken.home, "")
    result = run_spoken("status")
    assert result.exit_code == 2
    assert "liandong.db" in words(result)
    assert not (run_spoken.home / "liandong.db").exists()


def test_a_database_that_is_behind_is_to_be_upgraded(run_spoken: Run, made: Path) -> None:
    (made / "liandong.db").unlink()
    sqlite3.connect(made / "liandong.db").close()
    result = run_spoken("sync")
    assert result.exit_code == 2
    assert "liandong db upgrade" in result.stderr


def test_a_url_of_another_kind_of_database_is_refused(run_spoken: Run) -> None:
    write(run_spoken.home, '[store]\nurl = "mysql://host/name"\n')
    for command in (("status",), ("db", "upgrade"), ("db", "check")):
        result = run_spoken(*command)
        assert result.exit_code == 2
        assert "postgresql://" in words(result)


def test_a_database_server_that_does_not_answer_is_an_outage_not_a_mistake(run_spoken: Run) -> None:
    # Port 1 on loopback: nobody listens there.
    write(run_spoken.home, '[store]\nurl = "postgresql://liandong@127.0.0.1:1/liandong"\n')
    result = run_spoken("status")
    assert result.exit_code == 1
    assert "OperationalError" in result.stderr


def test_an_unknown_adapter_is_refused_with_the_known_ones(run_spoken: Run, made: Path) -> None:
    company = (
        '[[companies]]\nid = "water-a"\nname = "供水公司"\nkind = "water"\ndistricts = ["511702"]\n'
        'adapter = "{adapter}"\nsettings = {settings}\n'
    )
    write(made, company.format(adapter="pigeon", settings="{}"))
    result = run_spoken("sync")
    assert result.exit_code == 2
    assert "pigeon" in result.stderr
    assert "province-gateway" in words(result)
    write(
        made, company.format(adapter="water", settings='{ base_url = "http://a", token = { env = "NOPE" } }')
    )
    result = run_spoken("sync")
    assert result.exit_code == 2
    assert "NOPE" in result.stderr


def test_a_home_that_cannot_be_written_is_said_with_its_path(run_spoken: Run) -> None:
    run_spoken.home.touch()
    result = run_spoken("init")
    assert result.exit_code == 1
    assert str(run_spoken.home) in words(result)


def test_what_nobody_has_foreseen_is_kept_in_the_log_without_what_it_says(
    run_spoken: Run, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, phone = "李明", "13800000000"

    def broken(*_: object) -> None:
        failed = ZeroDivisionError(person + phone)
        raise ExceptionGroup(person, [failed, OSError(phone)]) from KeyError(person)

    monkeypatch.setattr("hub.cli.status.figures", broken)
    result = run_spoken("status")
    assert result.exit_code == 1
    assert str(made / "logs" / "liandong.log") in words(result)
    kept = (made / "logs" / "liandong.log").read_text()
    assert [name for name in ("KeyError", "ZeroDivisionError", "ExceptionGroup") if name not in kept] == []
    assert "in broken" in kept
    assert person not in kept + result.output
    assert phone not in kept + result.output


def test_a_folder_that_is_no_home_is_left_without_a_log(tmp_path: Path) -> None:
    assert logs.place(tmp_path).parent != tmp_path
    (tmp_path / "liandong.toml").touch()
    assert logs.place(tmp_path) == tmp_path / "logs" / "liandong.log"


def test_an_interrupted_command_says_so(run_spoken: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hub.cli.status.figures", interrupted)
    assert run_spoken("status").exit_code == 130


def test_secrets_lie_in_files_that_only_their_owner_reads(home: Path, stand_ins: StandIns) -> None:
    home.mkdir()
    prepare(home, stand_ins.announcement)
    kept = list((home / "secrets").iterdir())
    assert len(kept) == 14
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    written = (home / "liandong.toml").read_text(encoding="utf-8")
    assert not any(path.read_text() in written for path in kept)
    assert len(settings_of(home).companies) == 8

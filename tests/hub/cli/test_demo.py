"""The demo's parts: what it plays, the home it makes, and the process it starts. The whole is in tests/e2e."""

import socket
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from hub.demo import play as playing
from hub.demo.city import sandbox_config
from hub.demo.home import NotADemo, make_fresh
from hub.demo.play import Unsettled, play
from hub.demo.standins import Control, StandIns, StandInsFailed, announced
from hub.demo.time import MARKER, CityClock, clock_of
from hub.store.engine import Store
from sandbox.config import Config
from tests.hub.cli.support import Run, words
from tests.hub.fakes import MONDAY, world

KILLED = """
import sys
from pathlib import Path
from hub.demo.standins import StandIns

with StandIns(Path(sys.argv[1]), {"projects": 0}) as running:
    print(running.announcement["control"], flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("projects", [1, 2, 6, 12, 40, 200])
def test_the_city_holds_together_however_small_it_is(projects: int) -> None:
    config = Config.model_validate(sandbox_config(projects, seed=3))
    troubled = config.failures.total + config.revised + config.withdrawn
    assert config.projects == projects
    assert troubled <= projects // 2 or projects < 2


def test_a_city_of_forty_has_every_kind_of_trouble() -> None:
    config = sandbox_config(40, seed=3)
    assert all(count > 0 for count in config["failures"].values())
    assert config["revised"] > 0
    assert config["withdrawn"] > 0


def test_a_demo_home_is_made_afresh(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    make_fresh(home)
    (home / "liandong.db").touch()
    make_fresh(home)
    assert [path.name for path in home.iterdir()] == [MARKER]


def test_a_folder_that_no_demo_has_made_is_left_alone(run_spoken: Run) -> None:
    run_spoken.home.mkdir()
    (run_spoken.home / "liandong.db").write_text("everything we have")
    with pytest.raises(NotADemo):
        make_fresh(run_spoken.home)
    result = run_spoken("demo")
    assert result.exit_code == 2
    assert str(run_spoken.home) in words(result)
    assert (run_spoken.home / "liandong.db").read_text() == "everything we have"


def test_an_empty_folder_may_become_a_demo(tmp_path: Path) -> None:
    make_fresh(tmp_path)
    assert (tmp_path / MARKER).is_file()


def test_stand_ins_that_do_not_start_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(StandInsFailed), StandIns(tmp_path, {"projects": "many"}):
        pass
    assert "projects" in (tmp_path / "log.txt").read_text()


def test_a_demo_without_its_stand_ins_ends_with_the_log_to_look_at(
    run_spoken: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.demo.city.sandbox_config", lambda *_, **__: {"projects": "many"})
    result = run_spoken("demo")
    assert result.exit_code == 1
    assert "log.txt" in words(result)


def test_an_announcement_that_is_not_there_is_said_so(tmp_path: Path, run: Run) -> None:
    with pytest.raises(StandInsFailed):
        announced(tmp_path / "none.json")
    assert run("demo", "--stand-ins", str(tmp_path / "none.json")).exit_code == 1
    assert not run.home.exists()


def test_the_stand_ins_end_with_whoever_started_them_even_when_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        control = Control(parent.stdout.readline().strip())
        assert control.state()["settled"]
        with socket.create_connection(
            ("127.0.0.1", urlsplit(control.address).port or 0), timeout=60
        ) as open_call:
            parent.kill()
            with suppress(ConnectionResetError):
                assert open_call.recv(1) == b""
    with pytest.raises(StandInsFailed):
        control.state()


class _Odd(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


def test_a_control_port_that_answers_otherwise_is_said_so() -> None:
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(StandInsFailed, match="500"):
            Control(f"http://127.0.0.1:{server.server_port}").state()
        thread.join()


class _Restless(Control):
    def state(self) -> dict[str, Any]:
        return {"settled": False, "now": MONDAY.isoformat()}

    def advance(self, days: int = 1) -> dict[str, Any]:
        return self.state()


async def test_a_city_that_never_settles_is_given_up(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "MOST_DAYS", 3)
    days: list[int] = []
    clock = CityClock(tmp_path)
    with pytest.raises(Unsettled):
        await play(world(store, tmp_path).hub, _Restless(""), lambda day, sent: days.append(day), clock)
    assert days == [0, 1, 2, 3]


def test_a_demos_home_goes_on_in_the_citys_time(tmp_path: Path) -> None:
    assert clock_of(tmp_path) is None
    clock = CityClock(tmp_path)
    clock.follow(MONDAY)
    clock.follow(MONDAY + timedelta(seconds=3))
    assert timedelta(0) <= clock.now - MONDAY < timedelta(hours=1)
    clock.follow(MONDAY + timedelta(days=1))
    kept = clock_of(tmp_path)
    assert kept is not None
    assert timedelta(0) <= kept.now - MONDAY - timedelta(days=1) < timedelta(hours=1)
    (tmp_path / MARKER).write_text("", encoding="utf-8")
    assert clock_of(tmp_path) is None

"""The sandbox as a process of its own, and as a command."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from typer.testing import CliRunner

from sandbox import drawings
from sandbox.command import register
from sandbox.config import DEFAULT_COUNTERPARTS, Config
from sandbox.run import main
from sandbox.world import World
from tests.sandbox.conftest import city


def test_a_process_announces_itself_serves_and_stops_on_a_signal(tmp_path: Path) -> None:
    configuration, announcement = tmp_path / "config.json", tmp_path / "var" / "sandbox.json"
    configuration.write_text(json.dumps(city()), "utf-8")
    arguments = ["--config", str(configuration), "--announce", str(announcement)]
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            announced: dict[str, Any] = json.loads(announcement.read_text("utf-8"))
            assert announcement.stat().st_mode & 0o077 == 0
            assert line == f"sandbox control={announced['control']} pid={process.pid}\n"
            assert announced["pid"] == process.pid
            state = httpx.get(announced["control"] + "/_sandbox/state", trust_env=False)
            assert state.json()["settled"] is True
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert not announcement.exists()


def test_a_process_that_was_told_to_ends_with_whoever_started_it() -> None:
    command = [sys.executable, "-m", "sandbox", "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().startswith("sandbox control=")
        process.stdin.close()
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("text", ["{", '{"projects": -1}', '{"projects": 1, "revised": 5}', '{"unknown": 1}'])
def test_a_configuration_that_does_not_hold_together_ends_with_two(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configuration = tmp_path / "config.json"
    configuration.write_text(text, "utf-8")
    assert main(configuration, None) == 2
    assert "config.json" in capsys.readouterr().err


def test_the_command_is_registered_under_its_name(tmp_path: Path) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    missing = CliRunner().invoke(app, ["sandbox", "--config", str(tmp_path / "missing.json")])
    assert missing.exit_code == 2


def test_the_default_city_is_ready_before_anything_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def drawing(name: str) -> Callable[..., bytes]:
        def draw(*_: object) -> bytes:
            drawn.append(name)
            return b"drawn"

        return draw

    for name in ("letter", "site_plan", "pipe_plan"):
        monkeypatch.setattr(drawings, name, drawing(name))
    world = World(Config())
    assert world.province is not None
    assert drawn == []
    world.province.review.changes[0].listed()
    assert {"site_plan", "pipe_plan"} <= set(drawn)


def test_two_utilities_of_one_name_or_a_utility_without_a_district_are_refused() -> None:
    water = next(each for each in DEFAULT_COUNTERPARTS if each.kind == "water").model_dump()
    for counterparts in ([water, water], [{**water, "districts": []}], [{**water, "kind": None}]):
        with pytest.raises(ValueError, match="counterparts"):
            Config.model_validate({"counterparts": counterparts, "projects": 0})

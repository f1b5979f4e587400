"""How Prefect is set up: below the home folder, closed to strangers, silent to the outside."""

import os
import socket
import stat
from pathlib import Path

import pytest
from prefect.settings import Settings as PrefectSettings

from flows import environment, local_server
from hub.notready import NotReady
from hub.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home folder's settings, and an environment in which nothing of Prefect is set."""
    for name in [each for each in os.environ if each.startswith("PREFECT_") or each.lower() == "no_proxy"]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    (tmp_path / "liandong.toml").write_text("[flows]\nserver_port = 4317\n")
    return read_settings(tmp_path)


def test_prefect_understands_each_setting(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.folder(settings).mkdir()
    for name, value in environment.variables(settings, own_server=True).items():
        monkeypatch.setenv(name, value)
    understood = PrefectSettings()
    assert understood.home == settings.home / "prefect"
    assert understood.server.ui.static_directory == str(settings.home / "prefect" / "pages")
    assert understood.server.analytics_enabled is False
    assert understood.server.ui.show_promotional_content is False
    assert understood.server.ephemeral.enabled is False
    assert understood.server.register_blocks_on_start is False
    assert understood.server.services.db_vacuum.enabled_vacuum_types >= {"events", "flow_runs"}
    assert understood.server.services.db_vacuum.retention_period.days == 30
    assert understood.server.api.cors_allowed_origins == "http://127.0.0.1:4317"
    assert understood.api.url == "http://127.0.0.1:4317/api"
    assert understood.api.auth_string is not None
    assert understood.api.auth_string == understood.server.api.auth_string
    assert understood.logging.level == understood.server.logging_level == "WARNING"


def test_the_password_is_made_once_and_is_its_owners_alone(settings: Settings) -> None:
    environment.prepare(settings)
    path = environment.folder(settings) / "server-password.txt"
    first = path.read_text()
    environment.prepare(settings)
    assert path.read_text() == first
    assert len(first) >= 24
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_server_that_the_environment_names_is_joined(settings: Settings) -> None:
    os.environ["PREFECT_API_URL"] = "https://prefect.example/api"
    environment.prepare(settings)
    assert environment.api(settings) == "https://prefect.example/api"
    assert "PREFECT_API_AUTH_STRING" not in os.environ
    assert not (environment.folder(settings) / "server-password.txt").exists()


@pytest.mark.parametrize("known", [{}, {"NO_PROXY": "intra.example"}, {"no_proxy": "intra.example"}])
def test_no_proxy_is_asked_for_the_server_next_door(settings: Settings, known: dict[str, str]) -> None:
    os.environ.update(known)
    environment.prepare(settings)
    wanted = [*known.values(), "127.0.0.1"]
    assert os.environ["NO_PROXY"].split(",") == os.environ["no_proxy"].split(",") == wanted


def test_a_port_that_is_taken_is_said(settings: Settings) -> None:
    environment.folder(settings).mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        flows = settings.flows.model_copy(update={"server_port": other.getsockname()[1]})
        taken = settings.model_copy(update={"flows": flows})
        with pytest.raises(NotReady) as refused, local_server.local_server(taken):
            pass
    assert refused.value.message.id == "flow-server-port"

"""`liandong inbound` as people start it: a process on a real port, called by another make of client."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.store import cases
from hub.store.engine import Store
from tests.inbound.conftest import SECRET, TOKEN, an_event, signed
from tests.models.builders import WATER, scheme_body

_LIANDONG = (sys.executable, "-c", "from hub.cli import main; main()")
CONFIG = """
[inbound]
intake_token = { file = "intake-token" }

[[companies]]
id = "water-a"
name = "供水公司"
kind = "water"
districts = ["511702"]
adapter = "water"

[companies.settings]
base_url = "http://127.0.0.1:9/uga/v1"
token = { env = "WATER_TOKEN" }
webhook_secrets = [{ env = "WATER_SECRET" }]
"""


@pytest.fixture
def home(tmp_path: Path, sqlite_url: str) -> Path:
    """A home folder with one company; its database is migrated."""
    assert sqlite_url.endswith(str(tmp_path / "liandong.db"))
    (tmp_path / "liandong.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "intake-token").write_text(TOKEN)
    return tmp_path


def start(home: Path, *options: str) -> subprocess.Popen[str]:
    command = [*_LIANDONG, "inbound", "--home", str(home), *options]
    secrets = {"WATER_TOKEN": "t", "WATER_SECRET": SECRET}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **secrets})


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port, once it listens."""
    with start(home, "--port", "0") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        assert found is not None, line + process.stderr.read()
        try:
            yield process, int(found[1])
        finally:
            process.kill()


def announced(port: int, path: str, length: int) -> int:
    """The answer to a body of `length` bytes that is announced and not sent: it is refused before it arrives."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest("POST", path)
        connection.putheader("content-length", str(length))
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def post(port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    return response.status, json.loads(content) if content else None


def test_it_takes_what_it_should_and_stops_in_order_when_asked(home: Path) -> None:
    admitted = {"authorization": f"Bearer {TOKEN}"}
    scheme = json.dumps(scheme_body(demands=[WATER], documents=[])).encode()
    event = an_event()
    with serving(home) as (process, port):
        assert post(port, "/schemes?secret=13800138000", scheme, admitted)[0] == 201
        assert post(port, "/callbacks/water-a", event, signed(event)) == (204, None)
        assert post(port, "/callbacks/water-a", event, {})[0] == 401
        assert announced(port, "/callbacks/water-a", (1 << 20) + 1) == 413
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 0
    assert "Traceback" not in told
    store = Store.open(f"sqlite:///{home / 'liandong.db'}")
    with store.read() as tx:
        assert [each.status for each in cases.events(tx, "FA-511702-2026-0007-water-a")] == [1]
    store.close()
    log = (home / "logs" / "liandong.log").read_text(encoding="utf-8")
    assert "POST /schemes 201" in log
    for secret in ("13800138000", "王芳", TOKEN, SECRET):
        assert secret not in log


def test_a_port_that_is_taken_is_said_in_a_sentence(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(home, "--port", str(port)) as process:
            told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert str(port) in told
    assert "Traceback" not in told


def test_a_token_that_is_not_there_is_said_before_anything_is_served(home: Path) -> None:
    (home / "intake-token").unlink()
    with start(home, "--port", "0") as process:
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert "intake-token" in told
    assert "Traceback" not in told


def test_the_command_line_is_built_without_the_server() -> None:
    told = "import sys, inbound.command; sys.exit(bool({'fastapi', 'uvicorn'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0

"""The hub's own Prefect server: a child process on loopback that does not outlive whoever started it."""

import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.environment import HOST, folder, own_api
from hub.notready import NotReady
from hub.settings import Settings
from models.messages import Message

_LOG_NAME: Final = "server.log"
_START_SECONDS: Final = 180.0
"""The first start on a slow disk makes the whole database."""
_STOP_SECONDS: Final = 10.0


@contextmanager
def local_server(settings: Settings) -> Iterator[None]:
    """A running server, stopped at the end. Raises `NotReady` when the port is taken or the server fails."""
    port, log = settings.flows.server_port, folder(settings) / _LOG_NAME
    _claim(port)
    with open(log, "ab") as file:
        process = _start(port, file)
        try:
            _await_health(process, settings, log)
            yield
        finally:
            _stop(process)


def _claim(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise NotReady(Message(id="flow-server-port", params={"port": port})) from None


def _start(port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    # Its standard input is the string it hangs on (see `main`). In a session of its own, it does not take the
    # Ctrl-C meant for its parent, which still needs it to end in order.
    command = [sys.executable, "-m", "flows.local_server", "--host", HOST, "--port", str(port)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )


def _await_health(process: subprocess.Popen[bytes], settings: Settings, log: Path) -> None:
    client = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with client.open(f"{own_api(settings)}/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise NotReady(Message(id="flow-server-failed", params={"path": str(log)}))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _end_with_parent() -> None:
    # Nobody ever writes: the read returns once the parent is gone, however it went.
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """The child: `prefect server start`, ended together with its parent."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv[:1] = ["prefect", "server", "start"]
    runpy.run_module("prefect", run_name="__main__")


if __name__ == "__main__":
    main()

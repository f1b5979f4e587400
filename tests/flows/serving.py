"""`liandong serve` as people start it: a process, watched through Prefect's API."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.store import migrate

DEADLINE = 120.0
_LIANDONG = (sys.executable, "-c", "from hub.cli import main; main()")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def a_home(home: Path, *flow_settings: str, more: str = "") -> Path:
    """A home folder with a migrated database and these settings of the flows."""
    home.mkdir()
    (home / "liandong.toml").write_text("\n".join(["[flows]", *flow_settings, more, ""]), encoding="utf-8")
    migrate.upgrade(f"sqlite:///{home / 'liandong.db'}")
    return home


def start(home: Path) -> subprocess.Popen[str]:
    """Start `liandong serve` over `home`, in a process group of its own."""
    command = [*_LIANDONG, "serve", "--home", str(home)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def until(happened: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    """What `happened` gives once that is something; `AssertionError` when the process ends before, or hangs."""
    found = wait_for(lambda: happened() or process.poll() is not None)
    if process.poll() is None and found:
        return found
    process.kill()
    raise AssertionError(process.communicate()[1])


def wait_for(happened: Callable[[], Any]) -> Any:
    """What `happened` gives once that is something, or at the deadline."""
    deadline = time.monotonic() + DEADLINE
    while not (found := happened()) and time.monotonic() < deadline:
        time.sleep(0.3)  # for another process to do something; the deadline bounds it
    return found


def unattended(home: Path) -> dict[str, Any]:
    """Serve until two scheduled cycles have ended, then ask it to stop. Joins the server of the environment."""
    a_home(home, 'cycle_every = "2s"')
    with start(home) as process:
        runs = until(lambda: finished_twice(home), process)
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=DEADLINE)[1]
    return {"runs": runs, "exit": process.returncode, "told": told}


def finished_twice(home: Path) -> list[dict[str, Any]]:
    """The completed runs over `home`, once there are two."""
    runs = [run for run in asyncio.run(runs_over(home)) if run["name"] == "Completed"]
    return runs if len(runs) >= 2 else []


async def runs_over(home: Path) -> list[dict[str, Any]]:
    """Every run over `home`: its parameters, its state's name, whether the schedule made it, how often it began."""
    from prefect.client.orchestration import get_client  # reads the environment, which is ready only now

    async with get_client() as client:
        runs = await client.read_flow_runs()
    return [
        {
            "parameters": run.parameters,
            "name": run.state_name,
            "scheduled": run.auto_scheduled,
            "times": run.run_count,
        }
        for run in runs
        if run.parameters == {"home": str(home)}
    ]

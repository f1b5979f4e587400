"""`liandong serve` with a server of its own, killed in the middle of a run and started again."""

import asyncio
import base64
import json
import os
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.durability.city import make_home, running_city
from tests.flows.serving import DEADLINE, free_port, start, until, wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


class OwnServer:
    """The server of a home folder, asked with the password that is kept there."""

    def __init__(self, home: Path, port: int) -> None:
        self._password = home / "prefect" / "server-password.txt"
        self._port = port

    def runs(self) -> list[dict[str, Any]]:
        """Its flow runs; none while it does not answer."""
        try:
            account = f"liandong:{self._password.read_text().strip()}"
            found: list[dict[str, Any]] = self._filter(account)
        except OSError:
            return []
        return found

    def states(self) -> list[str]:
        return [run["state_name"] for run in self.runs()]

    def _filter(self, account: str | None) -> Any:
        headers = {"content-type": "application/json"}
        if account is not None:
            headers["authorization"] = f"Basic {base64.b64encode(account.encode()).decode()}"
        url = f"http://127.0.0.1:{self._port}/api/flow_runs/filter"
        request = urllib.request.Request(url, data=b"{}", headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  (loopback)
            return json.load(answer)

    def is_closed_to_strangers(self) -> bool:
        """Whether it refuses whoever has no password."""
        try:
            self._filter(None)
        except urllib.error.HTTPError as error:
            return error.code == 401
        return False

    def has_let_go(self) -> bool:
        """Whether its port is free again."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) != 0


async def test_a_killed_run_stands_in_nobody_s_way_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    async with running_city(11, projects=2, revised=0, withdrawn=0) as city:
        make_home(home, city)
        config = home / "liandong.toml"
        flows = f'\n[flows]\ncycle_every = "5s"\nserver_port = {port}\n'
        config.write_text(config.read_text(encoding="utf-8") + flows, encoding="utf-8")
        await city.fault("water-a", "slow", seconds=1.5)
        await _serve_and_kill(home, OwnServer(home, port))
        await city.clear_faults()
        await _serve_again(home, OwnServer(home, port))
        ledger = await city.ledger()
    assert ledger.twice == []
    assert ledger.total("scheme_taken") > 0


async def _serve_and_kill(home: Path, server: OwnServer) -> None:
    with start(home) as process:
        await asyncio.to_thread(until, lambda: "Running" in server.states(), process)
        assert server.is_closed_to_strangers()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert await asyncio.to_thread(wait_for, server.has_let_go)


async def _serve_again(home: Path, server: OwnServer) -> None:
    with start(home) as process:
        await asyncio.to_thread(until, lambda: "Completed" in server.states(), process)
        assert "Running" in server.states(), "the killed run is called running for ever, and blocks nobody"
        process.send_signal(signal.SIGTERM)
        told = await asyncio.to_thread(process.communicate, timeout=DEADLINE)
    assert process.returncode == 0, told[1]
    assert server.has_let_go()

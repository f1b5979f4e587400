"""The stand-ins as a process of their own: started, asked over their control port, stopped."""

import json
import select
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

ANNOUNCEMENT: Final = "announcement.json"
LOG: Final = "log.txt"
_CONFIG: Final = "config.json"
_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 10
_CALL_SECONDS: Final = 60


class StandInsFailed(Exception):
    """The stand-ins did not start, or stopped answering."""


class Control:
    """The control port of running stand-ins."""

    def __init__(self, address: str) -> None:
        self.address = address

    def state(self) -> dict[str, Any]:
        """Where things stand. Raises `StandInsFailed`."""
        return self._call("GET", "state")

    def ledger(self) -> dict[str, Any]:
        """Every effect at the stand-ins. Raises `StandInsFailed`."""
        return self._call("GET", "ledger")

    def advance(self, days: int = 1) -> dict[str, Any]:
        """Let working days pass; the state afterwards. Raises `StandInsFailed`."""
        return self._call("POST", "advance", {"days": days})

    def mend(self) -> dict[str, Any]:
        """Put right whatever is deliberately wrong and can be. Raises `StandInsFailed`."""
        return self._call("POST", "mend", {})

    def _call(self, method: str, name: str, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=_CALL_SECONDS)
        try:
            body = None if asked is None else json.dumps(asked)
            connection.request(method, f"/_sandbox/{name}", body)
            reply = connection.getresponse()
            content = reply.read()
        except (OSError, HTTPException) as error:
            raise StandInsFailed(f"{method} {name}: {type(error).__name__}") from error
        finally:
            connection.close()
        if reply.status != 200:
            raise StandInsFailed(f"{method} {name}: HTTP {reply.status}")
        answer: dict[str, Any] = json.loads(content)
        return answer


def announced(path: Path) -> dict[str, Any]:
    """What running stand-ins have announced in a file. Raises `StandInsFailed`."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StandInsFailed(f"no announcement: {type(error).__name__}") from error
    return told


class StandIns:
    """A running sandbox, within a `with` block. It ends with this process, even when that is killed."""

    def __init__(self, folder: Path, config: Mapping[str, Any]) -> None:
        self._folder = folder
        self._config = config
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start. Raises `StandInsFailed`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        config = self._folder / _CONFIG
        config.write_text(json.dumps(self._config, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "sandbox", "--config", str(config)]
        command += ["--announce", str(self._folder / ANNOUNCEMENT), "--until-eof"]
        with open(self._folder / LOG, "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                # Its standard input stays open as long as we live: that is how it knows.
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if not self._has_announced():
            self.stop()
            raise StandInsFailed("no announcement")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def announcement(self) -> dict[str, Any]:
        """Addresses and credentials of every stand-in, and of their control port."""
        return announced(self._folder / ANNOUNCEMENT)

    def wait(self) -> None:
        """Wait until they end by themselves."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        """Let them stop; one that does not is killed."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._process = None

    def _has_announced(self) -> bool:
        if self._process is None or self._process.stdout is None:
            return False
        ready, _, _ = select.select([self._process.stdout], [], [], _START_SECONDS)
        return bool(ready and self._process.stdout.readline())

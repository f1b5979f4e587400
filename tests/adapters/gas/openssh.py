"""OpenSSH's own `sftp-server` behind paramiko's login: the server most companies run."""

import subprocess
import threading
from pathlib import Path
from typing import Any, Final

import paramiko

PLACES: Final = (Path("/usr/lib/openssh/sftp-server"), Path("/usr/libexec/sftp-server"))
MISSING: Final = "OpenSSH's sftp-server is not installed (tools/debian-packages installs it); paramiko's ran"
_CHUNK: Final = 32 << 10


def program() -> Path | None:
    """The program, where this machine has it."""
    return next((place for place in PLACES if place.is_file()), None)


class OpenSshSubsystem(paramiko.SubsystemHandler):
    """Runs the program for one channel. `files` is the class that names the folder."""

    def __init__(
        self, channel: paramiko.Channel, name: str, server: paramiko.ServerInterface, files: Any
    ) -> None:
        super().__init__(channel, name, server)
        self._root: Path = files.root

    def start_subsystem(self, name: str, transport: paramiko.Transport, channel: paramiko.Channel) -> None:
        """Carry bytes both ways until either side has gone."""
        with subprocess.Popen(
            [str(program()), "-d", str(self._root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        ) as running:
            answers = threading.Thread(target=_carry, args=(running.stdout, channel))
            answers.start()
            assert running.stdin is not None
            while asked := channel.recv(_CHUNK):
                running.stdin.write(asked)
            running.stdin.close()
            answers.join()


def _carry(source: Any, channel: paramiko.Channel) -> None:
    with source:
        while answer := source.read(_CHUNK):
            try:
                channel.sendall(answer)
            except OSError:
                return

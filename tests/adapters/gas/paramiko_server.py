"""An SFTP server of another make (paramiko), in threads of its own, over a folder."""

import os
import socket
import threading
from pathlib import Path
from typing import Any

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.sftp import SFTP_FAILURE, SFTP_OK, SFTP_PERMISSION_DENIED

USER, PASSWORD = "liandong", "sandbox-secret-0001"


class _Login(paramiko.ServerInterface):
    def __init__(self, key: paramiko.PKey | None) -> None:
        self._key = key

    def check_auth_password(self, username: str, password: str) -> int:
        fits = (username, password) == (USER, PASSWORD)
        return AUTH_SUCCESSFUL if fits else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return AUTH_SUCCESSFUL if username == USER and key == self._key else AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def __init__(self, file: Any, flags: int) -> None:
        super().__init__(flags)
        self.readfile = self.writefile = file

    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    """The folder as it is; `posix_rename` is left as paramiko has it: not supported."""

    root: Path
    denied: frozenset[str]

    def _path(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def _done(self, act: Any, *names: str) -> Any:
        if self.denied & {Path(name).parts[1] for name in names if len(Path(name).parts) > 1}:
            return SFTP_PERMISSION_DENIED
        try:
            return act()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def list_folder(self, path: str) -> Any:
        def entries() -> list[paramiko.SFTPAttributes]:
            return [
                paramiko.SFTPAttributes.from_stat(each.stat(), each.name)
                for each in self._path(path).iterdir()
            ]

        return self._done(entries, self.canonicalize(path))

    def stat(self, path: str) -> Any:
        return self._done(lambda: paramiko.SFTPAttributes.from_stat(self._path(path).stat()))

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        def opened() -> _Handle:
            number = os.open(self._path(path), flags, 0o600)
            mode = "r+b" if flags & os.O_RDWR else "wb" if flags & os.O_WRONLY else "rb"
            return _Handle(os.fdopen(number, mode), flags)

        return self._done(opened, self.canonicalize(path))

    def remove(self, path: str) -> Any:
        def removed() -> int:
            self._path(path).unlink()
            return SFTP_OK

        return self._done(removed, self.canonicalize(path))

    def rename(self, oldpath: str, newpath: str) -> Any:
        def renamed() -> int:
            if self._path(newpath).exists():
                return SFTP_FAILURE
            self._path(oldpath).rename(self._path(newpath))
            return SFTP_OK

        return self._done(renamed, self.canonicalize(oldpath))


class ParamikoServer:
    """Listens on loopback until stopped. `denied` names top folders that may not be touched.

    `subsystem` is what speaks SFTP once somebody is logged in.
    """

    def __init__(
        self,
        root: Path,
        *,
        user_key: paramiko.PKey | None = None,
        denied: tuple[str, ...] = (),
        subsystem: type[paramiko.SubsystemHandler] = paramiko.SFTPServer,
    ) -> None:
        self.host_key = paramiko.ECDSAKey.generate()
        self._user_key = user_key
        self._subsystem = subsystem
        self._files = type("Files", (_Files,), {"root": root, "denied": frozenset(denied)})
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    @property
    def known_key(self) -> str:
        """As the configuration names it."""
        return f"{self.host_key.get_name()} {self.host_key.get_base64()}"

    def stop(self) -> None:
        """Close everything."""
        if self._thread.is_alive():
            self._listening.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._listening.close()
        for transport in self._transports:
            transport.close()
            transport.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.host_key)
            transport.set_subsystem_handler("sftp", self._subsystem, self._files)
            self._transports.append(transport)
            transport.start_server(server=_Login(self._user_key), event=threading.Event())

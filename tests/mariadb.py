"""A MariaDB server of the tests' own: a data folder, a free loopback port, no service of the machine's."""

import itertools
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

ACCOUNT, PASSWORD = "city", "geheim-qzk"
MISSING: Final = (
    "没有 MariaDB 服务器：请运行 tools/debian-packages，或安装 mariadb-server-core 与 mariadb-client-core。 "
    "There is no MariaDB server: run tools/debian-packages, or install mariadb-server-core and mariadb-client-core."
)
_SBIN: Final = ("/usr/sbin", "/usr/local/sbin")
_START_S: Final = 60


class MariaDB:
    """A running server. Its owner's account is `root`, the city's `ACCOUNT` may SELECT and INSERT."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self.process = process
        self._numbers = itertools.count(1)

    def url(self, name: str = "mysql", *, user: str = "root", port: int | None = None) -> URL:
        """Where the database called `name` is, without a password."""
        return URL.create("mariadb+pymysql", user, host="127.0.0.1", port=port or self.port, database=name)

    def execute(self, *statements: str, database: str = "mysql") -> None:
        """Carry out statements as the owner."""
        engine = create_engine(self.url(database))
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def numbers_of(self, account: str) -> list[int]:
        """The connections of an account that are open."""
        engine = create_engine(self.url())
        with engine.connect() as connection:
            statement = text("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = :account")
            numbers = list(connection.execute(statement, {"account": account}).scalars())
        engine.dispose()
        return numbers

    def wait_until_one_waits(self) -> None:
        """Return once a transaction waits for another's lock; the test's own time limit ends a vain wait."""
        engine = create_engine(self.url())
        statement = text("SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'")
        waiting = 0
        while not waiting:
            with engine.connect() as connection:
                waiting = connection.scalar(statement) or 0
            time.sleep(0.01)
        engine.dispose()

    def create(self) -> str:
        """A new database, in which the city's account may do what it may; its name."""
        name = f"exchange_{os.getpid()}_{next(self._numbers)}"
        self.execute(
            f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            f"CREATE USER IF NOT EXISTS '{ACCOUNT}'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
            f"GRANT SELECT, INSERT ON {name}.* TO '{ACCOUNT}'@'127.0.0.1'",
        )
        return name

    def drop(self, name: str) -> None:
        """Take a database away."""
        self.execute(f"DROP DATABASE {name}")


class Missing(Exception):
    """There is no server on this machine; the text says what to install, in both languages."""


def _program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *_SBIN]))
    if found is None:
        raise Missing(MISSING)
    return found


@contextmanager
def running(folder: Path) -> Iterator[MariaDB]:
    """A server over a new data folder below `folder`, stopped at the end. Raises `Missing` where there is none."""
    server, install = _program("mariadbd"), _program("mariadb-install-db")
    data = folder / "data"
    common = ["--no-defaults", f"--datadir={data}", *(["--user=root"] if os.geteuid() == 0 else [])]
    made = subprocess.run(
        [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, (made.stdout + made.stderr).decode()
    port = _free_port()
    arguments = [
        f"--socket={folder / 'sock'}",
        f"--pid-file={folder / 'pid'}",
        f"--port={port}",
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        # Nothing in it is worth keeping: what makes a commit slow is switched off.
        "--innodb-flush-log-at-trx-commit=0",
        "--skip-innodb-doublewrite",
        "--innodb-buffer-pool-size=32M",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([server, *common, *arguments], stdout=log, stderr=log)
    try:
        found = MariaDB(port, process)
        _wait(found, folder / "log")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=_START_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(server: MariaDB, log: Path) -> None:
    until = time.monotonic() + _START_S
    while True:
        try:
            server.execute("SELECT 1")
            return
        except OperationalError:
            assert server.process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, log.read_text(errors="replace")
            time.sleep(0.05)

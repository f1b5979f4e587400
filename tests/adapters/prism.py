"""Prism, a mock server that answers from an OpenAPI document and refuses what does not fit it. Needs node's npx."""

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from tests.house.support import ROOT

_PACKAGE = "@stoplight/prism-cli@5"
_LISTENING = re.compile(r"Prism is listening on (http://\S+)")


@contextmanager
def prism(wire: str) -> Iterator[str]:
    """Serve a wire document on a free port of loopback; yields the address."""
    npx = shutil.which("npx")
    if npx is None:
        pytest.fail("npx is not on the path: this test runs Prism, which needs node 18 or later")
    document = ROOT / "docs" / "wires" / f"{wire}.openapi.yaml"
    process = subprocess.Popen(
        [npx, "--yes", _PACKAGE, "mock", "--errors", "-h", "127.0.0.1", "-p", "0", str(document)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        address = _address(process.stdout)
        rest = threading.Thread(target=process.stdout.read)
        rest.start()
        yield address
    finally:
        # npx starts node in a process of its own: both are of this group, and nothing else is.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    rest.join()
    process.stdout.close()


def _address(output: IO[str]) -> str:
    said = ""
    for line in output:
        said += line
        if found := _LISTENING.search(line):
            return found[1]
    pytest.fail(f"Prism did not start:\n{said}")

"""What is kept says nothing of the machine it was written on."""

import re
from pathlib import Path

import pytest

from tests.house.support import ROOT, tracked_files

# Written so that this file does not match itself.
DEVELOPER_PATH = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work)/\w")
REGISTRY_HOST = re.compile(r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.org|registry\.yarnpkg\.com)\b")


def traces(text: str) -> list[str]:
    """Lines that name a folder of a developer's machine, or a package registry."""
    return [
        line.strip()
        for line in text.splitlines()
        if DEVELOPER_PATH.search(line) or REGISTRY_HOST.search(line) or str(ROOT) + "/" in line
    ]


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:8192] else data.decode("utf-8", errors="replace")


def test_no_tracked_file_names_a_developers_machine_or_a_registry() -> None:
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    found = {str(path.relative_to(ROOT)): traces(text_of(path)) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "parts",
    [("", "home", "chen", "liandong"), ("", "Users", "chen"), ("open('", "root", "x')")],
    ids=["home", "mac", "quoted"],
)
def test_a_developers_path_is_found(parts: tuple[str, ...]) -> None:
    assert traces("/".join(parts)) != []


def test_a_registry_is_found() -> None:
    assert traces("from " + ".".join(("files", "pythonhosted", "org"))) != []


def test_a_path_of_an_address_is_no_developers_path() -> None:
    assert traces("/".join(("http:", "", "127.0.0.1:8000", "work", "orders"))) == []

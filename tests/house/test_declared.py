"""What a room imports from others is declared for it, and does not merely happen to be installed."""

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.support import ROOMS, ROOT, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {*ROOMS, "tests", *sys.stdlib_module_names}
# Their version is fixed by the package that is declared; they are two halves of one thing.
HALVES = {"pydantic-core": "pydantic", "starlette": "fastapi"}


def declared(*extras: str) -> set[str]:
    wanted = [
        *PROJECT["dependencies"],
        *(each for extra in extras for each in PROJECT["optional-dependencies"][extra]),
    ]
    return {canonicalize_name(Requirement(each).name) for each in wanted}


def imported(source: str) -> Iterator[str]:
    """The full names of the modules that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@cache
def providers() -> Mapping[str, list[str]]:
    """Which distributions bring which top-level package: read once, for it reads every installed file's name."""
    return packages_distributions()


def undeclared(source: str, allowed: set[str]) -> set[str]:
    """The imported modules of which no distribution is among the allowed ones."""
    found = set()
    for module in imported(source):
        top = module.partition(".")[0]
        names = {canonicalize_name(each) for each in providers().get(top, ())}
        if top not in OURS and not {HALVES.get(name, name) for name in names} & allowed:
            found.add(module)
    return found


@pytest.mark.parametrize("folder", [*ROOMS, "tests"])
def test_what_a_room_imports_is_declared(folder: str) -> None:
    allowed = declared("dev") if folder == "tests" else declared()
    missing = {
        str(path.relative_to(ROOT)): names
        for path in python_files(folder)
        if (names := undeclared(path.read_text(encoding="utf-8"), allowed))
    }
    assert missing == {}


def test_an_import_of_a_development_package_in_a_room_is_seen() -> None:
    assert undeclared("import pytest\nimport httpx\nfrom yaml import safe_load\n", declared()) == {
        "pytest",
        "yaml",
    }


def test_an_import_of_what_is_not_installed_is_seen() -> None:
    assert undeclared("import flask.views\n", declared("dev")) == {"flask.views"}

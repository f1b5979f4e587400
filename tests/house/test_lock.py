"""The lock holds every package with its hashes, and no address."""

import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.support import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [
    *PROJECT["dependencies"],
    *(each for group in PROJECT["optional-dependencies"].values() for each in group),
]
PYTHONS = ("3.11", "3.12", "3.13")


def locked(text: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of a lock with its hashes; a line that is neither ends the reading with an error."""
    entries = []
    for entry in re.sub(r"\\\n", " ", text).splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        first, *hashes = re.split(r"\s+--hash=", entry.strip())
        entries.append((Requirement(first), hashes))
    return entries


def on_linux(marker: Marker | None, python: str) -> bool:
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return marker is None or marker.evaluate(environment)


def test_the_lock_holds_no_address_and_no_option() -> None:
    for forbidden in ("://", "file:", " @ ", "--index", "--extra", "--find-links", "--trusted-host"):
        assert forbidden not in LOCK, forbidden


def test_every_locked_package_has_one_version_and_its_hashes() -> None:
    entries = locked(LOCK)
    assert len(entries) > 100
    for requirement, hashes in entries:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("wanted", sorted(WANTED))
def test_a_dependency_of_the_project_is_locked_once_within_its_bounds(wanted: str, python: str) -> None:
    requirement = Requirement(wanted)
    versions = [
        next(iter(found.specifier)).version
        for found, _ in locked(LOCK)
        if canonicalize_name(found.name) == canonicalize_name(requirement.name)
        and on_linux(found.marker, python)
    ]
    assert len(versions) == 1
    assert requirement.specifier.contains(versions[0])


def test_every_dependency_has_a_lower_bound() -> None:
    open_ended = [
        wanted
        for wanted in WANTED
        if not any(each.operator in {">=", "=="} for each in Requirement(wanted).specifier)
    ]
    assert open_ended == []

"""What docs/guarantees.md names is there: every file, every command, and a test behind every promise."""

import re

import pytest

from tests.house.support import ROOT

PAGE = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:adapters|hub|inbound|models|sandbox|tests)/[\w/]+\.py)`")
MODULE = re.compile(r"`python -m ([\w.]+) ")
TARGET = re.compile(r"`make ([\w-]+)`")


def promises(page: str) -> list[list[str]]:
    """The cells of every row of the tables of promises, without their headings."""
    section = page.partition("## The promises")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if row[0] != "promise" and not row[0].startswith("---")]


def test_every_file_that_is_named_is_there() -> None:
    found = NAMED.findall(PAGE)
    assert len(found) > 40
    assert [path for path in found if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("promise", promises(PAGE), ids=lambda row: row[0][:60])
def test_every_promise_names_what_it_rests_on_and_a_test_that_shows_it(promise: list[str]) -> None:
    *_, rests_on, shown_by = promise
    assert NAMED.search(rests_on)
    tests = NAMED.findall(shown_by)
    assert tests
    assert all(path.rpartition("/")[2].startswith("test_") for path in tests)


def test_every_command_that_is_named_can_be_run() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets, modules = set(TARGET.findall(PAGE)), MODULE.findall(PAGE)
    assert targets == {"test", "test-long"}
    assert all(f"\n{target}:" in makefile for target in targets)
    assert modules
    assert all((ROOT / module.replace(".", "/")).with_suffix(".py").is_file() for module in modules)

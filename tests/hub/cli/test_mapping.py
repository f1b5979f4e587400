"""`liandong mapping`: which codes wait for a place, and whether the files are right."""

from pathlib import Path
from typing import Any

import pytest

from hub.casework.intake import City
from hub.cli.session import settings_of
from hub.pulling import receive
from hub.store import cases
from hub.store.cases import NewCase
from hub.store.engine import Store
from tests.hub.cli.support import Run, words
from tests.hub.fakes import company, update

COMPANIES = """
[[companies]]
id = "water-a"
name = "甲区供水有限公司"
kind = "water"
districts = ["511702"]
adapter = "gateway"
settings = { base_url = "https://water.example/uga/v1", token = { env = "T" }, webhook_secrets = [{ env = "W" }] }

[[companies]]
id = "power-b"
name = "乙县供电公司"
kind = "power"
districts = ["511702"]
adapter = "power"
"""


@pytest.fixture
def city(made: Path) -> Path:
    """A home with two companies."""
    with (made / "liandong.toml").open("a", encoding="utf-8") as file:
        file.write(COMPANIES)
    assert len(settings_of(made).companies) == 2
    (made / "mappings").mkdir()
    return made


def hold(store: Store) -> None:
    """An event that nobody has mapped, and one behind it."""
    with store.begin() as tx:
        cases.open(tx, NewCase("c", "FA-511702-2026-0007", "water-a", "water", 1))
        told = (
            update(None, 1, status_code="X9", status_text="踏勘完成"),
            update(3, 2),
        )
        receive(tx, "water-a", told, City(companies=(company(),), mirrors=()))


def test_no_code_waits_in_a_new_home(run_spoken: Run, city: Path) -> None:
    assert run_spoken("mapping", "list").exit_code == 0
    assert run_spoken.read("mapping", "list") == {"unmapped": []}


def test_a_code_is_listed_with_its_words_and_what_it_holds_back(
    run_spoken: Run, city: Path, made_store: Store
) -> None:
    hold(made_store)
    (told,) = run_spoken.read("mapping", "list", code=1)["unmapped"]
    assert (told["company"], told["code"], told["count"], told["text"]) == ("water-a", "X9", 2, "踏勘完成")
    shown = run_spoken("mapping", "list", "water-a")
    assert shown.exit_code == 1
    assert "X9" in words(shown)
    assert "mappings/" in words(shown)


def test_a_company_that_the_configuration_does_not_have_is_named(run_spoken: Run, city: Path) -> None:
    refused = run_spoken("mapping", "list", "gas-z")
    assert refused.exit_code == 2
    assert "gas-z" in refused.output
    assert "power-b" in refused.output


def check(run: Run, code: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run.read("mapping", "check", code=code)["mappings"]
    return found


def test_files_are_checked_entry_by_entry(run_spoken: Run, city: Path) -> None:
    (city / "mappings" / "water-a.toml").write_text("[status]\nA = 16\n", encoding="utf-8")
    (city / "mappings" / "nobody.toml").write_text("", encoding="utf-8")
    water, power, stranger = check(run_spoken, 1)
    assert (water["ok"], power["ok"], stranger["ok"]) == (False, True, False)
    assert [(fault["field"], fault["allowed"][-1]) for fault in water["faults"]] == [("status.A", "ignored")]
    assert "16" in power["sentence"]  # the codes that come with the adapter
    assert "nobody.toml" in stranger["sentence"]
    assert run_spoken("mapping", "check", "power-b").exit_code == 0


def test_the_doctor_tells_of_a_broken_file_and_of_one_that_is_nobody_s(run: Run, city: Path) -> None:
    (city / "mappings" / "water-a.toml").write_text("[status", encoding="utf-8")
    (city / "mappings" / "nobody.toml").write_text("", encoding="utf-8")
    said = words(run("doctor"))
    assert "mappings/water-a.toml" in said
    assert "mappings/nobody.toml" in said

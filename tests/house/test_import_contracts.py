"""The rooms' import contracts hold, and each of them is seen to fail when it is broken."""

import tomllib
from pathlib import Path

import pytest

from tests.house.support import ROOT, copy_rooms, run_tool

# For each contract: the room to plant in, and an import that this contract alone forbids.
PLANTS = {
    "models": ("models", "import adapters"),
    "models-pure": ("models", "import sqlalchemy"),
    "adapters": ("adapters", "import hub.store"),
    "counterparts": ("adapters/gas", "import adapters.water"),
    "hub": ("hub", "import flows"),
    "flows": ("flows", "import adapters"),
    "inbound": ("inbound", "import flows"),
    "desk": ("desk", "import flows"),
    "sandbox": ("sandbox", "import models"),
    "prefect": ("hub", "import prefect"),
    "httpx": ("inbound", "import httpx"),
    "web": ("hub", "import fastapi"),
}

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_every_contract_has_an_import_that_breaks_it() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(PLANTS)


def test_the_rooms_keep_every_contract(tmp_path: Path) -> None:
    copy_rooms(tmp_path)
    checked = run_tool("lint-imports", "--no-cache", "--no-logo", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in checked.stdout


@pytest.mark.parametrize("contract", sorted(PLANTS))
def test_a_forbidden_import_breaks_its_contract(contract: str, tmp_path: Path) -> None:
    room, statement = PLANTS[contract]
    copy_rooms(tmp_path)
    (tmp_path / room / "planted.py").write_text(f"{statement}\n")
    checked = run_tool("lint-imports", "--no-cache", "--no-logo", "--contract", contract, cwd=tmp_path)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "Contracts: 0 kept, 1 broken." in checked.stdout


@pytest.mark.parametrize("counterpart", ["water", "power", "telecom", "provincial"])
def test_a_protocol_that_knows_a_counterpart_is_refused(counterpart: str, tmp_path: Path) -> None:
    copy_rooms(tmp_path)
    (tmp_path / "adapters/protocols/planted.py").write_text(f"import adapters.{counterpart}\n")
    checked = run_tool("lint-imports", "--no-cache", "--no-logo", "--contract", "counterparts", cwd=tmp_path)
    assert checked.returncode == 1, checked.stdout + checked.stderr


def test_every_counterpart_folder_is_under_contract() -> None:
    folders = {
        folder.name
        for folder in (ROOT / "adapters").iterdir()
        if (folder / "__init__.py").is_file() and folder.name not in {"auth", "http", "kit", "protocols"}
    }
    layers = next(each["layers"] for each in CONTRACTS if each["id"] == "counterparts")
    assert folders == set(layers[0].split(" | "))

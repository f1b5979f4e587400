"""`liandong adapter new` writes what is well-formed, says what is left, and touches nothing it must not."""

import re
import tomllib
from pathlib import Path

import pytest

from hub.language import Language, has_term
from hub.notready import NotReady
from hub.scaffold import new, quality
from hub.scaffold.checkout import checkout
from models.mapping import CodeMapping
from models.stage import UtilityKind
from tests.house.shape import too_long
from tests.house.support import ROOT, run_tool

NAMES = {"heating": None, "zinc": UtilityKind.TELECOM, "a1": UtilityKind.WATER, "cooling_water_of_2a": None}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_keeps_the_rules_of_the_house(name: str, root: Path) -> None:
    written = new.write(name, NAMES[name], root)
    assert {path.relative_to(root).as_posix() for path in written} == {
        target.replace("@name@", name) for target in new.FILES
    }
    sources = [str(path) for path in written if path.suffix == ".py"]
    for command in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        checked = run_tool("ruff", *command, "--config", str(root / "pyproject.toml"), *sources, cwd=root)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@\w+@", text)
        if path.suffix == ".py":
            assert not list(too_long(path.name, text))


def test_the_adapter_is_under_80_lines_and_its_test_about_ten(root: Path) -> None:
    new.write("heating", None, root)
    adapter = (root / "adapters/heating/adapter.py").read_text(encoding="utf-8")
    assert len(adapter.splitlines()) < 80
    test = (root / "tests/adapters/heating/test_heating.py").read_text(encoding="utf-8")
    assert len([line for line in test.splitlines() if line.strip()]) < 10


def test_its_claim_and_its_mapping_can_be_read(root: Path) -> None:
    new.write("heating", None, root)
    claim = quality.read(root / "adapters/heating", "heating")
    assert claim.step == "bronze"
    assert claim.kit is not None
    assert (root / claim.kit).is_file()
    mapping = tomllib.loads((root / "adapters/heating/status.toml").read_text(encoding="utf-8"))
    assert CodeMapping.model_validate(mapping).status


def test_it_takes_its_place_in_the_import_contract(root: Path) -> None:
    before = (root / "pyproject.toml").read_text(encoding="utf-8")
    new.write("heating", None, root)
    after = (root / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(after)["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "counterparts")
    assert layers[0].split(" | ")[-1] == "heating"
    assert after.replace(" | heating", "") == before


def test_what_is_left_is_named_by_file_and_line_and_has_its_words_in_both_languages(root: Path) -> None:
    left = list(new.left_to_do(new.write("heating", None, root), root))
    assert len(left) >= 3
    for each in left:
        line = (root / each.path).read_text(encoding="utf-8").splitlines()[each.line - 1]
        assert each.words in line
        assert all(has_term(f"adapter-todo-{each.what}", language) for language in Language)


def test_a_kind_that_was_asked_for_is_the_adapters_own(root: Path) -> None:
    new.write("zinc", UtilityKind.GAS, root)
    adapter = (root / "adapters/zinc/adapter.py").read_text(encoding="utf-8")
    assert "kind: ClassVar[UtilityKind | None] = UtilityKind.GAS" in adapter
    assert 'kind = "gas"' in (root / "adapters/zinc/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    ["", "h", "Heating", "2nd", "heat-ing", "供热", "../heating", "heating ", "class", "match", "h" * 21],
)
def test_an_ill_formed_name_is_refused_and_nothing_written(name: str, root: Path) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(NotReady) as refused:
        new.write(name, None, root)
    assert refused.value.message.id == "adapter-name-form"
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("name", ["water", "gateway"])
def test_the_name_of_an_adapter_that_is_there_is_refused(name: str, root: Path) -> None:
    with pytest.raises(NotReady) as refused:
        new.write(name, None, root)
    assert refused.value.message.id == "adapter-name-taken"


@pytest.mark.parametrize("taken", ["adapters/heating", "adapters/heating.py", "tests/adapters/heating"])
def test_a_folder_or_module_that_is_there_is_not_written_into(taken: str, root: Path) -> None:
    (root / taken).mkdir(parents=True)
    with pytest.raises(NotReady) as refused:
        new.write("heating", None, root)
    assert refused.value.message.id == "adapter-name-taken"
    assert not list((root / taken).iterdir())


def test_without_the_contracts_line_nothing_is_written(root: Path) -> None:
    (root / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(NotReady) as refused:
        new.write("heating", None, root)
    assert refused.value.message.id == "adapter-no-contract"
    assert not (root / "adapters/heating").exists()


def test_only_a_checkout_is_written_into(tmp_path: Path) -> None:
    with pytest.raises(NotReady) as refused:
        checkout(tmp_path)
    assert refused.value.message.id == "adapter-no-checkout"
    assert checkout(None) == ROOT

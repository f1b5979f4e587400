"""`liandong adapter` in both languages: what is asked for on standard output, a sentence where it cannot be."""

import asyncio
import shutil
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from adapters import registry
from adapters.kit.recordings import read
from adapters.kit.replaying import replay
from adapters.water.adapter import WaterAdapter
from hub.scaffold import ladder
from hub.scaffold.kit_run import CHECKS, KitRun
from models.messages import Message
from tests.house.support import ROOT
from tests.hub.cli.support import Run, words


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "adapters").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "adapters" / "contract.py", folder / "adapters")
    return folder


def test_new_writes_and_says_file_and_line_of_what_is_left(run_spoken: Run, root: Path) -> None:
    result = run_spoken("adapter", "new", "heating", "--into", str(root))
    assert result.exit_code == 0, result.output
    assert "adapters/heating/adapter.py:52" in result.output
    assert (root / "tests/adapters/heating/test_heating.py").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("water",), "water 这个名称已经有人用了"),
        (("供热",), "供热 不能作适配器的名称"),
        (("heating", "--kind", "steam"), "没有“steam”这个类别"),
    ],
)
def test_new_refuses_in_a_sentence(run: Run, root: Path, arguments: tuple[str, ...], sentence: str) -> None:
    result = run("adapter", "new", *arguments, "--into", str(root))
    assert result.exit_code == 2
    assert words_of(sentence) in words(result)
    assert not (root / "tests").exists()


def words_of(sentence: str) -> str:
    return "".join(sentence.split())


def test_list_names_kind_abilities_and_step(run_spoken: Run) -> None:
    result = run_spoken("adapter", "list")
    assert result.exit_code == 0, result.output
    found = {each["name"]: each for each in run_spoken.read("adapter", "list")["adapters"]}
    assert found["water"] == {
        "name": "water",
        "kind": "water",
        "capabilities": [
            "fetch_document", "fetch_updates", "find_by_key", "find_scheme", "read_callback", "reread",
            "send_document", "submit_application", "withdraw_scheme",
        ],
        "step": "gold",
    }  # fmt: skip
    assert (found["gateway"]["kind"], found["gateway"]["step"]) == ("any", None)
    assert found["province-gateway"]["kind"] == "authority"


def test_a_package_that_cannot_be_loaded_is_told_and_hides_nobody(
    run_spoken: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("steam", "no_such_package.adapter:Steam", registry.ENTRY_POINT_GROUP)
    monkeypatch.setattr(registry, "_shipped", lambda: {"steam": point})
    result = run_spoken("adapter", "list")
    assert result.exit_code == 1
    assert "steam" in result.stderr
    assert "water" in result.stdout


def test_check_shows_each_rule_and_exits_by_the_claim(
    run_spoken: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ladder, "run_kit", lambda *_: KitRun(passed=len(CHECKS)))
    result = run_spoken("adapter", "check", "water")
    assert result.exit_code == 0, result.output
    assert result.output.count("✓") == 11
    assert "○" in result.output
    answer = run_spoken.read("adapter", "check", "water")
    assert (answer["claimed"], answer["reached"], answer["holds"]) == ("gold", "gold", True)
    red = Message(id="rule-open-kit-red", params={"count": 1, "first": "test_a"})
    monkeypatch.setattr(ladder, "run_kit", lambda *_: KitRun(26, 0, 1, red))
    assert run_spoken("adapter", "check", "water").exit_code == 1
    assert not run_spoken.read("adapter", "check", "water", code=1)["holds"]


@pytest.mark.parametrize("name", ["steam", "gateway", "province-gateway"])
def test_what_cannot_be_checked_is_refused_in_a_sentence(run_spoken: Run, name: str) -> None:
    result = run_spoken("adapter", "check", name)
    assert result.exit_code == 2
    assert name in result.output


def test_record_keeps_what_is_read(run_spoken: Run, connected: Path, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "company.json"
    result = run_spoken("adapter", "record", "water", "--company", "water-tc", "--into", str(path))
    assert result.exit_code == 0, result.output
    kept = read(path)
    assert {each.method for step in kept.steps for each in step.exchanges} == {"GET"}
    text = path.read_text(encoding="utf-8")
    assert (connected / "secrets" / "water-tc").read_text().strip() not in text
    asyncio.run(replay(WaterAdapter, kept))


@pytest.mark.parametrize(("name", "company"), [("gateway", "nobody"), ("telecom", "water-tc")])
def test_record_refuses_a_company_that_is_not_the_adapters(
    run_spoken: Run, connected: Path, name: str, company: str
) -> None:
    result = run_spoken("adapter", "record", name, "--company", company)
    assert result.exit_code == 2
    assert company in words(result)

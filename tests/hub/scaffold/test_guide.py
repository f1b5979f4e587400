"""The guide's commands, run literally in a copy of the repository, say what the guide says they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.support import ROOT
from tests.hub.scaffold.clone import Clone, clone

GUIDE = (ROOT / "docs" / "adding-an-adapter.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Typed:
    """A command of the guide, and the lines that it is shown to answer."""

    command: str
    answers: tuple[str, ...]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def typed(block: str) -> list[Typed]:
    commands = []
    for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *answers = each.splitlines()
        commands.append(Typed(command, tuple(answers)))
    return commands


def follow(clone: Clone, commands: Sequence[Typed]) -> None:
    for each in commands:
        done = clone.run(each.command)
        assert done.returncode == 0, f"{each.command}\n{done.stdout}{done.stderr}"
        said = {line.rstrip() for line in done.stdout.splitlines()}
        for answer in each.answers:
            begin = answer.removesuffix("…")
            assert any(line == answer or (begin != answer and line.startswith(begin)) for line in said), (
                f"{each.command} did not say: {answer}\n{done.stdout}"
            )


@pytest.fixture
def fresh(tmp_path: Path) -> Clone:
    return clone(tmp_path)


BEGIN, KIND = (typed(block) for block in blocks("console"))


@pytest.mark.timeout(400)
def test_the_guide_leads_from_nothing_to_green(fresh: Clone) -> None:
    assert [each.command.split()[1:3] for each in BEGIN[:2]] == [["adapter", "new"], ["adapter", "check"]]
    # Types take long on a cold cache; they are followed in the long test.
    follow(fresh, [each for each in BEGIN if "mypy" not in each.command])


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_guide_leads_to_types_that_hold_and_to_a_kind_of_utility_of_ones_own(fresh: Clone) -> None:
    follow(fresh, BEGIN)
    (patch,) = blocks("diff")
    (fresh.root / "heating.patch").write_text(patch, encoding="utf-8")
    follow(fresh, KIND)
    checked = fresh.run(".venv/bin/mypy models adapters hub/scaffold tests/adapters/district_heating")
    assert checked.returncode == 0, checked.stdout


def test_the_guides_patch_for_a_new_kind_still_applies(fresh: Clone) -> None:
    (patch,) = blocks("diff")
    (fresh.root / "heating.patch").write_text(patch, encoding="utf-8")
    applied = fresh.run("git apply heating.patch")
    assert applied.returncode == 0, applied.stderr
    sample = 'from adapters.kit import samples; print(samples.a_scheme().demand("heating").heat_load_kw)'
    assert fresh.run(f".venv/bin/python -c '{sample}'").stdout.strip() == "1900.0"


def test_every_file_that_the_guide_names_is_there() -> None:
    begun = ("adapters/heating/", "tests/adapters/heating/", "tests/adapters/district_heating")
    named = re.findall(r"`((?:adapters|hub|tests|docs)/[\w./-]+)`", GUIDE)
    assert named
    assert [name for name in named if not name.startswith(begun) and not (ROOT / name).exists()] == []

"""The file of rules: which one decides, and what is said of a wrong one."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.clocks.rules import Rules, RulesUnreadable, read, shipped, voltage_of
from hub.language import Language, say, say_fault
from models.demand import GasDemand, PowerDemand, VoltageLevel
from models.stage import Stage, UtilityKind
from models.status import HandlingStatus
from tests.models.builders import GAS, POWER


def written(home: Path, text: str) -> Rules:
    (home / "rules.toml").write_text(text, encoding="utf-8")
    return read(home)


def limit(rules: Rules, stage: str, kind: str, company: str = "x", voltage: Any = None) -> Decimal | None:
    found = rules.find(Stage(stage), company, UtilityKind(kind), voltage)
    return found[1].limit_days if found else None


def test_the_examples_hold_a_limit_for_every_stage_of_every_kind(tmp_path: Path) -> None:
    rules = read(tmp_path)
    assert rules == shipped()
    for kind in UtilityKind:
        for voltage in ("high", "low") if kind is UtilityKind.POWER else (None,):
            assert all(limit(rules, stage, kind, voltage=voltage) for stage in Stage), kind


def test_the_examples_are_those_seen_elsewhere() -> None:
    rules = shipped()
    assert limit(rules, "review", "water") == 5
    assert limit(rules, "application", "gas") == Decimal("5.5")
    assert limit(rules, "application", "power", voltage="low") == Decimal("1.5")


def test_the_first_rule_that_fits_decides_and_the_homes_go_before_the_examples(tmp_path: Path) -> None:
    rules = written(
        tmp_path,
        """
        [[rules]]
        name = "一家"
        companies = ["water-a"]
        stages = ["application"]
        limit_days = 2
        starts = ["received", 3]
        pauses = []
        [[rules]]
        name = "供水"
        kind = "water"
        limit_days = 4
        """,
    )
    assert limit(rules, "application", "water", "water-a") == 2
    assert limit(rules, "application", "water", "water-b") == 4
    assert limit(rules, "hookup", "water", "water-a") == 4
    assert limit(rules, "hookup", "gas") == Decimal("5.5")
    found = rules.find(Stage.APPLICATION, "water-a", UtilityKind.WATER, None)
    assert found is not None
    assert found[1].starts == (HandlingStatus.RECEIVED, HandlingStatus.ACCEPTED)
    assert found[1].pauses == ()


def test_the_examples_can_be_left_out_and_what_has_no_rule_has_no_limit(tmp_path: Path) -> None:
    rules = written(
        tmp_path, 'examples = false\n[[rules]]\nname = "审查"\nstages = ["review"]\nlimit_days = 7\n'
    )
    assert limit(rules, "review", "gas") == 7
    assert limit(rules, "hookup", "gas") is None
    assert rules.office == shipped().office


def test_a_rule_goes_over_the_colours_of_all(tmp_path: Path) -> None:
    rules = written(
        tmp_path,
        """
        [colour]
        yellow_share = 0.8
        yellow_days = 2
        [[rules]]
        name = "审查"
        stages = ["review"]
        limit_days = 7
        yellow_days = 0
        """,
    )
    found = rules.find(Stage.REVIEW, "x", UtilityKind.GAS, None)
    assert found is not None
    assert (found[1].yellow_share, found[1].yellow_days) == (Decimal("0.8"), Decimal(0))


def test_a_voltage_is_high_above_one_kilovolt() -> None:
    def of(level: VoltageLevel) -> Any:
        return voltage_of(PowerDemand.model_validate(POWER | {"voltage_level": level}))

    assert [of(level) for level in VoltageLevel] == ["low", "low", "high", "high", "high"]
    assert voltage_of(GasDemand.model_validate(GAS)) is None
    assert voltage_of(None) is None


WRONG = [
    ('[[rules]]\nname = "x"\nlimit_days = 0\n', "rules.0.limit_days"),
    ('[[rules]]\nname = "x"\n', "rules.0.limit_days"),
    ('[[rules]]\nname = "x"\nlimit_days = 3\nstages = ["survey"]\n', "rules.0.stages.0"),
    ('[[rules]]\nname = "x"\nlimit_days = 3\nstarts = ["begun"]\n', "rules.0.starts.0"),
    ('[[rules]]\nname = "x"\nlimit_days = 3\nlimit = 3\n', "rules.0.limit"),
    ('[office]\nhours = ["9-12"]\n', "office.hours.0"),
    ('[office]\nhours = ["12:00-09:00"]\n', "office.hours.0"),
    ('[office]\nhours = ["14:00-18:00", "09:00-12:00"]\n', "office.hours"),
    ("[colour]\nyellow_share = 90\n", "colour.yellow_share"),
]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("text", "field"), WRONG)
def test_a_wrong_entry_is_named_in_a_sentence(
    text: str, field: str, language: Language, tmp_path: Path
) -> None:
    with pytest.raises(RulesUnreadable) as refused:
        written(tmp_path, text)
    (fault,) = refused.value.faults
    assert fault.field == field
    assert "«" not in say_fault(fault, language) + say(refused.value.message, language)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"[[rules", "rules-file-not-toml"), ("名".encode("gbk"), "rules-file-not-utf8")],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes(content)
    with pytest.raises(RulesUnreadable) as refused:
        read(tmp_path)
    assert refused.value.message.id == message


def test_a_folder_in_the_place_of_the_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").mkdir()
    with pytest.raises(RulesUnreadable) as refused:
        read(tmp_path)
    assert refused.value.message.id == "rules-file-shut"

"""The ladder is computed: a claim that does not hold is told, and an exemption has its reason."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters import registry
from adapters.contract import UtilityAdapter
from adapters.protocols.gateway.adapter import GatewayAdapter
from adapters.water.adapter import WaterAdapter
from hub.notready import NotReady
from hub.scaffold import kit_run, ladder, quality, rules
from hub.scaffold.kit_run import CHECKS, KitRun
from hub.scaffold.quality import Quality, Rule
from models.messages import Message
from tests.house.support import ROOT

GREEN = KitRun(passed=len(CHECKS))
CLAIMING = [
    name
    for name in registry.names()
    if issubclass(registry.find(name), UtilityAdapter) and ladder.claimed(name) is not None
]


def stub_kit(monkeypatch: pytest.MonkeyPatch, outcome: KitRun = GREEN) -> None:
    """The kits themselves are run where the adapters are tested."""
    none = KitRun(trouble=Message(id="rule-open-kit-none"))
    monkeypatch.setattr(ladder, "run_kit", lambda _, __, claim: outcome if claim.kit else none)


@pytest.fixture
def claim(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets water claim something else."""
    own = quality.read(ROOT / "adapters/water", "water")

    def other(**changes: object) -> None:
        changed = Quality.model_validate({**own.model_dump(), **changes})
        monkeypatch.setattr(quality, "read", lambda *_: changed)

    return other


def states(stands: ladder.Ladder) -> dict[Rule, str]:
    return {each.rule: each.state for each in stands.verdicts}


def test_every_counterparts_folder_for_utilities_claims_a_step() -> None:
    assert {"water", "power", "gas", "telecom", "manual"} <= set(CLAIMING)


@pytest.mark.parametrize("name", CLAIMING)
def test_what_an_adapter_claims_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stub_kit(monkeypatch)
    stands = ladder.climb(name)
    assert stands.holds, [each for each in stands.verdicts if each.state == "open"]


@pytest.mark.parametrize("name", CLAIMING)
def test_the_test_file_that_a_claim_names_runs_the_kit_on_that_adapter(name: str) -> None:
    adapter = registry.find(name)
    claim = quality.read(ROOT / "adapters" / name, name)
    if claim.kit is None:
        assert claim.exempt["kit"]
        return
    kit = claim.kit
    assert kit_run._about(ROOT / kit, adapter)  # type: ignore[arg-type]
    assert "AdapterContract" in (ROOT / kit).read_text(encoding="utf-8")


def test_a_red_kit_is_no_bronze(monkeypatch: pytest.MonkeyPatch) -> None:
    red = Message(id="rule-open-kit-red", params={"count": 1, "first": "test_a"})
    stub_kit(monkeypatch, KitRun(26, 0, 1, red))
    stands = ladder.climb("water")
    assert (stands.reached, stands.holds) == ("none", False)
    assert states(stands)["kit"] == "open"


def test_a_step_with_an_open_rule_below_is_not_reached(
    monkeypatch: pytest.MonkeyPatch, claim: Callable[..., None]
) -> None:
    stub_kit(monkeypatch)
    claim(exempt={})
    stands = ladder.climb("water")
    assert states(stands)["status-map"] == "open"
    assert (stands.claimed, stands.reached, stands.holds) == ("gold", "bronze", False)


def test_a_claim_below_what_is_reached_holds(
    monkeypatch: pytest.MonkeyPatch, claim: Callable[..., None]
) -> None:
    stub_kit(monkeypatch)
    claim(step="bronze")
    stands = ladder.climb("water")
    assert (stands.reached, stands.holds) == ("gold", True)


def test_an_exemption_that_nothing_needs_is_told(
    monkeypatch: pytest.MonkeyPatch, claim: Callable[..., None]
) -> None:
    stub_kit(monkeypatch)
    claim(exempt={"withdrawal": "they take withdrawals by telephone"})
    assert states(ladder.climb("water"))["withdrawal"] == "open"


@pytest.mark.parametrize(
    "changes",
    [{"wire": "docs/wires/none.md"}, {"oracle": {"who": "somebody else", "test": "tests/none.py"}}],
    ids=["wire", "oracle"],
)
def test_evidence_that_is_not_there_is_no_gold(
    changes: dict[str, object], monkeypatch: pytest.MonkeyPatch, claim: Callable[..., None]
) -> None:
    stub_kit(monkeypatch)
    claim(**changes)
    assert ladder.climb("water").reached == "silver"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('step = "platinum"\nkit = "tests/a.py"\n', "step"),
        ('step = "gold"\n', "-"),
        ('step = "gold"\nkit = "/etc/passwd"\n', "kit"),
        ('step = "gold"\nkit = "tests/a.py"\n[exempt]\nsize = "no"\n', "exempt.size"),
        ('step = "gold"\nkit = "tests/a.py"\n[exempt]\nspeed = "it is not measured here"\n', "exempt.speed"),
        ('step = "gold"\nkit = "tests/a.py"\n[exempt]\nfinished = "we are in a hurry"\n', "-"),
    ],
)
def test_a_claim_that_is_none_names_the_field(text: str, field: str, tmp_path: Path) -> None:
    (tmp_path / "quality.toml").write_text(text)
    with pytest.raises(NotReady) as refused:
        quality.read(tmp_path, "heating")
    assert [fault.field for fault in refused.value.faults] == [field]


def test_an_adapter_without_a_claim_or_for_authorities_cannot_be_checked() -> None:
    assert ladder.claimed("gateway") is None
    for name, why in (
        ("gateway", "adapter-no-quality"),
        ("province-gateway", "adapter-check-utilities-only"),
    ):
        with pytest.raises(NotReady) as refused:
            ladder.climb(name)
        assert refused.value.message.id == why


class Mute(WaterAdapter):
    """Says and takes nothing beside the submission."""

    idempotent = False
    find_by_key = UtilityAdapter.find_by_key
    withdraw_scheme = UtilityAdapter.withdraw_scheme
    fetch_updates = UtilityAdapter.fetch_updates
    read_callback = UtilityAdapter.read_callback


@pytest.mark.parametrize("rule", ["lookup", "withdrawal", "events"])
def test_a_missing_verb_leaves_its_rule_open(rule: Rule) -> None:
    claim = quality.read(ROOT / "adapters/water", "water")
    assert rules.COMPUTED[rule](rules.Ground(WaterAdapter, ROOT, claim, GREEN)) is None
    found = rules.COMPUTED[rule](rules.Ground(Mute, ROOT, claim, GREEN))
    assert found is not None
    assert found.id == f"rule-open-{rule}"


def test_recordings_that_the_adapter_reads_otherwise_leave_their_rule_open(tmp_path: Path) -> None:
    kept = ROOT / "tests/adapters/power/recordings"
    shutil.copytree(kept, tmp_path / "tests/adapters/water/recordings")
    claim = quality.read(ROOT / "adapters/water", "water")
    ground = rules.Ground(WaterAdapter, tmp_path, claim, GREEN)
    found = asyncio.run(rules.recordings(ground))
    assert found is not None
    assert found.id == "rule-open-recordings-differ"


def junit(**outcomes: str) -> dict[str, str]:
    return dict.fromkeys(CHECKS, "passed") | outcomes


@pytest.mark.parametrize(
    ("outcomes", "trouble"),
    [
        (junit(), None),
        (junit(test_a_login_page_is_no_answer="skipped"), None),
        (junit(test_a_login_page_is_no_answer="failure"), "rule-open-kit-red"),
        (dict.fromkeys(CHECKS, "skipped"), "rule-open-kit-not-inherited"),
        ({"test_something_else": "passed"}, "rule-open-kit-not-inherited"),
        ({}, "rule-open-kit-not-inherited"),
    ],
    ids=["green", "a skip", "red", "all skipped", "no kit", "nothing"],
)
def test_a_kit_is_green_when_all_of_it_ran_and_none_failed(
    outcomes: dict[str, str], trouble: str | None
) -> None:
    run = kit_run._judged(outcomes, "tests/a.py")
    assert (run.trouble.id if run.trouble else None) == trouble


def test_without_pytest_or_for_another_adapters_test_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = quality.read(ROOT / "adapters/water", "water")
    other = kit_run.run_kit(GatewayAdapter, ROOT, claim).trouble
    assert other is not None
    assert other.id == "rule-open-kit-missing"
    monkeypatch.setattr(kit_run, "find_spec", lambda _: None)
    without = kit_run.run_kit(WaterAdapter, ROOT, claim).trouble
    assert without is not None
    assert without.id == "rule-open-kit-no-pytest"

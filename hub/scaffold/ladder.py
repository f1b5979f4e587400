"""The quality ladder of one adapter: bronze, silver, gold, each rule done, open, or exempt for a reason."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from adapters import registry
from adapters.contract import UtilityAdapter
from hub.notready import NotReady
from hub.scaffold import quality
from hub.scaffold.checkout import folder_of, root_of
from hub.scaffold.kit_run import KitRun, run_kit
from hub.scaffold.quality import RULES, STEPS, Quality, Rule, Step
from hub.scaffold.rules import COMPUTED, Finding, Ground, recordings
from models.messages import Message

State = Literal["done", "open", "exempt"]
HELD: Final[frozenset[State]] = frozenset({"done", "exempt"})


@dataclass(frozen=True)
class Verdict:
    """One rule: how it stands, and why where it is not simply done."""

    step: Step
    rule: Rule
    state: State
    why: Message | None = None
    """What is still to do."""
    reason: str = ""
    """Why it does not apply, in the author's words."""


@dataclass(frozen=True)
class Ladder:
    """How an adapter stands."""

    name: str
    claimed: Step
    kit: KitRun
    verdicts: tuple[Verdict, ...]

    @property
    def reached(self) -> Step:
        """The highest step whose rules, and those below it, all hold."""
        return _reached(self.verdicts)

    @property
    def holds(self) -> bool:
        """Whether the claim is true."""
        order: Sequence[Step] = ("none", *STEPS)
        return order.index(self.reached) >= order.index(self.claimed)


def climb(name: str) -> Ladder:
    """Run the kit and every rule for the adapter `name`.

    Raises `AdapterSetupError` for an unknown name, `NotReady` for an adapter of which nothing can be checked.
    """
    adapter = registry.find(name)
    if not issubclass(adapter, UtilityAdapter):
        raise NotReady(Message(id="adapter-check-utilities-only", params={"name": name}))
    claim = quality.read(folder_of(adapter), name)
    root = root_of(adapter)
    if root is None:
        raise NotReady(Message(id="adapter-check-no-source", params={"name": name}))
    ground = Ground(adapter, root, claim, run_kit(adapter, root, claim))
    return Ladder(name, claim.step, ground.kit, asyncio.run(_verdicts(ground)))


def claimed(name: str) -> Step | None:
    """The step that an adapter claims; `None` where it claims nothing that can be read."""
    try:
        return quality.read(folder_of(registry.find(name)), name).step
    except (NotReady, registry.AdapterSetupError):
        return None


async def _verdicts(ground: Ground) -> tuple[Verdict, ...]:
    found: dict[Rule, Finding] = {rule: compute(ground) for rule, compute in COMPUTED.items()}
    found["recordings"] = await recordings(ground)
    return tuple(_verdict(step, rule, found[rule], ground.claim) for step in STEPS for rule in RULES[step])


def _verdict(step: Step, rule: Rule, finding: Finding, claim: Quality) -> Verdict:
    reason = claim.exempt.get(rule)
    if reason is None:
        return Verdict(step, rule, "open" if finding else "done", why=finding)
    if finding is None:
        # An exemption that nothing needs any more would hide the day on which the rule breaks.
        return Verdict(step, rule, "open", why=Message(id="rule-open-needlessly-exempt"), reason=reason)
    return Verdict(step, rule, "exempt", reason=reason)


def _reached(verdicts: Sequence[Verdict]) -> Step:
    reached: Step = "none"
    for step in STEPS:
        if not all(each.state in HELD for each in verdicts if each.step == step):
            break
        reached = step
    return reached

"""How the ladder of an adapter is shown."""

from typing import Any, Final

from hub.cli import screen
from hub.cli.text import sentence, text
from hub.scaffold.ladder import Ladder, State, Verdict

_MARKS: Final[dict[State, str]] = {"done": "✓", "open": "✗", "exempt": "○"}


def show_ladder(ladder: Ladder) -> None:
    """One line per rule, then where the adapter stands."""
    kit = ladder.kit
    screen.say_out(text("ladder-kit", passed=kit.passed, skipped=kit.skipped, failed=kit.failed))
    step = None
    for verdict in ladder.verdicts:
        if verdict.step != step:
            step = verdict.step
            screen.say_out(text(f"step-{step}"))
        screen.say_out(f"  {_MARKS[verdict.state]} {text(f'rule-{verdict.rule}')}{_remark(verdict)}")
    params = {"name": ladder.name, "claimed": ladder.claimed, "reached": ladder.reached}
    words = {name: text(f"step-{value}") if name != "name" else value for name, value in params.items()}
    screen.say_out(text("ladder-holds" if ladder.holds else "ladder-does-not-hold", **words))


def _remark(verdict: Verdict) -> str:
    if verdict.state == "exempt":
        return text("ladder-exempt", reason=verdict.reason)
    return text("ladder-open", why=sentence(verdict.why)) if verdict.why else ""


def ladder_dict(ladder: Ladder) -> dict[str, Any]:
    """The same for programs."""
    kit = ladder.kit
    return {
        "adapter": ladder.name,
        "claimed": ladder.claimed,
        "reached": ladder.reached,
        "holds": ladder.holds,
        "kit": {"passed": kit.passed, "skipped": kit.skipped, "failed": kit.failed},
        "rules": [
            {
                "step": each.step,
                "rule": each.rule,
                "state": each.state,
                "why": sentence(each.why) if each.why else None,
                "reason": each.reason or None,
            }
            for each in ladder.verdicts
        ],
    }

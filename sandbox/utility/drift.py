"""Drift: what goes wrong with a utility's records behind its own back, by rates and a seed."""

from dataclasses import dataclass
from random import Random
from typing import Literal

Mishap = Literal["hide", "change", "duplicate", "delay"]


@dataclass(frozen=True)
class Rates:
    """Of a hundred events, how many (0 to 1) meet which mishap; `days`: how much later a change or a delay shows.

    `hide`: the feed passes the event over, though the company holds it. `change`: it is told, and then reads otherwise.
    `duplicate`: it is recorded, and told, a second time under another id. `delay`: it is recorded and told days later.
    """

    seed: int = 0
    hide: float = 0.0
    change: float = 0.0
    duplicate: float = 0.0
    delay: float = 0.0
    days: int = 3


class Luck:
    """Draws a mishap for each event."""

    def __init__(self, rates: Rates, counterpart: str) -> None:
        self.rates = rates
        self._rng = Random(f"{rates.seed}/{counterpart}")

    def draw(self) -> Mishap | None:
        """The mishap of the next event; mostly none."""
        roll = self._rng.random()
        mishaps: tuple[Mishap, ...] = ("hide", "change", "duplicate", "delay")
        for mishap in mishaps:
            roll -= float(getattr(self.rates, mishap))
            if roll < 0:
                return mishap
        return None

    def changed(self, event: dict[str, object]) -> dict[str, object]:
        """What of the event reads otherwise."""
        if self._rng.random() < 0.5:
            return {"status_text": f"{event['status_text']}（更正）"}
        handler = event["handler"]
        department = handler["department"] if isinstance(handler, dict) else ""
        return {"handler": {"name": "李更正", "department": department}}

"""The record of every effect at the stand-ins, against which the hub's claims are checked."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.clock import Clock

COUNTS = ("requests", "replays", "refusals", "faults")


@dataclass(frozen=True)
class Entry:
    """One effect. The same business key a second time is an effect twice."""

    seq: int
    at: str
    counterpart: str
    effect: str
    business_key: str
    facts: dict[str, Any]


class Ledger:
    """Append-only; holds no personal data."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: list[Entry] = []
        self._effects: Counter[tuple[str, str, str]] = Counter()
        self._counts: dict[str, dict[str, Counter[str]]] = {name: defaultdict(Counter) for name in COUNTS}

    def record(self, counterpart: str, effect: str, business_key: str, **facts: Any) -> None:
        """An effect has taken place."""
        at = self._clock.now.isoformat()
        self.entries.append(Entry(len(self.entries) + 1, at, counterpart, effect, business_key, facts))
        self._effects[counterpart, effect, business_key] += 1

    def undo(self, counterpart: str, effect: str, business_key: str) -> None:
        """The counterpart took the effect back by rule (a retired row): it may rightly take place again."""
        self._effects[counterpart, effect, business_key] -= 1

    def count(self, what: str, counterpart: str, name: str) -> None:
        """One more of `requests`, `replays`, `refusals` or `faults`."""
        self._counts[what][counterpart][name] += 1

    def number(self, counterpart: str, effect: str) -> int:
        """How many effects of this name stand at the counterpart."""
        return sum(n for (who, what, _), n in self._effects.items() if who == counterpart and what == effect)

    def report(self, counterpart: str | None = None) -> dict[str, Any]:
        """All of it, or one counterpart's part, as JSON.

        `twice` lists the business keys whose effect stands more than once.
        """

        def wanted(who: str) -> bool:
            return counterpart is None or who == counterpart

        twice = [
            {"counterpart": who, "effect": what, "business_key": key, "times": times}
            for (who, what, key), times in self._effects.items()
            if times > 1 and wanted(who)
        ]
        counts = {
            name: {who: dict(sorted(counter.items())) for who, counter in by.items() if wanted(who)}
            for name, by in self._counts.items()
        }
        entries = [asdict(entry) for entry in self.entries if wanted(entry.counterpart)]
        return {"entries": entries, "twice": twice, **counts}

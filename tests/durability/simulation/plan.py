"""What a seed stands for: the size of the town, the wires of its counterparts, and how bad the times are."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any, Final, Literal

from models.scheme import Scheme, SchemeChange, Withdrawal
from tests.durability.simulation.clockwork import START
from tests.durability.simulation.processes import NEVER
from tests.models.builders import GAS, WATER, project_body, scheme_body

Wire = Literal["keyed", "asked", "silent"]
Channel = Literal["feed", "callbacks", "both"]

COMPANIES: Final = ("water", "gas")
DISTRICT: Final = "511702"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about a town that chance decides before it begins to live."""

    seed: int
    chance: random.Random = field(init=False, repr=False)
    workers: int = field(init=False)
    rough_times: bool = field(init=False)
    """Processes freeze past their leases, clocks are set, effects come late: borne where keys are known again."""
    share: float = field(init=False)
    """Of all calls, how many meet a fault."""
    lifetime: int = field(init=False)
    """Moments that a process lives, on average."""
    hours: float = field(init=False)
    """How long the bad times last."""
    wires: dict[str, Wire] = field(init=False)
    channels: dict[str, Channel] = field(init=False)
    mirror_knows_keys: bool = field(init=False)
    concurrency: int = field(init=False)
    lease: timedelta = field(init=False)
    poison: bool = field(init=False)
    """The first scheme kills whoever sends it."""
    changes: list[tuple[float, SchemeChange]] = field(init=False)
    """When the joint review decides what, in seconds from the beginning."""

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        draw = chance.choice
        rough = chance.random() < 0.6
        wires: Sequence[Wire] = ("keyed",) if rough else ("keyed", "asked", "asked", "silent")
        channels: Sequence[Channel] = ("feed", "callbacks", "both", "both")
        hours = draw((0.5, 2.0, 8.0))
        values = {
            "chance": chance,
            "workers": draw((1, 2, 2, 3)),
            "rough_times": rough,
            "share": draw((0.0, 0.1, 0.25, 0.5)),
            "lifetime": draw((NEVER, 400, 120, 40)),
            "hours": hours,
            "wires": {company: draw(wires) for company in COMPANIES},
            "channels": {company: draw(channels) for company in COMPANIES},
            "mirror_knows_keys": rough or chance.random() < 0.5,
            "concurrency": draw((1, 2, 8)),
            "lease": timedelta(seconds=draw((10, 45))),
            "poison": chance.random() < 0.04,
            "changes": sorted(_changes(chance, hours * 3600), key=lambda each: each[0]),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def told(self) -> str:
        """The plan in words, a line each."""
        names = [each.name for each in fields(self) if each.name not in {"chance", "changes"}]
        lines = [f"{name}: {getattr(self, name)}" for name in names]
        for at, change in self.changes:
            what = f"v{change.version}" if isinstance(change, Scheme) else "withdrawn"
            lines.append(f"  {at / 3600:6.2f} h  {change.scheme_id} {what}")
        return "\n".join(lines)

    @property
    def pause(self) -> float:
        """Seconds between two rounds of a worker, so that all of them together have about six in the bad times."""
        return self.hours * 3600 * self.workers / (30 if self.poison else 3)

    def moments(self) -> int:
        """How long the next process lives."""
        if self.lifetime == NEVER:
            return NEVER
        return 1 + int(self.chance.expovariate(1 / self.lifetime))

    def stream(self, name: str) -> random.Random:
        """Chance of its own for one actor, so that what one does leaves the others' luck alone."""
        return random.Random(f"{self.seed}:{name}")


def _changes(chance: random.Random, until: float) -> list[tuple[float, SchemeChange]]:
    changes: list[tuple[float, SchemeChange]] = []
    for number in range(1, chance.choice((1, 1, 1, 2, 2)) + 1):
        at = chance.random() * until * 0.3
        versions = chance.choice((1, 1, 1, 2, 3))
        both = chance.random() < 0.45
        demands = [WATER, GAS] if both else [chance.choice((WATER, GAS))]
        documents = chance.random() < 0.4
        for version in range(1, versions + 1):
            renamed = version if chance.random() < 0.3 else 1
            changes.append((at, scheme(number, version, demands, documents=documents, renamed=renamed)))
            at += chance.choice((1.0, 60.0, until / 3))
        if chance.random() < 0.2:
            scheme_id = changes[-1][1].scheme_id
            moment = START + timedelta(seconds=at)
            changes.append((at, Withdrawal(scheme_id=scheme_id, withdrawn_at=moment)))
    return changes


def scheme(
    number: int, version: int, demands: list[dict[str, Any]], *, documents: bool = False, renamed: int = 1
) -> Scheme:
    """A version of a scheme, with one document or none, of a project that may have been renamed."""
    ref = {
        "sha256": f"{number:064x}",
        "name": "总平面图.pdf",
        "media_type": "application/pdf",
        "size_bytes": 48213,
    }
    code = f"51170220260302{number:04d}"
    return Scheme.model_validate(
        scheme_body(
            scheme_id=f"FA-511702-2026-{number:04d}",
            version=version,
            demands=demands,
            documents=[ref] if documents else [],
            project=project_body(engineering_code=code, name=f"朝阳片区第 {renamed} 稿"),
        )
    )

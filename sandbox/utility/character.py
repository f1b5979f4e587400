"""A utility's character: its people, its pace, its strictness, its words; all from the seed."""

from dataclasses import dataclass
from random import Random

from sandbox import names
from sandbox.config import Counterpart, Kind
from sandbox.utility.cases import Stage

_PIPES = (20, 25, 32, 40, 50, 65, 80, 100, 150, 200, 250, 300, 400, 500, 600)
_DEPARTMENTS: dict[Stage, str] = {
    "review": "规划设计部",
    "application": "客户服务中心",
    "hookup": "工程管理部",
    "acceptance": "竣工验收组",
}
_STAGE_WORDS: dict[Stage, str] = {
    "review": "审查",
    "application": "报装",
    "hookup": "接入",
    "acceptance": "验收",
}
_CONNECTED: dict[Kind, str] = {"water": "已通水", "power": "已送电", "gas": "已通气", "telecom": "已开通"}
_SERVICES: dict[Kind, str] = {"water": "供水", "power": "供电", "gas": "供气", "telecom": "通信"}
_STATUS_WORDS = {
    1: "窗口已收件",
    3: "已受理",
    6: "通知补正",
    7: "补正完成",
    8: "办理中",
    11: "办结，通过",
    12: "办结，容缺通过",
    13: "办结，不通过",
    14: "已撤回",
}
_OPINIONS = {11: "agree", 12: "agree_with_conditions", 13: "disagree"}
_OPINION_WORDS = {
    "agree": "同意{service}方案。",
    "agree_with_conditions": "原则同意{service}方案，接入点位置须在施工图阶段复核。",
    "disagree": "现状{service}能力不足，不同意按此方案接入，请调整后重新报审。",
}


@dataclass(frozen=True)
class Step:
    """The next thing a utility does with a case, so many working minutes after the one before."""

    stage: Stage
    status: int
    minutes: int
    opinion: str | None = None
    issues: bool = False


class Character:
    """How this company works."""

    def __init__(self, counterpart: Counterpart, seed: int) -> None:
        assert counterpart.kind is not None  # noqa: S101 - a utility's configuration has one
        self.kind: Kind = counterpart.kind
        self.prefix = counterpart.id.upper().replace("-", "")
        self.pipes = list(_PIPES)
        self._seed = f"{seed}/{counterpart.id}"
        rng = Random(self._seed)
        self._pace = rng.uniform(0.7, 1.3)
        self._correcting, self._disagreeing = rng.uniform(0.1, 0.3), rng.uniform(0.02, 0.06)
        self._conditioning = rng.uniform(0.05, 0.2)
        self._people = {stage: names.person(rng) for stage in _DEPARTMENTS}

    def handler(self, stage: Stage) -> dict[str, str]:
        """Who handles this stage."""
        return {"name": self._people[stage], "department": _DEPARTMENTS[stage]}

    def words(self, stage: Stage, status: int) -> str:
        """The company's own text for a status."""
        if stage == "hookup" and status == 11:
            return _CONNECTED[self.kind]
        return f"{_STAGE_WORDS[stage]}{_STATUS_WORDS[status]}"

    def opinion_words(self, opinion: str) -> str:
        """The text of a review opinion."""
        return _OPINION_WORDS[opinion].format(service=_SERVICES[self.kind])

    def letter_title(self, stage: Stage) -> str:
        """Title of what is issued with a conclusion."""
        return f"{_SERVICES[self.kind]}{_STAGE_WORDS[stage]}意见书"

    def plan(self, scheme_id: str, version: int, *, corrected: bool) -> list[Step]:
        """All that is going to happen, from the review on; `corrected`: it starts with the end of a correction."""
        rng = Random(f"{self._seed}/{scheme_id}/{version}")
        steps = self._review(rng, corrected)
        if steps[-1].status != 13:
            for stage in ("application", "hookup", "acceptance"):
                steps += self._stage(rng, stage)
        return steps

    def repeats(self, cursor: int) -> bool:
        """Whether the page after this cursor begins by repeating an event (at least once)."""
        return Random(f"{self._seed}/repeat/{cursor}").random() < 0.15

    def _minutes(self, rng: Random, hours: tuple[float, float]) -> int:
        return max(5, int(rng.uniform(*hours) * 60 * self._pace))

    def _review(self, rng: Random, corrected: bool) -> list[Step]:
        steps = [Step("review", 7 if corrected else 3, self._minutes(rng, (1, 5)))]
        if rng.random() < self._correcting and not corrected:
            steps.append(Step("review", 6, self._minutes(rng, (2, 6))))
            steps.append(Step("review", 7, self._minutes(rng, (6, 16))))
        steps.append(Step("review", 8, self._minutes(rng, (1, 4))))
        roll = rng.random()
        status = 11
        if roll < self._disagreeing:
            status = 13
        elif roll < self._disagreeing + self._conditioning:
            status = 12
        steps.append(
            Step("review", status, self._minutes(rng, (6, 20)), _OPINIONS[status], issues=status != 13)
        )
        return steps

    def _stage(self, rng: Random, stage: Stage) -> list[Step]:
        steps = [Step(stage, 1, self._minutes(rng, (3, 10)))] if stage == "application" else []
        steps.append(Step(stage, 3, self._minutes(rng, (1, 6))))
        steps.append(Step(stage, 8, self._minutes(rng, (1, 6))))
        steps.append(Step(stage, 11, self._minutes(rng, (6, 18)), issues=stage == "acceptance"))
        return steps

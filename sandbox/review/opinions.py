"""The companies' opinions as the joint review has got them back."""

from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.ledger import Ledger
from sandbox.review.feed import Review

_OPINIONS = ("AGREE", "AGREE_WITH_CONDITIONS", "DISAGREE")
_TYPES = ("WATER", "POWER", "GAS", "TELECOM")


class NotTaken(Exception):
    """A reply that is refused, with a code of the wire document."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Reply:
    """A reply taken."""

    content: dict[str, Any]
    number: str


class Replies:
    """All of them."""

    def __init__(self, review: Review, clock: Clock, ledger: Ledger, counterpart: str) -> None:
        self._review = review
        self._clock = clock
        self._ledger = ledger
        self._counterpart = counterpart
        self._by_key: dict[str, Reply] = {}

    def take(self, content: dict[str, Any]) -> str:
        """Take a reply; its number. Raises `NotTaken`."""
        if not _well_formed(content):
            raise NotTaken("40001", "审查意见格式不正确")
        before = self._by_key.get(content["key"])
        if before is not None:
            if before.content != content:
                raise NotTaken("40901", "key 已用于内容不同的回复")
            self._ledger.count("replays", self._counterpart, "RETURN_OPINIONS")
            return before.number
        self._check_round(content["schemeNo"], content["version"])
        number = f"YJ-{self._clock.now:%Y%m%d}-{len(self._by_key) + 1:06}"
        self._by_key[content["key"]] = Reply(content, number)
        self._ledger.record(
            self._counterpart,
            "opinions_returned",
            f"{content['schemeNo']}/v{content['version']}/{content['supplement']}",
            replyNo=number,
            opinions={each["unitName"]: each["opinion"] for each in content["opinions"]},
            missing=[each["unitName"] for each in content["missing"]],
        )
        return number

    def _check_round(self, scheme: str, version: int) -> None:
        changes = [change for change in self._review.changes if change.project.scheme_no == scheme]
        if not changes or version > changes[-1].version:
            raise NotTaken("40403", "没有这份方案，或者没有这个版本")
        if version < changes[-1].version or changes[-1].withdrawn_at is not None:
            raise NotTaken("40902", "方案已调整或撤回，本轮审查已结束")


def _well_formed(content: dict[str, Any]) -> bool:
    texts = [content.get(name) for name in ("key", "schemeNo", "closedAt")]
    numbers = [content.get(name) for name in ("version", "supplement")]
    lists = [content.get(name) for name in ("opinions", "missing")]
    if not all(isinstance(text, str) and text for text in texts):
        return False
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in numbers):
        return False
    if not all(isinstance(each, list) and all(map(_names_a_unit, each)) for each in lists):
        return False
    return all(
        each.get("opinion") in _OPINIONS and isinstance(each.get("text"), str) and each.get("givenAt")
        for each in content["opinions"]
    )


def _names_a_unit(each: object) -> bool:
    return isinstance(each, dict) and bool(each.get("unitName")) and each.get("type") in _TYPES

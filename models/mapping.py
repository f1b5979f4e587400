"""A company's codes in terms of the national dictionary: its status codes, and the items its matters are filed under.

A mapping is data: it ships beside an adapter as a default, and a company's own goes over it.
"""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from models.base import Frozen
from models.stage import Stage
from models.status import HandlingStatus

IGNORED: Final = "ignored"
"""In a status's place: the code says nothing that is to be recorded."""

Meaning = HandlingStatus | Literal["ignored"]


def _meaning(value: object) -> Meaning:
    if value == IGNORED:
        return "ignored"
    if isinstance(value, int) and not isinstance(value, bool) and value in set(HandlingStatus):
        return HandlingStatus(value)
    allowed = [*(str(status.value) for status in HandlingStatus), IGNORED]
    raise PydanticCustomError("mapping-status", "not a national status", {"allowed": allowed})


def _written(meaning: Meaning) -> int | str:
    return meaning if meaning == "ignored" else int(meaning)


Code = Annotated[str, Field(min_length=1, max_length=64)]
Codes = dict[Code, Annotated[Meaning, PlainValidator(_meaning), PlainSerializer(_written)]]
"""Company code → national handling status (BLZT 办理状态), or `ignored`."""


class MatterItem(Frozen):
    """事项: the province's item for one stage (SPSXBM, SPSXBBH), with its limit in working days (SXBLSX)."""

    code: str = Field(min_length=1, max_length=50)
    version: float = Field(gt=0)
    limit_days: float | None = Field(default=None, ge=0)


class CodeMapping(Frozen):
    """Codes of one company, or of every company behind one adapter.

    `status` holds for every stage; `stages` for one, and goes before it. `items` go over the authority's own.
    """

    status: Codes = Field(default_factory=dict)
    stages: dict[Stage, Codes] = Field(default_factory=dict)
    items: dict[Stage, MatterItem] = Field(default_factory=dict)

    def find(self, code: str, stage: Stage) -> Meaning | None:
        """What a company's code means in a stage; `None` while nobody has mapped it."""
        return self.stages.get(stage, {}).get(code) or self.status.get(code)

    def over(self, default: Self) -> Self:
        """This mapping where it says something, `default` where it does not.

        A code that this one maps for every stage is no longer what the default says of it for one.
        """
        stages = {
            stage: {code: meaning for code, meaning in codes.items() if code not in self.status}
            for stage, codes in default.stages.items()
        }
        for stage, codes in self.stages.items():
            stages[stage] = {**stages.get(stage, {}), **codes}
        return type(self)(
            status={**default.status, **self.status}, stages=stages, items={**default.items, **self.items}
        )

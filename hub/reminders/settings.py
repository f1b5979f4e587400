"""The configuration's `[reminders]`: who is told what, when, and by which channels."""

import re
from datetime import time, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from hub.durations import Duration
from models.identifiers import AreaCode, CompanyId

_MOMENT: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_Reference = Annotated[dict[Literal["env", "file"], str], Field(min_length=1, max_length=1)]

Duty = Literal["company", "officer", "supervisor"]
"""单位联络员, 联络台人员, 主管: whose business a reminder is."""


def _moment(value: object) -> object:
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None and not isinstance(value, time):
        raise PydanticCustomError("moment-form", "no time", {"value": str(value), "allowed": ["08:30"]})
    return value if found is None else time(int(found[1]), int(found[2]))


def _span(value: object) -> object:
    parts = value.split("-") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) != 2:
        raise PydanticCustomError("quiet-form", "no span", {"value": str(value), "allowed": ["20:00-08:00"]})
    return tuple(parts)


Moment = Annotated[
    time, BeforeValidator(_moment), PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str)
]
"""A time of day in China: `08:30`."""
Span = Annotated[tuple[Moment, Moment], BeforeValidator(_span)]
"""From, to, over midnight where it ends earlier than it begins: `20:00-08:00`."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Recipient(_Section):
    """Somebody who is reminded. What is left empty is not asked for: no companies are all companies."""

    id: CompanyId
    name: str = Field(min_length=1, max_length=80)
    duty: Duty
    channels: tuple[_Reference, ...] = Field(min_length=1)
    """Where Apprise addresses (`wecombot://…`, `mailtos://…`) are to be found: they hold secrets."""
    companies: tuple[CompanyId, ...] = ()
    districts: tuple[AreaCode, ...] = ()
    login: str | None = None
    """An officer's account at the desk, for what is theirs there."""


class ReminderSettings(_Section):
    """`[reminders]`. Without recipients nobody is reminded."""

    every: Duration = Field(default=timedelta(minutes=5), ge=timedelta(seconds=10))
    """How often it is looked whether somebody is to be told."""
    digest_at: Moment = time(8, 30)
    """When the digest of a working day is sent."""
    quiet: Span | None = (time(20), time(8))
    """When nothing is sent at once; what comes up then is told afterwards."""
    on_days_off: bool = False
    """Whether anything is sent on days that are not worked."""
    recipients: tuple[Recipient, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [each.id for each in self.recipients]
        repeated = next((value for value in ids if ids.count(value) > 1), None)
        if repeated:
            raise PydanticCustomError("recipient-repeated", "two recipients of one id", {"value": repeated})
        return self

    def is_quiet(self, moment: time) -> bool:
        """Whether nothing is told at once at this time of day."""
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        return begins <= moment < ends if begins <= ends else moment >= begins or moment < ends

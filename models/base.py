"""The base every domain object shares: instants, days, and how personal data is kept out of sight."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    SecretStr,
    SerializationInfo,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

_REVEAL: Final = "reveal_personal_data"
_NUMBER: Final = re.compile(r"\s*[-+]?[0-9.]+\s*")


class Frozen(BaseModel):
    """An immutable value. Unknown fields are refused, so that a misspelt one is never silently lost.

    A validation error does not quote what it was given, because that may hold a person's telephone number;
    `models.problems.faults_of` quotes what is safe.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    def to_store(self) -> dict[str, Any]:
        """JSON-ready form *with* personal data: for the store and the wire, never for a log."""
        return self.model_dump(mode="json", context={_REVEAL: True})

    @classmethod
    def from_store(cls, body: Mapping[str, Any]) -> Self:
        """The object that `to_store` wrote."""
        return cls.model_validate(body)


def _instant(value: object, parse: ValidatorFunctionWrapHandler) -> datetime:
    # Pydantic would read 20260302 as seconds since 1970: a wrong instant that nobody notices.
    form = PydanticCustomError("instant-form", "not an instant with an offset")
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise form
    try:
        instant: datetime = parse(value).astimezone(UTC)
    except (ValidationError, OverflowError):
        raise form from None
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def _no_number(value: object) -> object:
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise PydanticCustomError("day-form", "not a day")
    return value


Instant = Annotated[AwareDatetime, WrapValidator(_instant)]
"""A moment, given with its offset, kept in UTC and whole milliseconds as the store keeps it.

So one moment has one spelling, whoever wrote it, and hashes of equal contents are equal.
"""

Day = Annotated[date, BeforeValidator(_no_number)]
"""A calendar day, `YYYY-MM-DD`."""


def _shown(value: SecretStr, info: SerializationInfo) -> str:
    revealed = bool(info.context and info.context.get(_REVEAL))
    return value.get_secret_value() if revealed else str(value)


Personal = Annotated[SecretStr, PlainSerializer(_shown, return_type=str)]
"""A person's name or telephone number: asterisks in every repr and dump, except `Frozen.to_store`."""

"""The base every domain object shares, and how personal data is kept out of sight."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, SecretStr, SerializationInfo

_REVEAL: Final = "reveal_personal_data"


class Frozen(BaseModel):
    """An immutable value. Unknown fields are refused, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def to_store(self) -> dict[str, Any]:
        """JSON-ready form *with* personal data: for the store and the wire, never for a log."""
        return self.model_dump(mode="json", context={_REVEAL: True})

    @classmethod
    def from_store(cls, body: Mapping[str, Any]) -> Self:
        """The object that `to_store` wrote."""
        return cls.model_validate(body)


def _shown(value: SecretStr, info: SerializationInfo) -> str:
    revealed = bool(info.context and info.context.get(_REVEAL))
    return value.get_secret_value() if revealed else str(value)


Personal = Annotated[SecretStr, PlainSerializer(_shown, return_type=str)]
"""A person's name or telephone number: asterisks in every repr and dump, except `Frozen.to_store`."""

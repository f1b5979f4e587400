"""What every adapter over HTTP is configured with."""

from collections.abc import Iterator
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr
from pydantic_core import PydanticCustomError

_SCHEMES: Final = ("http", "https")


def _base_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise PydanticCustomError("base-address-form", "not an address", {"allowed": list(_SCHEMES)})
    if parts.username or parts.password or parts.query or parts.fragment:
        # Whatever is in an address ends up in logs and records.
        raise PydanticCustomError("base-address-secret", "an address holds no credentials and no query")
    return value.rstrip("/")


BaseAddress = Annotated[str, AfterValidator(_base_address)]
"""An http(s) address without credentials, query or fragment; a path is kept, a closing slash is not."""


class HttpSettings(BaseModel):
    """The base of an adapter's `Settings`: where the counterpart is. Secrets are `SecretStr` fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    base_url: BaseAddress


def secrets_of(settings: BaseModel) -> tuple[SecretStr, ...]:
    """Every secret in `settings`, for the seam to mask."""
    return tuple(_secrets(getattr(settings, name) for name in type(settings).model_fields))


def _secrets(values: object) -> Iterator[SecretStr]:
    if isinstance(values, SecretStr):
        yield values
    elif isinstance(values, BaseModel):
        yield from secrets_of(values)
    elif isinstance(values, dict):
        yield from _secrets(values.values())
    elif not isinstance(values, str | bytes) and hasattr(values, "__iter__"):
        for value in values:
            yield from _secrets(value)

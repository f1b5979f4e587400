"""Secrets by reference: the configuration names the environment variable or the file, never the secret itself."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, SecretStr

from models.messages import FieldFault, Message

_ENV: Final = "env"
_FILE: Final = "file"


class SecretMissing(Exception):
    """A reference leads nowhere, or a secret stands in the configuration itself; `fault` says which and why."""

    def __init__(self, fault: FieldFault) -> None:
        super().__init__(str(fault.message))
        self.fault = fault


def resolve_secret(reference: Mapping[str, str], home: Path, *, field: str) -> str:
    """The secret that `{env = "NAME"}` or `{file = "path"}` leads to; a relative path starts at `home`.

    One line break at the end of a file is not part of the secret. Raises `SecretMissing`.
    """
    (how, where), *_ = reference.items()
    if how == _ENV:
        value = os.environ.get(where, "")
    else:
        try:
            value = (home / where).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError:
            value = ""
    if not value:
        params = {"how": how, "where": where}
        raise SecretMissing(FieldFault(field=field, message=Message(id="secret-missing", params={**params})))
    return value


def resolved(settings: Mapping[str, Any], model: type[BaseModel], home: Path) -> dict[str, Any]:
    """`settings` with every reference replaced by its secret. Raises `SecretMissing`, naming the field."""
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name in _secret_fields(model) and not _only_references(value):
            raise SecretMissing(FieldFault(field=name, message=Message(id="secret-in-the-open")))
        values[name] = _resolve(value, home, name)
    return values


def _resolve(value: Any, home: Path, field: str) -> Any:
    if is_reference(value):
        return resolve_secret(value, home, field=field)
    if isinstance(value, Mapping):
        return {name: _resolve(inner, home, f"{field}.{name}") for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_resolve(inner, home, f"{field}.{index}") for index, inner in enumerate(value)]
    return value


def is_reference(value: object) -> bool:
    """Whether `value` is written as a reference to a secret."""
    return isinstance(value, Mapping) and len(value) == 1 and set(value) <= {_ENV, _FILE}


def _only_references(value: object) -> bool:
    return all(map(is_reference, value)) if isinstance(value, list | tuple) else is_reference(value)


def _secret_fields(model: type[BaseModel]) -> frozenset[str]:
    # The annotation's text holds the name wherever SecretStr stands in it: alone, optional or in a tuple.
    return frozenset(
        name for name, field in model.model_fields.items() if SecretStr.__name__ in repr(field.annotation)
    )

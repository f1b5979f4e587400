"""A domain object as the fields of a form, and a form's text back as the object."""

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr

from models.messages import FieldFault

Kind = Literal["text", "number", "choice", "day", "moment", "yes-no"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its path, its value as text, what may stand in it, and what was said to be wrong with it.

    `personal` marks a person's name or telephone number: shown in the form, in no log and no record of changes.
    """

    path: str
    value: str
    kind: Kind
    allowed: tuple[str, ...]
    required: bool
    personal: bool
    faults: tuple[FieldFault, ...] = ()


_PLAIN: Final = (str, int, float, bool, Enum, SecretStr, date, datetime)


def fields_of(model: BaseModel, body: Mapping[str, Any], under: str = "") -> Iterator[Field]:
    """Every plain field of a model, with its value from `body`, the model's stored form; lists by number."""
    for name, info in type(model).model_fields.items():
        path, value, inner = f"{under}{name}", body.get(name), getattr(model, name)
        if isinstance(inner, BaseModel):
            yield from fields_of(inner, value or {}, f"{path}.")
        elif isinstance(inner, tuple) and all(isinstance(each, BaseModel) for each in inner):
            for number, each in enumerate(inner):
                yield from fields_of(each, (value or [])[number], f"{path}.{number}.")
        else:
            kind, allowed, optional = _shape(info.annotation, info.metadata)
            if kind is not None:
                personal = isinstance(inner, SecretStr) or "SecretStr" in repr(info.annotation)
                required = info.is_required() and not optional
                yield Field(path, _text(value), kind, allowed, required, personal)


def _shape(annotation: Any, metadata: Sequence[Any]) -> tuple[Kind | None, tuple[str, ...], bool]:
    """What kind of field an annotation is, which values may stand in it, and whether it may stay empty."""
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        options = [each for each in get_args(annotation) if each is not type(None)]
        kind, allowed, _ = _shape(options[0], metadata) if len(options) == 1 else (None, (), False)
        return kind, allowed, True
    if origin is not None and hasattr(annotation, "__metadata__"):
        return _shape(get_args(annotation)[0], metadata)
    if not isinstance(annotation, type):
        return None, (), False
    if issubclass(annotation, Enum):
        return "choice", tuple(str(each.value) for each in annotation), False
    for plain, kind in _KINDS:
        if issubclass(annotation, plain):
            return kind, ("true", "false") if kind == "yes-no" else (), False
    return None, (), False


_KINDS: Final[tuple[tuple[type, Kind], ...]] = (
    (bool, "yes-no"),
    (int, "number"),
    (float, "number"),
    (datetime, "moment"),
    (date, "day"),
    (str, "text"),
    (SecretStr, "text"),
)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def changed(body: Mapping[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a stored form with other values at some paths. An empty text is no value."""
    copy: dict[str, Any] = _copy(body)
    for path, text in changes.items():
        *steps, last = path.split(".")
        place: Any = copy
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = text.strip() or None
    return copy


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copy(each) for name, each in value.items()}
    return [_copy(each) for each in value] if isinstance(value, list | tuple) else value

"""A validation error, told field by field in sentences a person can act on."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.messages import FieldFault, Message, Value
from models.stage import UtilityKind

_OURS: Final = "-"
"""Our own error types are kebab-case; pydantic's are snake_case."""

_UNSEEN: Final = frozenset({*UtilityKind, "Point", "Polygon", "[key]"})
"""Pydantic names the chosen variant of a union, and that it is a mapping's key, in an error's path; whoever wrote
the input knows no such step."""

_CHANGES: Final = frozenset({"scheme", "withdrawal"})

_QUOTED: Final = frozenset(
    {
        "bool_parsing",
        "bool_type",
        "enum",
        "float_parsing",
        "greater_than",
        "greater_than_equal",
        "int_from_float",
        "int_parsing",
        "less_than",
        "less_than_equal",
        "literal_error",
        "string_pattern_mismatch",
    }
)
"""Error types whose sentence quotes the input: none of them can come from a field with personal data."""

_EXPECTED: Final = frozenset({"expected", "expected_tags"})
"""Where pydantic puts the members of an enumeration or a union. Ours puts them into `allowed`."""

_LEFT_OUT: Final = frozenset({"allowed", "error", "field_type", "class_name"})
_LISTED: Final = re.compile(r"'([^']*)'|(?<![\w.])(-?\d+)")
_TELEPHONE: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_QUOTE_LENGTH: Final = 60


def faults_of(error: ValidationError) -> tuple[FieldFault, ...]:
    """Every fault in `error`: the field's path, a sentence, and the allowed values.

    A path reads as the input is written: `project.code`, `demands.0.pipe_dn_mm`; `-` is the whole. Quoted
    values are cut to 60 characters, and a telephone number that strayed into another field is not repeated.
    """
    errors = error.errors(include_url=False)
    return tuple(_fault(details) for details in errors if not _echo(details, errors))


def _echo(details: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    # Pydantic does not count a refused item, and then calls the list too short as well.
    path = details["loc"]
    return details["type"] == "too_short" and any(
        len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in errors
    )


def _fault(details: ErrorDetails) -> FieldFault:
    context: dict[str, Any] = dict(details.get("ctx") or {})
    kind = details["type"]
    allowed = _allowed(context) if _OURS in kind else _expected(context)
    left_out = _LEFT_OUT if _OURS in kind else _LEFT_OUT | _EXPECTED
    params = {name: quoted(value) for name, value in context.items() if name not in left_out}
    if kind in _QUOTED:
        params["value"] = quoted(details["input"])
    message = Message(id=f"invalid-{kind.replace('_', '-')}", params=params)
    return FieldFault(field=_path(details["loc"]), message=message, allowed=allowed)


def _path(steps: tuple[int | str, ...]) -> str:
    if len(steps) > 1 and steps[0] in _CHANGES:
        steps = steps[1:]
    return ".".join(str(step) for step in steps if step not in _UNSEEN) or "-"


def _allowed(context: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in context.get("allowed", ()))


def _expected(context: Mapping[str, Any]) -> tuple[str, ...]:
    # Pydantic tells the members as one text: "'low', 'medium' or 'high'", "1, 2 or 3".
    text = str(context.get("expected") or context.get("expected_tags") or "")
    return tuple(word or number for word, number in _LISTED.findall(text))


def quoted(value: object) -> Value:
    """`value` as a sentence may repeat it: short, on one line, without a telephone number, never a
    structure."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and math.isfinite(value) and not _TELEPHONE.search(str(value)):
        return value
    if not isinstance(value, str | int | float):
        return "…"
    text = _TELEPHONE.sub("***", " ".join(str(value).split()))
    return text if len(text) <= _QUOTE_LENGTH else f"{text[:_QUOTE_LENGTH]}…"

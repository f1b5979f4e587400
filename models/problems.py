"""A validation error, told field by field in sentences a person can act on."""

from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.messages import FieldFault, Message, Value

_OURS: Final = "-"
"""Our own error types are kebab-case catalogue ids; pydantic's are snake_case."""


def faults_of(error: ValidationError) -> tuple[FieldFault, ...]:
    """Every fault in `error`: the field's path (`project.code`, `demands.0.pipe_dn_mm`), a sentence, allowed values."""
    return tuple(_fault(details) for details in error.errors(include_url=False))


def _fault(details: ErrorDetails) -> FieldFault:
    context = dict(details.get("ctx") or {})
    field = ".".join(str(part) for part in details["loc"]) or "-"
    allowed = _allowed(context)
    params = {name: _value(value) for name, value in context.items() if name not in {"allowed", "error"}}
    ours = _OURS in details["type"]
    message_id = f"invalid-{details['type']}" if ours else f"invalid-{details['type'].replace('_', '-')}"
    if not ours and isinstance(details["input"], int | float | bool):
        params["value"] = details["input"]
    return FieldFault(field=field, message=Message(id=message_id, params=params), allowed=allowed)


def _allowed(context: dict[str, Any]) -> tuple[str, ...]:
    listed = context.get("allowed")
    if isinstance(listed, list | tuple):
        return tuple(str(value) for value in listed)
    # pydantic lists the members of an enumeration or union as one text: "'low', 'medium' or 'high'".
    text = context.get("expected") or context.get("expected_tags")
    return tuple(part for part in str(text).split("'")[1::2]) if text else ()


def _value(value: object) -> Value:
    return value if isinstance(value, str | int | float) else str(value)

"""Values of the store as a backup writes them: as JSON has them, instants as milliseconds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Column

from hub.store.columns import Instant, from_millis, to_millis


def written(value: Any) -> Any:
    """A value as it is written."""
    return to_millis(value) if isinstance(value, datetime) else value


def reader(column: Column[Any]) -> Callable[[Any], Any]:
    """What makes of a written value of `column` the value that the store takes."""
    if isinstance(column.type, Instant):
        return lambda value: None if value is None else from_millis(value)
    return lambda value: value

"""Column types that mean the same on both databases: instants, text and JSON."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Dialect, Text, TypeDecorator

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_millis(instant: datetime) -> int:
    """Milliseconds since the epoch, rounded down. Raises `ValueError` for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    return (instant - EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    """The aware datetime (UTC) of `millis` since the epoch."""
    return EPOCH + millis * _MILLISECOND


def storable(text: str) -> str:
    """`text` without what a database cannot hold: NUL (PostgreSQL) and lone surrogates (neither)."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def dump_json(value: Any) -> str:
    """JSON as the store writes it.

    A counterpart's answer, read leniently, may hold what JSON does not have: a lone surrogate becomes a question
    mark, as in any other text, and NaN or an infinity becomes its name.
    """
    try:
        text = _compact(value)
    except ValueError:
        text = _compact(json.loads(json.dumps(value), parse_constant=str))
    return text.encode("utf-8", "replace").decode()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as BIGINT milliseconds since the epoch."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To milliseconds."""
        return None if value is None else to_millis(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From milliseconds."""
        return None if value is None else from_millis(value)


class Words(TypeDecorator[str]):
    """Text from anywhere, cleaned of what a database refuses, so that no counterpart can jam a page with it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean it."""
        return None if value is None else storable(value)


Document = JSON(none_as_null=True)
"""JSON kept as written: PostgreSQL's `jsonb` would refuse an escaped NUL inside a counterpart's words."""

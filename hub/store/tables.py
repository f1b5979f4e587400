"""The tables, as the code sees them. The migrations build the same; a test compares the two."""

from hub.store.record_tables import (
    audit,
    desk_item,
    document,
    event,
    scheme,
    scheme_document,
    utility_case,
    withdrawal,
)
from hub.store.schema import IS_LIVE, IS_SENDING, IS_WAITING, metadata
from hub.store.traffic_tables import attempt, cursor, destination, inbox, inbox_conflict, mapping, outbox

__all__ = [
    "IS_LIVE",
    "IS_SENDING",
    "IS_WAITING",
    "attempt",
    "audit",
    "cursor",
    "desk_item",
    "destination",
    "document",
    "event",
    "inbox",
    "inbox_conflict",
    "mapping",
    "metadata",
    "outbox",
    "scheme",
    "scheme_document",
    "utility_case",
    "withdrawal",
]

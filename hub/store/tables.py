"""The tables, as the code sees them. The migrations build the same; a test compares the two."""

from hub.store.desk_tables import (
    account,
    address,
    bulk_entry,
    bulk_job,
    correction,
    desk_comment,
    desk_reader,
    desk_view,
    destination_hour,
    oidc_flow,
    session,
)
from hub.store.epoch_tables import epoch
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
    "account",
    "address",
    "attempt",
    "audit",
    "bulk_entry",
    "bulk_job",
    "correction",
    "cursor",
    "desk_comment",
    "desk_item",
    "desk_reader",
    "desk_view",
    "destination",
    "destination_hour",
    "document",
    "epoch",
    "event",
    "inbox",
    "inbox_conflict",
    "mapping",
    "metadata",
    "oidc_flow",
    "outbox",
    "scheme",
    "scheme_document",
    "session",
    "utility_case",
    "withdrawal",
]

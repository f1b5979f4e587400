"""Tables of what leaves and what arrives: outbox, attempts, inbox, cursors, destinations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from hub.store.columns import Document, Instant, Words
from hub.store.schema import IS_HELD, IS_LIVE, IS_SENDING, IS_WAITING, Id, metadata, partial

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False),
    Column("destination", Text, nullable=False),
    Column("lane", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Document, nullable=False),
    Column("scheme_id", Text),
    Column("version", Integer),
    Column("case_number", Text),
    Column("needs", Words),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("worker", Text),
    Column("token", BigInteger, nullable=False),
    Column("trigger", Words, nullable=False),
    Column("first_claimed_at", Instant),
    Column("delivered_at", Instant),
    Column("remote_ref", Words),
    Column("serial", Words),
    Column("error", Document),
    Column("error_kind", Text),
    Column("detail", Words, nullable=False),
    UniqueConstraint("key"),
    Index(None, "state", "destination", "kind"),
    partial("ix_outbox_due", "destination", "due_at", "id", where=IS_WAITING),
    partial("ix_outbox_lease", "destination", "lease_until", where=IS_SENDING),
    partial("ix_outbox_head", "lane", "id", where=IS_LIVE),
    partial("ix_outbox_needs", "needs", where=IS_LIVE),
    Index(None, "lane", "kind"),
    Index(None, "scheme_id", "destination"),
    partial("uq_outbox_lane_in_flight", "lane", where=IS_SENDING, unique=True),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("outbox_id", Id, ForeignKey("outbox.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("worker", Text, nullable=False),
    Column("trigger", Words, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", Text),
    Column("error", Document),
    Column("error_kind", Text),
    Column("detail", Words, nullable=False),
    Column("exchange", Document),
    UniqueConstraint("outbox_id", "token"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("body", Document, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("remote_ref", Words),
    Column("scheme_id", Words),
    Column("received_at", Instant, nullable=False),
    Column("case_number", Text),
    Column("held_by", Words),
    UniqueConstraint("source", "event_id"),
    Index(None, "received_at"),
    partial("ix_inbox_held_case", "case_number", where=IS_HELD),
    partial("ix_inbox_held_code", "source", "held_by", where=IS_HELD),
    partial("ix_inbox_open", "state", "id", where="state IN ('new', 'waiting', 'held')"),
    partial("ix_inbox_waiting_ref", "source", "remote_ref", where=IS_WAITING),
    partial("ix_inbox_waiting_scheme", "source", "scheme_id", where=IS_WAITING),
)

inbox_conflict = Table(
    "inbox_conflict",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("body", Document, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("source", "event_id", "body_hash"),
)

cursor = Table(
    "cursor",
    metadata,
    Column("source", Text, primary_key=True),
    Column("value", Words, nullable=False),
    Column("moved_at", Instant, nullable=False),
)

mapping = Table(
    "mapping",
    metadata,
    Column("company", Text, primary_key=True),
    Column("body", Document, nullable=False),
    Column("digest", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
)

destination = Table(
    "destination",
    metadata,
    Column("id", Text, primary_key=True),
    Column("paused", Boolean, nullable=False),
    Column("switched_by", Words),
    Column("paused_at", Instant),
    Column("reason", Document),
    Column("failures", Document, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("opened_until", Instant),
    Column("last_heard_at", Instant),
    Column("last_ok_at", Instant),
)

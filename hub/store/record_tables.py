"""Tables of what is known: schemes, cases, events, documents, desk items, audit."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from hub.store.columns import Document, Instant, Words
from hub.store.schema import Id, metadata, partial

scheme = Table(
    "scheme",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scheme_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("project_code", Text, nullable=False),
    Column("project_name", Words, nullable=False),
    Column("area_code", Text, nullable=False),
    Column("body", Document, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("warnings", Document, nullable=False),
    Column("pushed_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("scheme_id", "version"),
    Index(None, "project_code"),
)

scheme_document = Table(
    "scheme_document",
    metadata,
    Column("scheme_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sha256", Text, primary_key=True),
    ForeignKeyConstraint(["scheme_id", "version"], ["scheme.scheme_id", "scheme.version"]),
    Index(None, "sha256"),
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("scheme_id", Text, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("withdrawn_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
)

utility_case = Table(
    "utility_case",
    metadata,
    Column("number", Text, primary_key=True),
    Column("scheme_id", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("remote_ref", Words),
    Column("stage", Text, nullable=False),
    Column("status", Integer),
    Column("ended", Boolean, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("scheme_id", "company"),
    Index(None, "company", "remote_ref"),
)

event = Table(
    "event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_number", Text, ForeignKey("utility_case.number"), nullable=False),
    Column("source", Text, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("stage", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("step", Integer),
    Column("matter", Text),
    Column("status", Integer, nullable=False),
    Column("status_code", Words, nullable=False),
    Column("status_text", Words, nullable=False),
    Column("opinion", Text),
    Column("opinion_text", Words, nullable=False),
    Column("department", Words),
    Column("handler", Words),
    Column("scheme_version", Integer),
    Column("documents", Document, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("legal", Boolean, nullable=False),
    Column("record_key", Text),
    Column("content_hash", Text, nullable=False),
    UniqueConstraint("case_number", "event_id"),
    partial("uq_event_matter_step", "matter", "step", where="step IS NOT NULL", unique=True),
)

document = Table(
    "document",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("ref", Document, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("message", Document),
    Column("attempts", Integer, nullable=False),
    Column("wanted_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    partial("ix_document_wanted", "due_at", "sha256", where="state = 'wanted'"),
)

desk_item = Table(
    "desk_item",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("message", Document, nullable=False),
    Column("faults", Document, nullable=False),
    Column("destination", Text),
    Column("scheme_id", Words),
    Column("case_number", Text),
    Column("stage", Text),
    Column("project_code", Text),
    Column("project_name", Words),
    Column("times", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Words),
    Column("resolution", Text),
    Column("note", Words, nullable=False),
    partial("uq_desk_item_open", "kind", "subject", where="closed_at IS NULL", unique=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Document, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

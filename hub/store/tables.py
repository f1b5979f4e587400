"""The tables, as the code sees them. The migrations build the same; a test compares the two."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from hub.store.columns import Document, Instant, Words

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is an INTEGER."""

IS_WAITING: Final = "state = 'waiting'"
IS_SENDING: Final = "state = 'sending'"
IS_LIVE: Final = "state IN ('waiting', 'sending', 'attention')"
"""Written out, because a partial index is used only where the query says the same thing."""


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),
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
    _partial("ix_outbox_due", "destination", "due_at", "id", where=IS_WAITING),
    _partial("ix_outbox_lease", "destination", "lease_until", where=IS_SENDING),
    _partial("ix_outbox_head", "lane", "id", where=IS_LIVE),
    _partial("ix_outbox_needs", "needs", where=IS_LIVE),
    Index(None, "lane", "kind"),
    Index(None, "scheme_id", "destination"),
    _partial("uq_outbox_lane_in_flight", "lane", where=IS_SENDING, unique=True),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("outbox_id", _Id, ForeignKey("outbox.id"), nullable=False),
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
    Column("id", _Id, primary_key=True),
    Column("source", Text, nullable=False),
    Column("event_id", Words, nullable=False),
    Column("body", Document, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("remote_ref", Words),
    Column("scheme_id", Words),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("source", "event_id"),
    Index(None, "received_at"),
    _partial("ix_inbox_open", "state", "id", where="state IN ('new', 'waiting', 'held')"),
    _partial("ix_inbox_waiting_ref", "source", "remote_ref", where=IS_WAITING),
    _partial("ix_inbox_waiting_scheme", "source", "scheme_id", where=IS_WAITING),
)

inbox_conflict = Table(
    "inbox_conflict",
    metadata,
    Column("id", _Id, primary_key=True),
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

scheme = Table(
    "scheme",
    metadata,
    Column("id", _Id, primary_key=True),
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
    Column("id", _Id, primary_key=True),
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
    _partial("uq_event_matter_step", "matter", "step", where="step IS NOT NULL", unique=True),
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
    _partial("ix_document_wanted", "due_at", "sha256", where="state = 'wanted'"),
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

desk_item = Table(
    "desk_item",
    metadata,
    Column("id", _Id, primary_key=True),
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
    _partial("uq_desk_item_open", "kind", "subject", where="closed_at IS NULL", unique=True),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Document, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

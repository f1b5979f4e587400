"""Tables of the desk: accounts and their sessions, and what its people keep beside the items."""

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
from hub.store.schema import Id, metadata, partial

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("role", Text, nullable=False),
    Column("areas", Document, nullable=False),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("totp_secret", Text),
    Column("totp_pending", Text),
    Column("totp_step", BigInteger, nullable=False),
    Column("subject", Words),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("disabled_at", Instant),
    Column("demo", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("login"),
    UniqueConstraint("subject"),
)

address = Table(
    "sign_in_address",
    metadata,
    Column("address", Words, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("locked_until", Instant),
)

session = Table(
    "desk_session",
    metadata,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("awaits", Text),
    Column("address", Words, nullable=False),
    Column("agent", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    UniqueConstraint("token_hash"),
    Index(None, "account_id"),
    Index(None, "ends_at"),
)

oidc_flow = Table(
    "oidc_flow",
    metadata,
    Column("state_hash", Text, primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("going_to", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
)

desk_comment = Table(
    "desk_comment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", Id, ForeignKey("desk_item.id"), nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Words, nullable=False),
    Index(None, "item_id"),
)

desk_view = Table(
    "desk_view",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("query", Words, nullable=False),
    UniqueConstraint("login", "name"),
)

desk_reader = Table(
    "desk_reader",
    metadata,
    Column("item_id", Id, ForeignKey("desk_item.id"), primary_key=True),
    Column("login", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

correction = Table(
    "desk_correction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", Id, ForeignKey("desk_item.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Document, nullable=False),
    Column("changes", Document, nullable=False),
    Column("note", Words, nullable=False),
    Column("proposed_by", Words, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", Words),
    Column("decided_at", Instant),
    Column("state", Text, nullable=False),
    partial("uq_desk_correction_open", "item_id", where="state = 'proposed'", unique=True),
)

bulk_job = Table(
    "bulk_job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("by", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("query", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("state", Text, nullable=False),
    Column("trial", Integer, nullable=False),
    Column("per_minute", Integer),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Words, nullable=False),
    Column("ended_at", Instant),
    partial("ix_bulk_job_due", "due_at", where="state IN ('trying', 'running')"),
)

bulk_entry = Table(
    "bulk_entry",
    metadata,
    Column("job_id", Id, ForeignKey("bulk_job.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item_id", Id, nullable=False),
    Column("outbox_id", Id),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("at", Instant),
)

destination_hour = Table(
    "destination_hour",
    metadata,
    Column("destination", Text, primary_key=True),
    Column("hour", Instant, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
)

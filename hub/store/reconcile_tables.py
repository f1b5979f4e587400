"""Tables of reconciliation (对账): what counterparts hold as last read, what was found, and how far each pass came."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from hub.store.columns import Document, Instant, Words
from hub.store.schema import Id, metadata, partial

reconcile_run = Table(
    "reconcile_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scope", Document, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("progress", Document, nullable=False),
    Column("report", Document),
    partial("ix_reconcile_run_open", "id", where="state = 'running'"),
)

reconcile_mark = Table(
    "reconcile_mark",
    metadata,
    Column("counterpart", Text, primary_key=True),
    Column("read_at", Instant, nullable=False),
    Column("whole_at", Instant),
    Column("last_event", BigInteger, nullable=False),
)

holding = Table(
    "holding",
    metadata,
    Column("counterpart", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("run", Id, nullable=False),
    Column("digest", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("pending", Boolean, nullable=False),
    Column("serial", Words),
    Column("at", Instant),
    Column("differs", Document),
    Column("body", Document),
    Column("case_number", Text),
    Column("version", Integer),
    Column("occurred_at", Instant),
    Index(None, "counterpart", "about"),
    Index(None, "case_number", "occurred_at"),
    partial("ix_holding_differs", "counterpart", "key", where="differs IS NOT NULL"),
    partial("ix_holding_body", "counterpart", "key", where="body IS NOT NULL"),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("counterpart", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("key", Words, nullable=False),
    Column("way", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("run", Id, ForeignKey("reconcile_run.id"), nullable=False),
    Column("message", Document, nullable=False),
    Column("ours", Document),
    Column("theirs", Document),
    Column("company", Text),
    Column("case_number", Text),
    Column("scheme_id", Words),
    Column("project_name", Words),
    Column("found_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("history", Document, nullable=False),
    UniqueConstraint("counterpart", "type", "key", "kind"),
    Index(None, "state", "counterpart", "id"),
)

record_correction = Table(
    "record_correction",
    metadata,
    Column("mirror", Text, primary_key=True),
    Column("record_key", Words, primary_key=True),
    Column("current_key", Words),
    Column("times", Integer, nullable=False),
)

"""Tables of what a case's whole life needs beyond its events: the joint review's rounds, and history to come in."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from hub.store.columns import Document, Instant, Words
from hub.store.schema import Id, metadata, partial

IS_OPEN = "state = 'open'"

review_round = Table(
    "review_round",
    metadata,
    Column("scheme_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("closed_at", Instant),
    Column("supplements", Integer, nullable=False),
    Column("told", Document, nullable=False),
    partial("ix_review_round_due", "due_at", where=IS_OPEN),
)

backfill_job = Table(
    "backfill_job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("company", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("company", "digest"),
)

backfill_case = Table(
    "backfill_case",
    metadata,
    Column("job_id", Id, ForeignKey("backfill_job.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Document, nullable=False),
    Column("state", Text, nullable=False),
    partial("ix_backfill_case_waiting", "job_id", "number", where="state = 'waiting'"),
)

issued_document = Table(
    "issued_document",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("case_number", Text, ForeignKey("utility_case.number"), primary_key=True),
)

linked_application = Table(
    "linked_application",
    metadata,
    Column("id", Id, primary_key=True),
    Column("scheme_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", Document, nullable=False),
    Column("taken_at", Instant, nullable=False),
    UniqueConstraint("scheme_id", "digest"),
)

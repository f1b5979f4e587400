"""Tables of time: clocks of matters, the calendar's own days, daily counts, and what was reminded of."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from hub.store.columns import Document, Instant, Words
from hub.store.schema import Id, metadata, partial

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Text, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("note", Words, nullable=False),
    Column("set_by", Words, nullable=False),
    Column("set_at", Instant, nullable=False),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("set_by", Words, nullable=False),
    Column("set_at", Instant, nullable=False),
)

clock_basis = Table(
    "clock_basis",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", Document, nullable=False),
    Column("digest", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
)

case_clock = Table(
    "case_clock",
    metadata,
    Column("matter", Words, primary_key=True),
    Column("case_number", Text, ForeignKey("utility_case.number"), nullable=False),
    Column("scheme_id", Text, nullable=False),
    Column("project_code", Text, nullable=False),
    Column("project_name", Words, nullable=False),
    Column("company", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area_code", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("rule", Words, nullable=False),
    Column("limit_days", Float, nullable=False),
    Column("used_days", Float, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("paused_since", Instant),
    Column("ended_at", Instant),
    Column("colour", Text),
    Column("on_time", Boolean),
    Column("provisional", Boolean, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "case_number"),
    Index(None, "project_code"),
    partial("ix_case_clock_running", "company", "colour", where="ended_at IS NULL"),
    partial("ix_case_clock_provisional", "case_number", where="provisional"),
    Index(None, "ended_at"),
)

clock_day = Table(
    "clock_day",
    metadata,
    Column("day", Text, primary_key=True),
    Column("company", Text, primary_key=True),
    Column("area_code", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("colour", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("topic", Text, nullable=False),
    Column("message", Document, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("again_at", Instant),
    Column("told_at", Instant),
    Column("healed_at", Instant),
    UniqueConstraint("key", "recipient"),
    partial("ix_reminder_open", "recipient", "key", where="healed_at IS NULL"),
)

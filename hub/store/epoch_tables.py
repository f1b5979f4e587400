"""Tables of a store's lives: one epoch from its beginning, and one more each time it is restored."""

from sqlalchemy import Column, Index, Integer, Table, Text

from hub.store.columns import Document, Instant
from hub.store.schema import metadata

epoch = Table(
    "epoch",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mode", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("backup", Text, nullable=False),
    Column("report", Document),
    Column("finished_at", Instant),
)

held_step = Table(
    "held_step",
    metadata,
    Column("record_key", Text, primary_key=True),
    Column("matter", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Index(None, "matter"),
)

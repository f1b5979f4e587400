"""Epochs: what a restored store knows of having been restored. And whose turn it is to probe a destination."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "epoch",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.Column("backup", sa.Text, nullable=False),
        sa.Column("report", sa.JSON),
        sa.Column("finished_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("number", name="pk_epoch"),
    )
    op.create_table(
        "held_step",
        sa.Column("record_key", sa.Text, nullable=False),
        sa.Column("matter", sa.Text, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("record_key", name="pk_held_step"),
    )
    op.create_index("ix_held_step_matter", "held_step", ["matter"])
    op.add_column("destination", sa.Column("probe_until", sa.BigInteger))

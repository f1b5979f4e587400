"""Mappings of companies' codes, and which update is held back by which code."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.create_table(
        "mapping",
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("company", name="pk_mapping"),
    )
    op.add_column("inbox", sa.Column("case_number", sa.Text))
    op.add_column("inbox", sa.Column("held_by", sa.Text))
    op.create_index(
        "ix_inbox_held_case", "inbox", ["case_number"], sqlite_where=_HELD, postgresql_where=_HELD
    )
    op.create_index(
        "ix_inbox_held_code", "inbox", ["source", "held_by"], sqlite_where=_HELD, postgresql_where=_HELD
    )

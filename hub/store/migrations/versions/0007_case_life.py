"""What a case's whole life needs beyond its events: the joint review's rounds, and history to come in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_WAITING = sa.text("state = 'waiting'")
_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _reviews()
    _history()
    _papers()


def _reviews() -> None:
    op.create_table(
        "review_round",
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("supplements", sa.Integer, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("scheme_id", "version", name="pk_review_round"),
    )
    op.create_index(
        "ix_review_round_due", "review_round", ["due_at"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def _history() -> None:
    op.create_table(
        "backfill_job",
        sa.Column("id", _ID, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_backfill_job"),
        sa.UniqueConstraint("company", "digest", name="uq_backfill_job_company_digest"),
    )
    op.create_table(
        "backfill_case",
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_backfill_case"),
        sa.ForeignKeyConstraint(["job_id"], ["backfill_job.id"], name="fk_backfill_case_job_id"),
    )
    op.create_index(
        "ix_backfill_case_waiting",
        "backfill_case",
        ["job_id", "number"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _papers() -> None:
    op.create_table(
        "issued_document",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "case_number", name="pk_issued_document"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["utility_case.number"], name="fk_issued_document_case_number"
        ),
    )
    op.create_table(
        "linked_application",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_linked_application"),
        sa.UniqueConstraint("scheme_id", "digest", name="uq_linked_application_scheme_id_digest"),
    )

"""Clocks of matters, the calendar's exceptions, and what was reminded of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _calendar()
    _clocks()
    _reminders()
    op.add_column("utility_case", sa.Column("clock_at", sa.BigInteger))
    op.execute("UPDATE utility_case SET clock_at = 0")  # every case is read once
    _partial("ix_utility_case_clock", "utility_case", ["clock_at"], "clock_at IS NOT NULL")


def _calendar() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("working", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_day"),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_year"),
    )
    op.create_table(
        "clock_basis",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_clock_basis"),
    )


def _clocks() -> None:
    op.create_table(
        "case_clock",
        sa.Column("matter", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("project_code", sa.Text, nullable=False),
        sa.Column("project_name", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("area_code", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("limit_days", sa.Float, nullable=False),
        sa.Column("used_days", sa.Float, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("paused_since", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("colour", sa.Text),
        sa.Column("on_time", sa.Boolean),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("matter", name="pk_case_clock"),
        sa.ForeignKeyConstraint(["case_number"], ["utility_case.number"], name="fk_case_clock_case_number"),
    )
    op.create_index("ix_case_clock_case_number", "case_clock", ["case_number"])
    op.create_index("ix_case_clock_project_code", "case_clock", ["project_code"])
    op.create_index("ix_case_clock_ended_at", "case_clock", ["ended_at"])
    _partial("ix_case_clock_running", "case_clock", ["company", "colour"], "ended_at IS NULL")
    _partial("ix_case_clock_provisional", "case_clock", ["case_number"], "provisional")
    op.create_table(
        "clock_day",
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("area_code", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "company", "area_code", "stage", "colour", name="pk_clock_day"),
    )


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("again_at", sa.BigInteger),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("healed_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("key", "recipient", name="uq_reminder_key_recipient"),
    )
    _partial("ix_reminder_open", "reminder", ["recipient", "key"], "healed_at IS NULL")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)

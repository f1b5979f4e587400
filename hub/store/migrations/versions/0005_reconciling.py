"""What reconciliation found, and how far it came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    op.create_table(
        "reconcile_run",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("progress", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_reconcile_run"),
    )
    _partial("ix_reconcile_run_open", "reconcile_run", ["id"], "state = 'running'")
    op.create_table(
        "reconcile_mark",
        sa.Column("counterpart", sa.Text, nullable=False),
        sa.Column("read_at", sa.BigInteger, nullable=False),
        sa.Column("whole_at", sa.BigInteger),
        sa.Column("last_event", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("counterpart", name="pk_reconcile_mark"),
    )
    _holdings()
    _findings()
    op.create_table(
        "record_correction",
        sa.Column("mirror", sa.Text, nullable=False),
        sa.Column("record_key", sa.Text, nullable=False),
        sa.Column("current_key", sa.Text),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("mirror", "record_key", name="pk_record_correction"),
    )
    _partial("ix_outbox_delivered", "outbox", ["destination", "delivered_at"], "state = 'delivered'")


def _holdings() -> None:
    op.create_table(
        "holding",
        sa.Column("counterpart", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("serial", sa.Text),
        sa.Column("at", sa.BigInteger),
        sa.Column("differs", sa.JSON),
        sa.Column("body", sa.JSON),
        sa.Column("case_number", sa.Text),
        sa.Column("version", sa.Integer),
        sa.Column("occurred_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("counterpart", "type", "key", name="pk_holding"),
    )
    op.create_index("ix_holding_counterpart_about", "holding", ["counterpart", "about"])
    op.create_index("ix_holding_case_number_occurred_at", "holding", ["case_number", "occurred_at"])
    _partial("ix_holding_differs", "holding", ["counterpart", "key"], "differs IS NOT NULL")
    _partial("ix_holding_body", "holding", ["counterpart", "key"], "body IS NOT NULL")


def _findings() -> None:
    op.create_table(
        "finding",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("counterpart", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("run", _ID, nullable=False),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("ours", sa.JSON),
        sa.Column("theirs", sa.JSON),
        sa.Column("company", sa.Text),
        sa.Column("case_number", sa.Text),
        sa.Column("scheme_id", sa.Text),
        sa.Column("project_name", sa.Text),
        sa.Column("found_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("history", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.ForeignKeyConstraint(["run"], ["reconcile_run.id"], name="fk_finding_run"),
        sa.UniqueConstraint(
            "counterpart", "type", "key", "kind", name="uq_finding_counterpart_type_key_kind"
        ),
    )
    op.create_index("ix_finding_state_counterpart_id", "finding", ["state", "counterpart", "id"])

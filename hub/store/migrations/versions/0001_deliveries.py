"""What leaves and what arrives: outbox, attempts, inbox, cursors, destinations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _outbox()
    _attempt()
    _inbox()
    _inbox_conflict()
    _cursor()
    _destination()


def _partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("scheme_id", sa.Text),
        sa.Column("version", sa.Integer),
        sa.Column("case_number", sa.Text),
        sa.Column("needs", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lost", sa.Integer, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("worker", sa.Text),
        sa.Column("token", sa.BigInteger, nullable=False),
        sa.Column("trigger", sa.Text, nullable=False),
        sa.Column("first_claimed_at", sa.BigInteger),
        sa.Column("delivered_at", sa.BigInteger),
        sa.Column("remote_ref", sa.Text),
        sa.Column("serial", sa.Text),
        sa.Column("error", sa.JSON),
        sa.Column("error_kind", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    _partial("ix_outbox_due", "outbox", ["destination", "due_at", "id"], "state = 'waiting'")
    _partial("ix_outbox_head", "outbox", ["lane", "id"], "state IN ('waiting', 'sending', 'attention')")
    op.create_index("ix_outbox_lane_kind", "outbox", ["lane", "kind"])
    _partial("ix_outbox_lease", "outbox", ["destination", "lease_until"], "state = 'sending'")
    _partial("ix_outbox_needs", "outbox", ["needs"], "state IN ('waiting', 'sending', 'attention')")
    op.create_index("ix_outbox_scheme_id_destination", "outbox", ["scheme_id", "destination"])
    op.create_index("ix_outbox_state_destination_kind", "outbox", ["state", "destination", "kind"])
    _partial("uq_outbox_lane_in_flight", "outbox", ["lane"], "state = 'sending'", unique=True)


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", _ID, nullable=False),
        sa.Column("outbox_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("token", sa.BigInteger, nullable=False),
        sa.Column("worker", sa.Text, nullable=False),
        sa.Column("trigger", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("outcome", sa.Text),
        sa.Column("error", sa.JSON),
        sa.Column("error_kind", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("exchange", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_attempt_outbox_id"),
        sa.UniqueConstraint("outbox_id", "token", name="uq_attempt_outbox_id_token"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("remote_ref", sa.Text),
        sa.Column("scheme_id", sa.Text),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("source", "event_id", name="uq_inbox_source_event_id"),
    )
    _partial("ix_inbox_open", "inbox", ["state", "id"], "state IN ('new', 'waiting', 'held')")
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    _partial("ix_inbox_waiting_ref", "inbox", ["source", "remote_ref"], "state = 'waiting'")
    _partial("ix_inbox_waiting_scheme", "inbox", ["source", "scheme_id"], "state = 'waiting'")


def _inbox_conflict() -> None:
    op.create_table(
        "inbox_conflict",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_conflict"),
        sa.UniqueConstraint(
            "source", "event_id", "body_hash", name="uq_inbox_conflict_source_event_id_body_hash"
        ),
    )


def _cursor() -> None:
    op.create_table(
        "cursor",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_cursor"),
    )


def _destination() -> None:
    op.create_table(
        "destination",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("switched_by", sa.Text),
        sa.Column("paused_at", sa.BigInteger),
        sa.Column("reason", sa.JSON),
        sa.Column("failures", sa.JSON, nullable=False),
        sa.Column("openings", sa.Integer, nullable=False),
        sa.Column("opened_until", sa.BigInteger),
        sa.Column("last_heard_at", sa.BigInteger),
        sa.Column("last_ok_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_destination"),
    )

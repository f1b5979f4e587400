"""People of the desk, their sessions, and what they do with many items at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_OPEN = "closed_at IS NULL"


def upgrade() -> None:
    _people()
    _sessions()
    _items()
    _beside_items()
    _corrections()
    _bulk()
    _health()


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", _ID, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("areas", sa.JSON, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("totp_secret", sa.Text),
        sa.Column("totp_pending", sa.Text),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.BigInteger),
        sa.Column("disabled_at", sa.BigInteger),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("login", name="uq_account_login"),
        sa.UniqueConstraint("subject", name="uq_account_subject"),
    )
    op.create_table(
        "sign_in_address",
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("locked_until", sa.BigInteger),
        sa.PrimaryKeyConstraint("address", name="pk_sign_in_address"),
    )


def _sessions() -> None:
    op.create_table(
        "desk_session",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("awaits", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_session"),
        sa.UniqueConstraint("token_hash", name="uq_desk_session_token_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_desk_session_account_id"),
    )
    op.create_index("ix_desk_session_account_id", "desk_session", ["account_id"])
    op.create_index("ix_desk_session_ends_at", "desk_session", ["ends_at"])
    op.create_table(
        "oidc_flow",
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("verifier", sa.Text, nullable=False),
        sa.Column("going_to", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_oidc_flow"),
    )


def _items() -> None:
    op.add_column("desk_item", sa.Column("area_code", sa.Text))
    op.add_column("desk_item", sa.Column("owner", sa.Text))
    op.add_column("desk_item", sa.Column("reason", sa.Text))
    op.add_column("desk_item", sa.Column("snoozed_until", sa.BigInteger))
    op.add_column("desk_item", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("desk_item", sa.Column("changed_by", sa.Text))
    op.add_column("desk_item", sa.Column("changed_at", sa.BigInteger))
    op.create_index("ix_utility_case_remote_ref", "utility_case", ["remote_ref"])
    found = ["scheme_id", "version", "project_code", "project_name", "area_code", "received_at"]
    op.create_index("ix_scheme_found", "scheme", found)
    op.create_index("ix_desk_item_scheme_id", "desk_item", ["scheme_id"])
    _partial("ix_desk_item_open", "desk_item", ["id"], _OPEN)
    _partial("ix_desk_item_cause", "desk_item", ["message_id", "destination", "id"], _OPEN)


def _beside_items() -> None:
    op.create_table(
        "desk_comment",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_comment"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_item.id"], name="fk_desk_comment_item_id"),
    )
    op.create_index("ix_desk_comment_item_id", "desk_comment", ["item_id"])
    op.create_table(
        "desk_view",
        sa.Column("id", _ID, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_view"),
        sa.UniqueConstraint("login", "name", name="uq_desk_view_login_name"),
    )
    op.create_table(
        "desk_reader",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "login", name="pk_desk_reader"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_item.id"], name="fk_desk_reader_item_id"),
    )


def _corrections() -> None:
    op.create_table(
        "desk_correction",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Text, nullable=False),
        sa.Column("proposed_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_correction"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_item.id"], name="fk_desk_correction_item_id"),
    )
    _partial("uq_desk_correction_open", "desk_correction", ["item_id"], "state = 'proposed'", unique=True)


def _bulk() -> None:
    op.create_table(
        "bulk_job",
        sa.Column("id", _ID, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("trial", sa.Integer, nullable=False),
        sa.Column("per_minute", sa.Integer),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_job"),
    )
    _partial("ix_bulk_job_due", "bulk_job", ["due_at"], "state IN ('trying', 'running')")
    op.create_table(
        "bulk_entry",
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("outbox_id", _ID),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("at", sa.BigInteger),
        sa.PrimaryKeyConstraint("job_id", "position", name="pk_bulk_entry"),
        sa.ForeignKeyConstraint(["job_id"], ["bulk_job.id"], name="fk_bulk_entry_job_id"),
    )


def _health() -> None:
    _partial("ix_attempt_open", "attempt", ["id"], "outcome IS NULL")
    op.create_table(
        "destination_hour",
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("destination", "hour", name="pk_destination_hour"),
    )

"""What is known: schemes, cases, events, documents, desk items, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _scheme()
    _scheme_document()
    _withdrawal()
    _utility_case()
    _event()
    _document()
    _desk_item()
    _audit()


def _partial(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column("id", _ID, nullable=False),
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("project_code", sa.Text, nullable=False),
        sa.Column("project_name", sa.Text, nullable=False),
        sa.Column("area_code", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("pushed_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scheme"),
        sa.UniqueConstraint("scheme_id", "version", name="uq_scheme_scheme_id_version"),
    )
    op.create_index("ix_scheme_project_code", "scheme", ["project_code"])


def _scheme_document() -> None:
    op.create_table(
        "scheme_document",
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scheme_id", "version", "sha256", name="pk_scheme_document"),
        sa.ForeignKeyConstraint(
            ["scheme_id", "version"],
            ["scheme.scheme_id", "scheme.version"],
            name="fk_scheme_document_scheme_id_version",
        ),
    )
    op.create_index("ix_scheme_document_sha256", "scheme_document", ["sha256"])


def _withdrawal() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("scheme_id", name="pk_withdrawal"),
    )


def _utility_case() -> None:
    op.create_table(
        "utility_case",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("remote_ref", sa.Text),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_utility_case"),
        sa.UniqueConstraint("scheme_id", "company", name="uq_utility_case_scheme_id_company"),
    )
    op.create_index("ix_utility_case_company_remote_ref", "utility_case", ["company", "remote_ref"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer),
        sa.Column("matter", sa.Text),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("status_code", sa.Text, nullable=False),
        sa.Column("status_text", sa.Text, nullable=False),
        sa.Column("opinion", sa.Text),
        sa.Column("opinion_text", sa.Text, nullable=False),
        sa.Column("department", sa.Text),
        sa.Column("handler", sa.Text),
        sa.Column("scheme_version", sa.Integer),
        sa.Column("documents", sa.JSON, nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("legal", sa.Boolean, nullable=False),
        sa.Column("record_key", sa.Text),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["case_number"], ["utility_case.number"], name="fk_event_case_number"),
        sa.UniqueConstraint("case_number", "event_id", name="uq_event_case_number_event_id"),
    )
    _partial("uq_event_matter_step", "event", ["matter", "step"], "step IS NOT NULL", unique=True)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("ref", sa.JSON, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("message", sa.JSON),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("wanted_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_document"),
    )
    _partial("ix_document_wanted", "document", ["due_at", "sha256"], "state = 'wanted'")


def _desk_item() -> None:
    op.create_table(
        "desk_item",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("message", sa.JSON, nullable=False),
        sa.Column("faults", sa.JSON, nullable=False),
        sa.Column("destination", sa.Text),
        sa.Column("scheme_id", sa.Text),
        sa.Column("case_number", sa.Text),
        sa.Column("stage", sa.Text),
        sa.Column("project_code", sa.Text),
        sa.Column("project_name", sa.Text),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("closed_by", sa.Text),
        sa.Column("resolution", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_item"),
    )
    _partial("uq_desk_item_open", "desk_item", ["kind", "subject"], "closed_at IS NULL", unique=True)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )

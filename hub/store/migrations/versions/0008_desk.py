"""People of the desk, their sessions, and what they do with many items at once."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass

"""What all tables share: their metadata, how constraints are named, and the conditions of partial indexes."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, MetaData, text

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id: Final = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is an INTEGER."""

IS_WAITING: Final = "state = 'waiting'"
IS_SENDING: Final = "state = 'sending'"
IS_HELD: Final = "state = 'held'"
IS_LIVE: Final = "state IN ('waiting', 'sending', 'attention')"
"""Written out, because a partial index is used only where the query says the same thing."""


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that fulfil `where`."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)

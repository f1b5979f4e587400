"""How far each source has been read. Moved in the transaction that keeps what was read."""

from sqlalchemy import select

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import cursor as table


def get(tx: Tx, source: str) -> str | None:
    """The cursor of a source, `None` before the first page."""
    return tx.connection.execute(select(table.c.value).where(table.c.source == source)).scalar_one_or_none()


def put(tx: Tx, source: str, cursor: str) -> None:
    """Move the cursor of a source."""
    tx.alone()
    statement = insert_into(tx, table).values(source=source, value=cursor, moved_at=tx.now())
    new = statement.excluded
    tx.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source"], set_={"value": new.value, "moved_at": new.moved_at}
        )
    )

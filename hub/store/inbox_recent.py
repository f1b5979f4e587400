"""What a counterpart has told lately, for whoever weighs a change of how it is read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hub.store.engine import Tx
from hub.store.inbox import InboxState
from hub.store.tables import inbox


def of(tx: Tx, source: str, *, since: datetime, limit: int) -> tuple[tuple[Mapping[str, Any], bool], ...]:
    """The latest updates of a source that could be read, each with whether it is held back."""
    statement = (
        select(inbox.c.body, inbox.c.state == InboxState.HELD)
        .where(inbox.c.source == source, inbox.c.received_at >= since)
        .order_by(inbox.c.id.desc())
        .limit(limit)
    )
    rows = tx.connection.execute(statement).tuples()
    return tuple((body, bool(is_held)) for body, is_held in rows if "unreadable" not in body)

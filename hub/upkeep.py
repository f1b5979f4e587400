"""Upkeep: once a day, what is remembered long enough is forgotten, and the audit trail is checked against itself."""

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hub.store import audit, cursors, desk, desk_notes, inbox
from hub.store.desk import NewItem
from hub.store.engine import Store, Tx
from models.messages import Message

TRAIL: Final = "audit"
"""Kind of the desk item that stands while the audit trail does not hold; the subject is the first wrong record."""

_DONE_ON: Final = "liandong/upkeep"
_READERS_KEPT: Final = timedelta(days=1)
"""Who had which item open is of interest for minutes."""
_HERE: Final = ZoneInfo("Asia/Shanghai")


def daily(store: Store) -> bool:
    """Do the day's upkeep, unless somebody has; whether it was done.

    Event ids older than `inbox.KEPT` are forgotten, and who had what open at the desk. A record of the audit trail that
    was changed is put on the desk.
    """
    with store.read() as tx:
        if cursors.get(tx, _DONE_ON) == _today(tx):
            return False
        broken = audit.verify(tx)
    with store.begin() as tx:
        tx.alone()
        if cursors.get(tx, _DONE_ON) == _today(tx):
            return False
        inbox.prune(tx)
        desk_notes.forget_readers(tx, older_than=_READERS_KEPT)
        if broken is not None:
            message = Message(id="audit-trail-broken", params={"id": broken})
            desk.open_item(tx, NewItem(kind=TRAIL, subject=str(broken), message=message))
        cursors.put(tx, _DONE_ON, _today(tx))
    return True


def _today(tx: Tx) -> str:
    return tx.now().astimezone(_HERE).date().isoformat()

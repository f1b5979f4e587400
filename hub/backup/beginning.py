"""What a store that was restored begins with: nothing in flight, nothing certain, and every feed to be read again."""

from pathlib import Path
from typing import Final

from sqlalchemy import delete, select, update

from hub.backup.archive import Manifest
from hub.delivery.kinds import RESUMED
from hub.documents.folder import DocumentFolder
from hub.store import audit, epochs
from hub.store.documents import DocumentState
from hub.store.engine import Tx
from hub.store.epochs import Epoch
from hub.store.rows import LIVE, RECOVERY, State, is_in
from hub.store.tables import attempt, cursor, destination, document, outbox, reconcile_mark

_OURS: Final = "liandong/"
"""What begins so is no counterpart's cursor."""


def begin_anew(tx: Tx, manifest: Manifest, *, leap: int) -> Epoch:
    """Begin a new epoch in the store just filled from `manifest`.

    Whatever was not finished may have been, in the time that was lost: it is unsure, and its token goes on by `leap`,
    so that a worker of the former life settles nothing. Feeds are read from their beginning, which the inbox's event
    ids make harmless, and the next reconciliation (对账) compares everything. Breakers are closed; what a person
    paused stays so.
    """
    now = tx.now()
    sending = is_in([State.SENDING])
    tx.connection.execute(
        update(attempt).where(attempt.c.outcome.is_(None)).values(outcome="lost", ended_at=now)
    )
    taken = update(outbox).where(sending)
    tx.connection.execute(
        taken.values(state=State.WAITING, lease_until=None, worker=None, trigger=RECOVERY, due_at=now)
    )
    tx.connection.execute(
        update(outbox)
        .where(is_in(LIVE))
        .values(unsure=outbox.c.kind.not_in(sorted(RESUMED)), token=outbox.c.token + leap)
    )
    tx.connection.execute(delete(reconcile_mark))
    tx.connection.execute(delete(cursor).where(~cursor.c.source.startswith(_OURS)))
    tx.connection.execute(
        update(destination).values(failures=[], openings=0, opened_until=None, probe_until=None)
    )
    epoch = epochs.begin(tx, backup=manifest.id, taken_at=manifest.taken_at)
    detail = {"backup": manifest.id, "taken_at": manifest.taken_at.isoformat(), "epoch": epoch.number}
    audit.append(tx, "liandong", "store.restored", manifest.id, detail)
    return epoch


def want_missing(tx: Tx, folder: Path) -> int:
    """Ask again for documents that the store knows as present and the folder does not have; how many."""
    shelf = DocumentFolder(folder)
    present = select(document.c.sha256).where(document.c.state == DocumentState.PRESENT)
    missing = [
        each
        for each in tx.connection.execute(present.order_by(document.c.sha256)).scalars().all()
        if not shelf.path_of(each).is_file()
    ]
    for sha256 in missing:
        statement = update(document).where(document.c.sha256 == sha256)
        tx.connection.execute(
            statement.values(state=DocumentState.WANTED, attempts=0, due_at=tx.now(), changed_at=tx.now())
        )
    return len(missing)

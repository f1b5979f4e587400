"""Which documents are wanted, present or refused. Their bytes are in a folder, by hash; here is only the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, func, literal, literal_column, select, tuple_, update

from hub.store.columns import Instant
from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import document, scheme_document
from models.documents import DocumentRef
from models.messages import Message


class DocumentState(StrEnum):
    """Where a document stands."""

    WANTED = "wanted"
    PRESENT = "present"
    REFUSED = "refused"
    """It is not what its sender said of it, or not to be had; a person must look."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: what its sender says of it (`ref`), whom to ask for it (`source`), and where it stands."""

    sha256: str
    ref: DocumentRef
    source: str
    state: DocumentState
    message: Message | None
    """Why it was refused, or why it did not come the last time."""
    attempts: int
    """How often it did not come since it was asked for."""
    wanted_at: datetime
    due_at: datetime
    """When to ask for it next."""
    changed_at: datetime


def want(tx: Tx, refs: Sequence[DocumentRef], source: str) -> tuple[str, ...]:
    """Ask for documents at `source`; the hashes of those that are not here.

    One that is not here yet is asked for at once, and as it is described now: a corrected scheme may put right what
    was said of it.
    """
    if not refs:
        return ()
    tx.alone()
    rows = [
        {
            "sha256": ref.sha256,
            "ref": ref.to_store(),
            "source": source,
            "state": DocumentState.WANTED,
            "attempts": 0,
            "wanted_at": tx.now(),
            "due_at": tx.now(),
            "changed_at": tx.now(),
        }
        for ref in {ref.sha256: ref for ref in refs}.values()
    ]
    statement = insert_into(tx, document)
    asked = {column.name: statement.excluded[column.name] for column in document.c if not column.primary_key}
    statement = statement.on_conflict_do_update(
        index_elements=["sha256"], set_=asked, where=document.c.state != DocumentState.PRESENT
    )
    return tuple(tx.connection.execute(statement.returning(document.c.sha256), rows).scalars())


def want_again(tx: Tx, sha256: str) -> bool:
    """Ask at once for a document that was refused or that waits for a later attempt. False when it is neither."""
    fresh = {"attempts": 0, "wanted_at": tx.now(), "due_at": tx.now()}
    among = (DocumentState.REFUSED, DocumentState.WANTED)
    return _move(tx, sha256, DocumentState.WANTED, None, among=among, **fresh)


def postpone(tx: Tx, sha256: str, *, message: Message, delay: timedelta) -> bool:
    """The document did not come, for this reason; it is asked for again after `delay`. False when it is not wanted."""
    due = {"attempts": document.c.attempts + 1, "due_at": tx.now() + delay}
    return _move(tx, sha256, DocumentState.WANTED, message, among=(DocumentState.WANTED,), **due)


def mark_present(tx: Tx, sha256: str) -> bool:
    """The document is in the folder, whole and checked. False when it is not one that is asked for, or was there."""
    among = (DocumentState.WANTED, DocumentState.REFUSED)
    return _move(tx, sha256, DocumentState.PRESENT, None, among=among)


def mark_refused(tx: Tx, sha256: str, message: Message) -> bool:
    """The document is not to be had, for this reason. False when it is not one that is asked for."""
    return _move(tx, sha256, DocumentState.REFUSED, message, among=(DocumentState.WANTED,))


def _move(
    tx: Tx,
    sha256: str,
    state: DocumentState,
    message: Message | None,
    *,
    among: Sequence[DocumentState],
    **values: Any,
) -> bool:
    tx.alone()
    statement = (
        update(document)
        .where(document.c.sha256 == sha256, document.c.state.in_(among))
        .values(state=state, message=message.to_store() if message else None, changed_at=tx.now(), **values)
    )
    return tx.connection.execute(statement).rowcount == 1


def wanted(tx: Tx, limit: int, *, after: DocumentRow | None = None) -> tuple[DocumentRow, ...]:
    """Documents to be asked for now, those due longest first, from the one behind `after`."""
    place = tuple_(document.c.due_at, document.c.sha256)
    statement = (
        select(document)
        .where(document.c.state == literal_column("'wanted'"), document.c.due_at <= tx.now())
        .order_by(document.c.due_at, document.c.sha256)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(place > tuple_(literal(after.due_at, Instant), literal(after.sha256)))
    return tuple(_row(row) for row in tx.connection.execute(statement).mappings())


def next_due(tx: Tx) -> datetime | None:
    """When the next document is to be asked for, or `None` when none is wanted."""
    statement = select(func.min(document.c.due_at)).where(document.c.state == literal_column("'wanted'"))
    due: datetime | None = tx.connection.execute(statement).scalar_one()
    return due


def get(tx: Tx, sha256: str) -> DocumentRow | None:
    """The document with this hash."""
    row = tx.connection.execute(select(document).where(document.c.sha256 == sha256)).mappings().first()
    return _row(row) if row else None


def is_present(tx: Tx, sha256: str) -> bool:
    """Whether the document is in the folder."""
    statement = select(document.c.state).where(document.c.sha256 == sha256)
    return tx.connection.execute(statement).scalar_one_or_none() == DocumentState.PRESENT


def schemes_with(tx: Tx, sha256: str) -> tuple[tuple[str, int], ...]:
    """The scheme versions that name this document: scheme id and version, in order."""
    statement = (
        select(scheme_document.c.scheme_id, scheme_document.c.version)
        .where(scheme_document.c.sha256 == sha256)
        .order_by(scheme_document.c.scheme_id, scheme_document.c.version)
    )
    return tuple((scheme_id, version) for scheme_id, version in tx.connection.execute(statement))


def counts(tx: Tx) -> dict[DocumentState, int]:
    """How many documents stand where."""
    statement = select(document.c.state, func.count()).group_by(document.c.state)
    return {DocumentState(state): count for state, count in tx.connection.execute(statement)}


def _row(row: RowMapping) -> DocumentRow:
    values: dict[str, Any] = dict(row)
    values["ref"] = DocumentRef.from_store(values["ref"])
    values["state"] = DocumentState(values["state"])
    values["message"] = Message.from_store(values["message"]) if values["message"] else None
    return DocumentRow(**values)

"""The audit trail (审计): who did what to what, each record chained to the one before by its hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select

from hub.store.columns import dump_json, storable, to_millis
from hub.store.engine import Tx
from hub.store.sql import insert_rows
from hub.store.tables import audit
from models.digest import canonical_json

_BEGINNING: Final = "0" * 64
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One act. `detail` says what of it; it may hold personal data, as the store does."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody did, to be recorded."""

    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict, repr=False)


def append(tx: Tx, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Add a record to the chain."""
    append_many(tx, actor, [Act(action, subject, detail)])


def append_many(tx: Tx, actor: str, acts: Sequence[Act]) -> None:
    """`append` for a group, in its order."""
    if not acts:
        return
    tx.alone()
    last = tx.connection.execute(
        select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    previous = last or _BEGINNING
    rows = []
    for act in acts:
        # Hashed as it will be read back: the store cleans text of what a database cannot hold.
        said = [
            to_millis(tx.now()),
            storable(actor),
            act.action,
            storable(act.subject),
            json.loads(dump_json(dict(act.detail))),
        ]
        link = _link(previous, said)
        rows.append(
            {
                "at": tx.now(),
                "actor": actor,
                "action": act.action,
                "subject": act.subject,
                "detail": dict(act.detail),
                "previous_hash": previous,
                "hash": link,
            }
        )
        previous = link
    insert_rows(tx, audit, rows)  # in their order: the chain is read by id


def verify(tx: Tx) -> int | None:
    """The id of the first record that was changed, or whose predecessor is gone; `None` when the chain holds.

    A chain that was cut at its end holds too: keep the last hash elsewhere to notice that.
    """
    previous = _BEGINNING
    statement = select(audit).order_by(audit.c.id).execution_options(yield_per=_BATCH)
    with tx.connection.execute(statement) as rows:
        for row in rows:
            said = [to_millis(row.at), row.actor, row.action, row.subject, row.detail]
            if row.previous_hash != previous or row.hash != _link(previous, said):
                return int(row.id)
            previous = row.hash
    return None


def records(tx: Tx, *, after: int = 0, limit: int = 100) -> tuple[AuditRecord, ...]:
    """Records in the order they were made, from the one after id `after`."""
    statement = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(limit)
    return tuple(_record(row) for row in tx.connection.execute(statement))


def _record(row: Row[Any]) -> AuditRecord:
    return AuditRecord(row.id, row.at, row.actor, row.action, row.subject, row.detail)


def _link(previous: str, said: list[Any]) -> str:
    return hashlib.sha256(previous.encode() + canonical_json(said)).hexdigest()

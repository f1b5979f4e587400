"""The audit trail for readers: filtered, the newest first."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from hub.store.audit import AuditRecord
from hub.store.engine import Tx
from hub.store.tables import audit

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def page(
    tx: Tx,
    *,
    actor: str | None,
    action: str | None,
    subject: str | None,
    since: date | None,
    until: date | None,
    before: int | None,
    limit: int,
) -> tuple[AuditRecord, ...]:
    """Records that fulfil all that is asked for, the newest first, from the one before id `before`.

    `action` counts as a beginning where it ends in a dot; `subject` may stand anywhere in a record's. Days are of
    Asia/Shanghai, both included.
    """
    asked: list[ColumnElement[bool]] = []
    if actor is not None:
        asked.append(audit.c.actor == actor)
    if action is not None:
        beginning = audit.c.action.startswith(action, autoescape=True)
        asked.append(beginning if action.endswith(".") else audit.c.action == action)
    if subject is not None:
        asked.append(func.lower(audit.c.subject).contains(subject.lower(), autoescape=True))
    if since is not None:
        asked.append(audit.c.at >= _midnight(since))
    if until is not None:
        asked.append(audit.c.at < _midnight(until + timedelta(days=1)))
    if before is not None:
        asked.append(audit.c.id < before)
    columns = (audit.c.id, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)
    statement = select(*columns).where(*asked).order_by(audit.c.id.desc()).limit(limit)
    return tuple(AuditRecord(*row) for row in tx.connection.execute(statement))


def end(tx: Tx) -> tuple[int, str]:
    """How many records there are, and the hash of the last; an empty one before the first."""
    count = tx.connection.execute(select(func.count()).select_from(audit)).scalar_one()
    last = tx.connection.execute(
        select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    return count, last or ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _SHANGHAI)

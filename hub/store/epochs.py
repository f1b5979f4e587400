"""The epochs of a store: one from its beginning, and a new one each time it is restored from a backup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from hub.store.engine import Tx
from hub.store.tables import epoch


class Mode(StrEnum):
    """What a store does."""

    NORMAL = "normal"
    RECONCILE = "reconcile"
    """It was restored (恢复后核对): nothing is sent until it is known what the counterparts hold."""


_RECONCILED: Final = select(epoch.c.number).where(epoch.c.mode == Mode.RECONCILE).limit(1)


@dataclass(frozen=True, slots=True)
class Epoch:
    """One life of the store. The first is number 1 and has no row.

    `backup` names the backup it began from, taken at `taken_at`; `report` is what the reconciling found.
    """

    number: int
    mode: Mode
    started_at: datetime | None = None
    taken_at: datetime | None = None
    backup: str = ""
    report: Mapping[str, Any] | None = field(default=None, repr=False)
    finished_at: datetime | None = None


def sends_paused(tx: Tx) -> bool:
    """Whether the store is being reconciled: nothing is claimed, and what is enqueued may have been sent before."""
    return tx.connection.execute(_RECONCILED).first() is not None


def current(tx: Tx) -> Epoch:
    """The epoch that the store is in."""
    row = tx.connection.execute(select(epoch).order_by(epoch.c.number.desc()).limit(1)).mappings().first()
    return Epoch(**{**row, "mode": Mode(row["mode"])}) if row else Epoch(1, Mode.NORMAL)


def begin(tx: Tx, *, backup: str, taken_at: datetime) -> Epoch:
    """Begin a new epoch, in reconcile mode."""
    tx.alone()
    last: int = tx.connection.execute(select(func.coalesce(func.max(epoch.c.number), 1))).scalar_one()
    tx.connection.execute(
        insert(epoch).values(
            number=last + 1, mode=Mode.RECONCILE, started_at=tx.now(), taken_at=taken_at, backup=backup
        )
    )
    return current(tx)


def report(tx: Tx, found: Mapping[str, Any]) -> None:
    """Keep what the reconciling has found."""
    _set(tx, report=dict(found))


def finish(tx: Tx) -> bool:
    """Back to normal: what waits is sent. False when it was normal already."""
    if current(tx).mode is Mode.NORMAL:
        return False
    _set(tx, mode=Mode.NORMAL, finished_at=tx.now())
    return True


def _set(tx: Tx, **values: Any) -> None:
    tx.alone()
    latest = select(func.max(epoch.c.number)).scalar_subquery()
    tx.connection.execute(update(epoch).where(epoch.c.number == latest).values(values))

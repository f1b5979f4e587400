"""Passes of reconciliation: how far each came, and from where the next one reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, insert, literal, select, update

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import reconcile_mark, reconcile_run

RUNNING: Final = "running"
DONE: Final = "done"
LEFT: Final = "left"
"""Broken off, and too old to go on."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass. `progress` says per counterpart how far it came, so that a killed one goes on."""

    id: int
    scope: Sequence[str]
    whole: bool
    state: str
    started_at: datetime
    ended_at: datetime | None
    progress: Mapping[str, Any]
    report: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a counterpart has been compared: everything told and sent before `read_at`, events up to an id."""

    counterpart: str
    read_at: datetime
    whole_at: datetime | None
    last_event: int


def begin(tx: Tx, scope: Sequence[str], *, whole: bool) -> Pass:
    """A new pass."""
    statement = (
        insert(reconcile_run)
        .values(scope=list(scope), whole=whole, state=RUNNING, started_at=tx.now(), progress={})
        .returning(*reconcile_run.c)
    )
    return _pass(tx.connection.execute(statement).mappings().one())


def broken_off(tx: Tx) -> tuple[Pass, ...]:
    """Passes that have not ended, newest first."""
    running = reconcile_run.c.state == literal(RUNNING, literal_execute=True)
    rows = tx.connection.execute(select(reconcile_run).where(running).order_by(reconcile_run.c.id.desc()))
    return tuple(_pass(row) for row in rows.mappings())


def latest(tx: Tx) -> Pass | None:
    """The last pass that ended well."""
    statement = select(reconcile_run).where(reconcile_run.c.state == DONE)
    row = tx.connection.execute(statement.order_by(reconcile_run.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else _pass(row)


def advance(tx: Tx, run: int, progress: Mapping[str, Any]) -> None:
    """How far a pass came."""
    _set(tx, run, progress=dict(progress))


def end(tx: Tx, run: int, report: Mapping[str, Any]) -> None:
    """A pass came to its end."""
    _set(tx, run, state=DONE, ended_at=tx.now(), report=dict(report))


def leave(tx: Tx, run: int) -> None:
    """A pass is not gone on with."""
    _set(tx, run, state=LEFT, ended_at=tx.now())


def _set(tx: Tx, run: int, **values: Any) -> None:
    tx.connection.execute(update(reconcile_run).where(reconcile_run.c.id == run).values(values))


def mark(tx: Tx, counterpart: str) -> Mark | None:
    """From where the next pass reads this counterpart; `None`: from the beginning."""
    statement = select(reconcile_mark).where(reconcile_mark.c.counterpart == counterpart)
    row = tx.connection.execute(statement).mappings().first()
    return None if row is None else Mark(**row)


def set_mark(tx: Tx, mark: Mark) -> None:
    """The counterpart has been compared up to here."""
    statement = insert_into(tx, reconcile_mark).values(
        counterpart=mark.counterpart,
        read_at=mark.read_at,
        whole_at=mark.whole_at,
        last_event=mark.last_event,
    )
    new = statement.excluded
    tx.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["counterpart"],
            set_={"read_at": new.read_at, "whole_at": new.whole_at, "last_event": new.last_event},
        )
    )


def _pass(row: RowMapping) -> Pass:
    return Pass(**row)

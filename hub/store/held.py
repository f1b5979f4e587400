"""Updates that are held back: their company's code has no place in the national dictionary yet.

With such an update wait the later ones of the same case, so that once the code is mapped all of them flow in order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, func, literal_column, select, update

from hub.store.engine import Tx
from hub.store.inbox import InboxState
from hub.store.sql import among, update_rows
from hub.store.tables import inbox

# Written out, not as a parameter: a partial index is used only where the query says the same as it does.
_HELD: Final[ColumnElement[bool]] = inbox.c.state == literal_column("'held'")


@dataclass(frozen=True, slots=True)
class Hold:
    """One update to be held: its row, its case, and the code that holds it back."""

    id: int
    case_number: str
    code: str


@dataclass(frozen=True, slots=True)
class HeldCode:
    """A code that nobody has mapped: how many updates it holds back, and the first of them that has it."""

    source: str
    code: str
    count: int
    example: Mapping[str, Any] = field(repr=False)


def hold(tx: Tx, holds: Sequence[Hold]) -> None:
    """Hold these updates back."""
    rows = [
        {"id": each.id, "state": InboxState.HELD, "case_number": each.case_number, "held_by": each.code}
        for each in holds
    ]
    update_rows(tx, inbox, ["id"], rows)


def holders(tx: Tx, cases: Collection[str]) -> Mapping[str, str]:
    """Which of these cases are held up, and by which code: that of the earliest update held."""
    statement = (
        select(inbox.c.case_number, inbox.c.held_by)
        .where(_HELD, among(tx, inbox.c.case_number, cases))
        .order_by(inbox.c.id.desc())
    )
    return dict(tx.connection.execute(statement).tuples().all())


def release(tx: Tx, source: str) -> int:
    """Let all that is held of `source` be looked at again; how many."""
    tx.alone()
    statement = update(inbox).where(inbox.c.source == source, _HELD)
    return tx.connection.execute(
        statement.values(state=InboxState.NEW, case_number=None, held_by=None)
    ).rowcount


def codes(tx: Tx, source: str | None = None) -> tuple[HeldCode, ...]:
    """The codes that hold updates back, of one source or of all, each with its count and an example."""
    wanted = _HELD if source is None else _HELD & (inbox.c.source == source)
    per_code = (
        select(inbox.c.source, inbox.c.held_by, func.count(), func.min(inbox.c.id))
        .where(wanted)
        .group_by(inbox.c.source, inbox.c.held_by)
        .order_by(inbox.c.source, inbox.c.held_by)
    )
    found = tx.connection.execute(per_code).tuples().all()
    # The earliest update held by a code is the one that has it: the others wait behind it.
    first = select(inbox.c.id, inbox.c.body).where(among(tx, inbox.c.id, [row[3] for row in found]))
    bodies = dict(tx.connection.execute(first).tuples().all())
    return tuple(HeldCode(of, code, count, bodies[id_]) for of, code, count, id_ in found)

"""What reconciliation found (对账结果): each once, by what it is about, with its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from hub.store.engine import Tx
from hub.store.sql import among, insert_into
from hub.store.tables import finding
from models.messages import Message

_BY: Final = "liandong"
_LONGEST_HISTORY: Final = 50


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    MENDED = "mended"
    """What mends it has been ordered; a later pass that still finds it opens it again."""
    GONE = "gone"
    """A later pass did not find it any more."""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """Something that two sides do not hold alike. `way` is how it is mended; `ours` and `theirs` what each side has."""

    kind: str
    counterpart: str
    type: str
    key: str
    way: str
    message: Message
    ours: Mapping[str, Any] | None = field(default=None, repr=False)
    theirs: Mapping[str, Any] | None = field(default=None, repr=False)
    company: str | None = None
    case_number: str | None = None
    scheme_id: str | None = None
    project_name: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as it is kept."""

    id: int
    kind: str
    counterpart: str
    type: str
    key: str
    way: str
    state: FindingState
    run: int
    message: Message
    ours: Mapping[str, Any] | None = field(repr=False)
    theirs: Mapping[str, Any] | None = field(repr=False)
    company: str | None
    case_number: str | None
    scheme_id: str | None
    project_name: str | None
    found_at: datetime
    changed_at: datetime
    history: Sequence[Mapping[str, Any]] = field(repr=False)


_GIVEN: Final = tuple(each.name for each in fields(NewFinding) if each.name != "message")


def note(tx: Tx, run: int, new: NewFinding, *, once: bool = False) -> bool:
    """Keep a finding; whether it is new, or open again. `once`: a person's word on it stands for ever."""
    known = _one(
        tx,
        finding.c.counterpart == new.counterpart,
        finding.c.type == new.type,
        finding.c.key == new.key,
        finding.c.kind == new.kind,
    )
    values = {name: getattr(new, name) for name in _GIVEN} | {"message": new.message.to_store(), "run": run}
    if known is None:
        values |= {"found_at": tx.now(), **_moved(tx, (), FindingState.OPEN, _BY, run)}
        tx.connection.execute(insert_into(tx, finding).values(values))
        return True
    settled = known.state is FindingState.MENDED and (once or bool(known.history[-1].get("accepted")))
    again = known.state is not FindingState.OPEN and not settled
    if again:
        values |= _moved(tx, known.history, FindingState.OPEN, _BY, run)
    tx.connection.execute(update(finding).where(finding.c.id == known.id).values(values))
    return again


def move(
    tx: Tx,
    ids: Collection[int],
    state: FindingState,
    *,
    by: str = _BY,
    run: int | None = None,
    accepted: bool = False,
) -> None:
    """Set the state of findings, and say so in their history. `accepted`: a person's word, which stands for ever."""
    for each in _select(tx, among(tx, finding.c.id, ids)):
        values = _moved(tx, each.history, state, by, run)
        if accepted:
            values["history"][-1]["accepted"] = True
        tx.connection.execute(update(finding).where(finding.c.id == each.id).values(values))


def _moved(
    tx: Tx, history: Sequence[Mapping[str, Any]], state: FindingState, by: str, run: int | None
) -> dict[str, Any]:
    step = {"at": tx.now().isoformat(), "state": state.value, "by": by, "run": run}
    return {"state": state, "changed_at": tx.now(), "history": [*history, step][-_LONGEST_HISTORY:]}


def get(tx: Tx, finding_id: int) -> Finding | None:
    """The finding with this id."""
    return _one(tx, finding.c.id == finding_id)


def is_known(tx: Tx, counterpart: str, record_type: str, key: str, kind: str) -> bool:
    """Whether this was ever found."""
    conditions = (finding.c.type == record_type, finding.c.key == key, finding.c.kind == kind)
    return _one(tx, finding.c.counterpart == counterpart, *conditions) is not None


def listed(
    tx: Tx,
    *,
    state: FindingState | None = FindingState.OPEN,
    counterpart: str | None = None,
    company: str | None = None,
    kind: str | None = None,
    way: str | None = None,
    case_number: str | None = None,
    before_run: int | None = None,
    after: int = 0,
    limit: int = 100,
) -> tuple[Finding, ...]:
    """Findings by id, those after `after`. `company` also finds what mirrors hold of the company's cases."""
    wanted = {
        finding.c.state: state,
        finding.c.counterpart: counterpart,
        finding.c.company: company,
        finding.c.kind: kind,
        finding.c.way: way,
        finding.c.case_number: case_number,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if before_run is not None:
        conditions.append(finding.c.run < before_run)
    return _select(tx, finding.c.id > after, *conditions, limit=limit)


def counts(tx: Tx, state: FindingState = FindingState.OPEN) -> Mapping[tuple[str, str], int]:
    """How many findings are in a state, by counterpart and kind."""
    by = (finding.c.counterpart, finding.c.kind)
    rows = tx.connection.execute(select(*by, func.count()).where(finding.c.state == state).group_by(*by))
    return {(counterpart, kind): count for counterpart, kind, count in rows}


def _one(tx: Tx, *conditions: ColumnElement[bool]) -> Finding | None:
    return next(iter(_select(tx, *conditions, limit=1)), None)


def _select(tx: Tx, *conditions: ColumnElement[bool], limit: int | None = None) -> tuple[Finding, ...]:
    statement = select(finding).where(*conditions).order_by(finding.c.id).limit(limit)
    return tuple(_finding(row) for row in tx.connection.execute(statement).mappings())


def _finding(row: RowMapping) -> Finding:
    given = {"state": FindingState(row["state"]), "message": Message.from_store(row["message"])}
    return Finding(**{**row, **given})

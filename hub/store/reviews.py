"""Rounds of the joint review: one for each version of a scheme, open until its opinions are returned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, literal, literal_column, select, update

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import event, utility_case
from hub.store.tables import review_round as table


class RoundState(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"
    """Every opinion is in, or the deadline has passed; what comes now is a supplement."""
    REVISED = "revised"
    """A newer version began a round of its own."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Round:
    """A round. `told` gives, by company, the id of the event whose opinion was returned."""

    scheme_id: str
    version: int
    source: str
    state: RoundState
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    supplements: int
    told: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A company that a version was put to, and the opinion it gave last, with the event that brought it."""

    company: str
    kind: str
    case_number: str
    event_id: int | None = None
    opinion: str | None = None
    text: str = ""
    given_at: datetime | None = None


def begin(tx: Tx, scheme_id: str, version: int, source: str, due_at: datetime | None) -> None:
    """Open the round of a version, and end those of older ones."""
    tx.alone()
    statement = insert_into(tx, table).values(
        scheme_id=scheme_id,
        version=version,
        source=source,
        state=RoundState.OPEN,
        opened_at=tx.now(),
        due_at=due_at,
        supplements=0,
        told={},
    )
    tx.connection.execute(statement.on_conflict_do_nothing())
    older = (table.c.scheme_id == scheme_id, table.c.version < version, _is_open())
    tx.connection.execute(update(table).where(*older).values(state=RoundState.REVISED, closed_at=tx.now()))


def end(tx: Tx, scheme_id: str) -> None:
    """The scheme was withdrawn: no opinion on it is awaited any more."""
    tx.alone()
    statement = (
        update(table)
        .where(table.c.scheme_id == scheme_id, table.c.state.in_([RoundState.OPEN, RoundState.CLOSED]))
        .values(
            state=RoundState.WITHDRAWN,
            closed_at=func.coalesce(table.c.closed_at, literal(tx.now(), table.c.closed_at.type)),
        )
    )
    tx.connection.execute(statement)


def save(tx: Tx, round_: Round) -> None:
    """Keep where a round stands."""
    tx.alone()
    statement = (
        update(table)
        .where(table.c.scheme_id == round_.scheme_id, table.c.version == round_.version)
        .values(
            state=round_.state,
            closed_at=round_.closed_at,
            supplements=round_.supplements,
            told=dict(round_.told),
        )
    )
    tx.connection.execute(statement)


def latest(tx: Tx, scheme_id: str) -> Round | None:
    """The round of the highest version."""
    statement = select(table).where(table.c.scheme_id == scheme_id).order_by(table.c.version.desc()).limit(1)
    row = tx.connection.execute(statement).mappings().first()
    return _round(row) if row else None


def of_scheme(tx: Tx, scheme_id: str) -> tuple[Round, ...]:
    """Every round of a scheme, the first version's first."""
    statement = select(table).where(table.c.scheme_id == scheme_id).order_by(table.c.version)
    return tuple(_round(row) for row in tx.connection.execute(statement).mappings())


def due(tx: Tx, limit: int) -> tuple[Round, ...]:
    """Open rounds whose deadline has passed, the longest overdue first."""
    statement = (
        select(table).where(_is_open(), table.c.due_at <= tx.now()).order_by(table.c.due_at).limit(limit)
    )
    return tuple(_round(row) for row in tx.connection.execute(statement).mappings())


def answers(tx: Tx, round_: Round) -> tuple[Answer, ...]:
    """What each company that this version was put to has said of it, by company.

    An event that names no version is about this one when it was received within its round.
    """
    about = (event.c.scheme_version == round_.version) | (
        event.c.scheme_version.is_(None) & (event.c.received_at >= round_.opened_at)
    )
    cases = (utility_case.c.scheme_id == round_.scheme_id, utility_case.c.version == round_.version)
    found = {
        row.number: Answer(row.company, row.kind, row.number)
        for row in tx.connection.execute(
            select(utility_case.c.number, utility_case.c.company, utility_case.c.kind)
            .where(*cases)
            .order_by(utility_case.c.company)
        )
    }
    given = (
        select(utility_case.c.company, utility_case.c.kind, event)
        .join(event, event.c.case_number == utility_case.c.number)
        .where(*cases, event.c.legal, event.c.opinion.is_not(None), about)
        .order_by(event.c.occurred_at, event.c.id)
    )
    for row in tx.connection.execute(given):
        found[row.case_number] = Answer(
            row.company, row.kind, row.case_number, row.id, row.opinion, row.opinion_text, row.occurred_at
        )
    return tuple(found.values())


def _is_open() -> ColumnElement[bool]:
    # Written out, so that the partial index is used.
    return table.c.state == literal_column(f"'{RoundState.OPEN.value}'")


def _round(row: Any) -> Round:
    return Round(**{**row, "state": RoundState(row["state"])})

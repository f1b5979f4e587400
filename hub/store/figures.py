"""Counting over several tables: what is known, what is recorded, how far the cases are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select

from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.tables import event, inbox, outbox, scheme, utility_case
from models.stage import Stage
from models.status import PASSES


@dataclass(frozen=True, slots=True)
class Recorded:
    """Legal events, how many of them every mirror holds, and how many each one does."""

    events: int
    everywhere: int
    by_mirror: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a company's cases are: how many have an opinion, are hooked up, are accepted."""

    cases: int
    opinions: int
    hooked_up: int
    accepted: int


def recorded(tx: Tx, prefixes: Mapping[str, str]) -> Recorded:
    """What the mirrors hold of the legal events.

    `prefixes` gives, by mirror, what its outbox keys put before an event's own record key.
    """
    by_mirror = {mirror: _delivered(prefix) for mirror, prefix in prefixes.items()}
    columns = [func.count(case((holds, 1))) for holds in by_mirror.values()]
    everywhere = func.count(case((and_(*by_mirror.values()), 1))) if by_mirror else literal(0)
    statement = select(func.count(), everywhere, *columns).select_from(event).where(event.c.legal)
    events, complete, *held = tx.connection.execute(statement).one()
    return Recorded(events, complete, dict(zip(by_mirror, held, strict=True)))


def _delivered(prefix: str) -> ColumnElement[bool]:
    return exists().where(
        outbox.c.key == literal(prefix) + event.c.record_key, outbox.c.state == State.DELIVERED
    )


def events(tx: Tx) -> int:
    """All status events, illegal ones too."""
    return tx.connection.execute(select(func.count()).select_from(event)).scalar_one()


def held(tx: Tx, kind: str) -> Mapping[str, int]:
    """How many things each destination has taken of this kind, in whichever version: a lane is one thing's."""
    statement = (
        select(outbox.c.destination, func.count(outbox.c.lane.distinct()))
        .where(outbox.c.state == State.DELIVERED, outbox.c.kind == kind)
        .group_by(outbox.c.destination)
    )
    return dict(tx.connection.execute(statement).tuples().all())


def inbox_open(tx: Tx) -> Mapping[str, int]:
    """Updates that are not folded yet, by state: new, waiting for their case, held for a mapping."""
    states = ("new", "waiting", "held")
    statement = (
        # Written out, so that the partial index is used.
        select(inbox.c.state, func.count())
        .where(inbox.c.state.in_([literal(state, literal_execute=True) for state in states]))
        .group_by(inbox.c.state)
    )
    found: dict[str, int] = dict(tx.connection.execute(statement).tuples().all())
    return {state: found.get(state, 0) for state in states}


def warnings(tx: Tx) -> int:
    """Doubts kept with the current versions of all schemes."""
    newer = scheme.alias()
    superseded = exists().where(newer.c.scheme_id == scheme.c.scheme_id, newer.c.version > scheme.c.version)
    doubts = func.coalesce(func.sum(func.json_array_length(scheme.c.warnings)), 0)
    return int(tx.connection.execute(select(doubts).where(~superseded)).scalar_one())


def areas(tx: Tx) -> Sequence[str]:
    """The areas schemes have come from."""
    return tuple(tx.connection.scalars(select(scheme.c.area_code).distinct().order_by(scheme.c.area_code)))


def advances(tx: Tx) -> Mapping[str, Advance]:
    """How far the cases are, by company."""
    reached = (
        select(
            event.c.case_number,
            func.max(case((event.c.opinion.is_not(None), 1), else_=0)).label("opinion"),
            _passed(Stage.HOOKUP).label("hooked_up"),
            _passed(Stage.ACCEPTANCE).label("accepted"),
        )
        .where(event.c.legal)
        .group_by(event.c.case_number)
        .subquery()
    )
    statement = (
        select(
            utility_case.c.company,
            func.count(),
            *(func.coalesce(func.sum(reached.c[name]), 0) for name in ("opinion", "hooked_up", "accepted")),
        )
        .select_from(utility_case.outerjoin(reached, reached.c.case_number == utility_case.c.number))
        .group_by(utility_case.c.company)
        .order_by(utility_case.c.company)
    )
    return {company: Advance(*counts) for company, *counts in tx.connection.execute(statement)}


def _passed(stage: Stage) -> ColumnElement[int]:
    passed = and_(event.c.stage == stage, event.c.status.in_(sorted(PASSES)))
    return func.max(case((passed, 1), else_=0))

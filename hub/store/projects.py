"""What is known of a project (投资项目): its schemes, their cases, and what mirrors have of their events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, select

from hub.store.cases import StoredEvent, event_of
from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.sql import among
from hub.store.tables import document, event, outbox, scheme
from hub.store.tables import withdrawal as withdrawals
from models.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SchemeStanding:
    """The latest version of a scheme, where it came from, and when it was withdrawn if it was."""

    scheme: Scheme
    source: str
    withdrawn_at: datetime | None


def schemes_of(tx: Tx, project_code: str) -> tuple[SchemeStanding, ...]:
    """The schemes of a project in their latest versions, by number: those whose latest version names the project."""
    return _standing(tx, scheme.c.project_code == project_code)


def scheme_standing(tx: Tx, scheme_id: str) -> SchemeStanding | None:
    """One scheme in its latest version."""
    return next(iter(_standing(tx, scheme.c.scheme_id == scheme_id)), None)


def _standing(tx: Tx, condition: ColumnElement[bool]) -> tuple[SchemeStanding, ...]:
    newer = scheme.alias()
    latest = select(func.max(newer.c.version)).where(newer.c.scheme_id == scheme.c.scheme_id)
    statement = (
        select(scheme.c.body, scheme.c.source, withdrawals.c.withdrawn_at)
        .outerjoin(withdrawals, withdrawals.c.scheme_id == scheme.c.scheme_id)
        .where(condition, scheme.c.version == latest.scalar_subquery())
        .order_by(scheme.c.scheme_id)
    )
    return tuple(
        _with_withdrawal(Scheme.from_store(row.body), row.source, row.withdrawn_at)
        for row in tx.connection.execute(statement)
    )


def _with_withdrawal(scheme: Scheme, source: str, withdrawn_at: datetime | None) -> SchemeStanding:
    # A version that was pushed after the withdrawal stands.
    taken_back = withdrawn_at is not None and withdrawn_at >= scheme.pushed_at
    return SchemeStanding(scheme, source, withdrawn_at if taken_back else None)


def events_of(tx: Tx, case_numbers: Collection[str]) -> Mapping[str, Sequence[StoredEvent]]:
    """The events of these cases, by case, in the order they arrived."""
    statement = select(event).where(among(tx, event.c.case_number, case_numbers)).order_by(event.c.id)
    found: dict[str, list[StoredEvent]] = {number: [] for number in case_numbers}
    for row in tx.connection.execute(statement).mappings():
        found[row["case_number"]].append(event_of(row))
    return found


def held_at(tx: Tx, prefix: str, case_numbers: Collection[str]) -> frozenset[int]:
    """Ids of the events of these cases that a mirror has taken; `prefix` is what its outbox keys begin with."""
    statement = (
        select(event.c.id)
        .join(
            outbox,
            and_(
                outbox.c.key == literal(prefix) + event.c.record_key,
                outbox.c.state == State.DELIVERED,
            ),
        )
        .where(among(tx, event.c.case_number, case_numbers))
    )
    return frozenset(tx.connection.execute(statement).scalars())


def present(tx: Tx, sha256s: Collection[str]) -> frozenset[str]:
    """Which of these documents lie in the folder."""
    if not sha256s:
        return frozenset()
    statement = select(document.c.sha256).where(
        among(tx, document.c.sha256, sorted(sha256s)), document.c.state == "present"
    )
    return frozenset(tx.connection.execute(statement).scalars())

"""What a certificate is made of: a company's events of one day, as each side holds them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from hub.store.engine import Tx
from hub.store.outbox import State
from hub.store.sql import among
from hub.store.tables import event, holding, inbox, outbox, record_correction, scheme, utility_case

_EVENT = "event"


@dataclass(frozen=True, slots=True)
class TheirEvent:
    """An event as the company holds it."""

    event_id: str
    case_number: str | None
    version: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class OurEvent:
    """An event as the hub holds it."""

    event_id: str
    case_number: str
    version: int | None
    digest: str
    stage: str
    status: int
    occurred_at: datetime
    legal: bool
    record_key: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event's record at one mirror: as read back, and as it was sent."""

    held: bool
    digest: str
    differs: bool
    state: State | None
    error: Mapping[str, Any] | None = field(repr=False)


def theirs(tx: Tx, company: str, start: datetime, end: datetime) -> tuple[TheirEvent, ...]:
    """What the company holds of a day."""
    statement = select(holding.c.key, holding.c.case_number, holding.c.version, holding.c.digest).where(
        holding.c.counterpart == company,
        holding.c.type == _EVENT,
        holding.c.occurred_at >= start,
        holding.c.occurred_at < end,
    )
    # The index begins with the case: every case of the company, and what belongs to none.
    numbers = select(utility_case.c.number).where(utility_case.c.company == company)
    either = or_(holding.c.case_number.in_(numbers), holding.c.case_number.is_(None))
    return tuple(TheirEvent(*row) for row in tx.connection.execute(statement.where(either)))


def ours(tx: Tx, company: str, start: datetime, end: datetime) -> tuple[OurEvent, ...]:
    """What the hub holds of a day."""
    columns = (
        event.c.event_id,
        event.c.case_number,
        event.c.scheme_version,
        event.c.content_hash,
        event.c.stage,
        event.c.status,
        event.c.occurred_at,
        event.c.legal,
        event.c.record_key,
    )
    numbers = select(utility_case.c.number).where(utility_case.c.company == company)
    statement = select(*columns).where(
        event.c.case_number.in_(numbers), event.c.occurred_at >= start, event.c.occurred_at < end
    )
    return tuple(OurEvent(*row) for row in tx.connection.execute(statement))


def recorded(tx: Tx, mirror: str, keys: Collection[str]) -> dict[str, Recorded]:
    """What has become of events' records at a mirror, by the events' own record keys."""
    base, now = record_correction.c.record_key, record_correction.c.current_key
    replaced = select(base, now).where(record_correction.c.mirror == mirror, among(tx, base, keys))
    corrected: dict[str, str | None] = dict(tx.connection.execute(replaced).tuples().all())
    standing = {key: corrected.get(key, key) for key in keys}
    wanted = {key for key in standing.values() if key is not None}
    held = and_(
        holding.c.counterpart == mirror,
        holding.c.type == _EVENT,
        holding.c.key == func.substr(outbox.c.key, len(mirror) + 2),
    )
    statement = (
        select(
            func.substr(outbox.c.key, len(mirror) + 2),
            and_(holding.c.standing, ~holding.c.pending),
            holding.c.digest,
            holding.c.differs,
            outbox.c.state,
            outbox.c.error,
        )
        .select_from(outbox.outerjoin(holding, held))
        .where(among(tx, outbox.c.key, [f"{mirror}:{key}" for key in wanted]))
    )
    found = {
        key: Recorded(bool(there), digest or "", bool(differs), State(state), error)
        for key, there, digest, differs, state, error in tx.connection.execute(statement)
    }
    return {key: found[now_key] for key, now_key in standing.items() if now_key in found}


def received_states(tx: Tx, company: str, event_ids: Collection[str]) -> dict[str, str]:
    """In which state the inbox has these events."""
    statement = select(inbox.c.event_id, inbox.c.state).where(
        inbox.c.source == company, among(tx, inbox.c.event_id, event_ids)
    )
    return dict(tx.connection.execute(statement).tuples().all())


def districts(tx: Tx, numbers: Collection[str]) -> dict[str, str]:
    """The district of each of these cases: that of the scheme's version that the case is about."""
    same = and_(scheme.c.scheme_id == utility_case.c.scheme_id, scheme.c.version == utility_case.c.version)
    statement = select(utility_case.c.number, scheme.c.area_code).select_from(utility_case.join(scheme, same))
    found = tx.connection.execute(statement.where(among(tx, utility_case.c.number, numbers)))
    return dict(found.tuples().all())

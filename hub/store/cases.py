"""Cases and their events. A case's state is a fold over its events; what is kept of it here is for asking."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from hub.store.engine import Tx
from hub.store.sql import among, insert_into, update_rows
from hub.store.tables import event, utility_case
from models.stage import Stage


@dataclass(frozen=True, slots=True)
class NewCase:
    """A scheme that begins its way at a company."""

    number: str
    scheme_id: str
    company: str
    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it stands. `version` is the scheme's; `remote_ref` the company's own number for it."""

    number: str
    scheme_id: str
    company: str
    kind: str
    version: int
    remote_ref: str | None
    stage: str
    status: int | None
    ended: bool
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A status event of a case. `id` is its place in the order of arrival; `add_event` gives it.

    `step` counts the events of a matter from 1 (BLCS); an illegal event has none. `record_key` is the key under
    which the event was handed to the mirrors, `None` until then. `handler` is personal data.
    """

    id: int | None
    case_number: str
    source: str
    event_id: str
    stage: str
    round: int
    step: int | None
    matter: str | None
    status: int
    status_code: str
    status_text: str
    opinion: str | None
    opinion_text: str
    department: str | None
    handler: str | None = field(repr=False)
    scheme_version: int | None
    documents: Sequence[Mapping[str, Any]]
    occurred_at: datetime
    received_at: datetime
    legal: bool
    record_key: str | None
    content_hash: str


_CASE_COLUMNS = tuple(utility_case.c[each.name] for each in fields(CaseRow))
_EVENT_FIELDS = tuple(each.name for each in fields(StoredEvent) if each.name != "id")


def open(tx: Tx, case: NewCase) -> bool:
    """Begin a case, at the review. False when the scheme has one at this company, or the number is taken."""
    tx.alone()
    statement = (
        insert_into(tx, utility_case)
        .values(
            number=case.number,
            scheme_id=case.scheme_id,
            company=case.company,
            kind=case.kind,
            version=case.version,
            stage=Stage.REVIEW,
            ended=False,
            opened_at=tx.now(),
            changed_at=tx.now(),
            clock_at=tx.now(),
        )
        .on_conflict_do_nothing()
        .returning(utility_case.c.number)
    )
    return tx.connection.execute(statement).first() is not None


def get(tx: Tx, number: str) -> CaseRow | None:
    """The case with this number."""
    return next(iter(_select(tx, utility_case.c.number == number)), None)


def by_scheme(tx: Tx, scheme_id: str) -> tuple[CaseRow, ...]:
    """The cases of a scheme, by number."""
    return _select(tx, utility_case.c.scheme_id == scheme_id)


def stages(tx: Tx, numbers: Collection[str]) -> Mapping[str, str]:
    """The stage that each of these cases is in."""
    if not numbers:
        return {}
    statement = select(utility_case.c.number, utility_case.c.stage).where(
        among(tx, utility_case.c.number, numbers)
    )
    return {row.number: row.stage for row in tx.connection.execute(statement)}


def of_company(tx: Tx, company: str) -> tuple[CaseRow, ...]:
    """The cases that a company has been given and knows of, by number."""
    return _select(tx, utility_case.c.company == company, utility_case.c.remote_ref.is_not(None))


def by_remote_ref(tx: Tx, company: str, remote_ref: str) -> CaseRow | None:
    """The case that a company knows under `remote_ref`."""
    found = _select(tx, utility_case.c.company == company, utility_case.c.remote_ref == remote_ref)
    return next(iter(found), None)


def _select(tx: Tx, *conditions: ColumnElement[bool]) -> tuple[CaseRow, ...]:
    statement = select(*_CASE_COLUMNS).where(*conditions).order_by(utility_case.c.number)
    return tuple(CaseRow(**row) for row in tx.connection.execute(statement).mappings())


def count(tx: Tx) -> int:
    """How many cases there are."""
    return tx.connection.execute(select(func.count()).select_from(utility_case)).scalar_one()


def set_version(tx: Tx, number: str, version: int) -> None:
    """The case is now about this version of its scheme."""
    _set(tx, number, version=version)


def set_remote_ref(tx: Tx, number: str, remote_ref: str) -> None:
    """The company knows the case under this reference."""
    _set(tx, number, remote_ref=remote_ref)


def save_state(
    tx: Tx, number: str, *, stage: str, status: int | None, ended: bool, changed_at: datetime
) -> None:
    """What the fold says of the case."""
    _set(tx, number, stage=stage, status=status, ended=ended, changed_at=changed_at)


def read_clocks(tx: Tx, number: str) -> None:
    """Something has happened to the case that its clocks may show: they are to be read again."""
    _set(tx, number)


def _set(tx: Tx, number: str, **values: Any) -> None:
    tx.alone()
    values["clock_at"] = tx.now()
    tx.connection.execute(update(utility_case).where(utility_case.c.number == number).values(values))


def add_event(tx: Tx, new: StoredEvent) -> int | None:
    """Put an event into its case's history; its id, or `None` when the case has it already."""
    tx.alone()
    statement = (
        insert_into(tx, event)
        .values({name: getattr(new, name) for name in _EVENT_FIELDS})
        .on_conflict_do_nothing(index_elements=["case_number", "event_id"])
        .returning(event.c.id)
    )
    return tx.connection.execute(statement).scalar_one_or_none()


def events(tx: Tx, number: str) -> tuple[StoredEvent, ...]:
    """The events of a case in the order they arrived."""
    statement = select(event).where(event.c.case_number == number).order_by(event.c.id)
    return tuple(event_of(row) for row in tx.connection.execute(statement).mappings())


def place_event(tx: Tx, placed: StoredEvent) -> None:
    """Keep where the fold put a stored event: round, step, matter, whether it is legal, and its record key."""
    place_events(tx, [placed])


def place_events(tx: Tx, placed: Sequence[StoredEvent]) -> None:
    """`place_event` for a group."""
    tx.alone()
    names = ("id", "round", "step", "matter", "legal", "record_key")
    update_rows(tx, event, ["id"], [{name: getattr(each, name) for name in names} for each in placed])


def last_step(tx: Tx, matter: str) -> int:
    """The highest step of a matter so far; 0 before the first."""
    statement = select(func.coalesce(func.max(event.c.step), 0)).where(
        event.c.matter == matter, event.c.step.is_not(None)
    )
    step: int = tx.connection.execute(statement).scalar_one()
    return step


def event_of(row: RowMapping) -> StoredEvent:
    """A stored event from its row."""
    return StoredEvent(**row)

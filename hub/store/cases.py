"""Cases and their events. A case's state is a fold over its events; what is kept of it here is for asking."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Row, func, select, update

from hub.store.engine import Tx
from hub.store.sql import insert_into, update_rows
from hub.store.tables import event, utility_case
from models.documents import DocumentRef
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus


@dataclass(frozen=True, slots=True)
class NewCase:
    """A scheme that begins its way at a company."""

    number: str
    scheme_id: str
    company: str
    kind: UtilityKind
    version: int


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. `version` is the scheme's; `remote_ref` the company's own number for it."""

    number: str
    scheme_id: str
    company: str
    kind: UtilityKind
    version: int
    remote_ref: str | None
    stage: Stage
    status: HandlingStatus | None
    ended: bool
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A status event of a case. `id` is the order of arrival; it is given by `add_event`.

    `step` counts a matter's events from 1 (BLCS); an illegal event has none. `record_key` is the key under which it
    is recorded at the province, `None` until then.
    """

    case_number: str
    source: str
    event_id: str
    stage: Stage
    round: int
    status: HandlingStatus
    status_code: str
    status_text: str
    occurred_at: datetime
    received_at: datetime
    content_hash: str
    legal: bool = True
    step: int | None = None
    matter: str | None = None
    opinion: Opinion | None = None
    opinion_text: str = ""
    department: str | None = None
    handler: SecretStr | None = None
    scheme_version: int | None = None
    documents: tuple[DocumentRef, ...] = ()
    record_key: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class EventPlacement:
    """Where the fold put an event that is stored already."""

    id: int
    round: int
    step: int | None
    matter: str | None
    legal: bool
    record_key: str | None


def open(tx: Tx, case: NewCase) -> bool:  # noqa: A001  (a case is opened)
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
        )
        .on_conflict_do_nothing()
        .returning(utility_case.c.number)
    )
    return tx.connection.execute(statement).first() is not None


def get(tx: Tx, number: str) -> Case | None:
    """The case with this number."""
    return _one(tx, utility_case.c.number == number)


def by_scheme(tx: Tx, scheme_id: str, company: str | None = None) -> tuple[Case, ...]:
    """The cases of a scheme, by number: all, or the one at `company`."""
    conditions = [utility_case.c.scheme_id == scheme_id]
    if company is not None:
        conditions.append(utility_case.c.company == company)
    statement = select(utility_case).where(*conditions).order_by(utility_case.c.number)
    return tuple(_case(row) for row in tx.connection.execute(statement))


def by_remote_ref(tx: Tx, company: str, remote_ref: str) -> Case | None:
    """The case that a company knows under `remote_ref`."""
    return _one(tx, (utility_case.c.company == company) & (utility_case.c.remote_ref == remote_ref))

"""Schemes as they came: every version, its warnings, its documents, and withdrawals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import distinct, func, select

from hub.store.engine import Tx
from hub.store.sql import among, insert_into
from hub.store.tables import scheme as table
from hub.store.tables import scheme_document
from hub.store.tables import withdrawal as withdrawals
from models.digest import content_hash
from models.messages import Message
from models.scheme import Scheme, Withdrawal


class SchemeConflict(Exception):
    """A version that is known came with other contents. Versions are immutable: the sender must raise the number."""

    def __init__(self, scheme_id: str, version: int) -> None:
        super().__init__(f"{scheme_id} version {version} is known with other contents")
        self.scheme_id = scheme_id
        self.version = version


@dataclass(frozen=True, slots=True)
class AddedScheme:
    """The row of a scheme version, and whether it was new."""

    pk: int
    new: bool


class ProjectName(NamedTuple):
    """How people know a project."""

    code: str
    name: str
    area_code: str


@dataclass(frozen=True, slots=True)
class SchemeCounts:
    """How many schemes are known, in how many versions, and how many of them are withdrawn."""

    schemes: int
    versions: int
    withdrawn: int


def add(tx: Tx, scheme: Scheme, source: str) -> AddedScheme:
    """Keep a version of a scheme, and which documents it names. Knowing it already is no fault.

    Raises `SchemeConflict` when the same version is known with other contents.
    """
    tx.alone()
    body = scheme.to_store()
    statement = (
        insert_into(tx, table)
        .values(
            scheme_id=scheme.scheme_id,
            version=scheme.version,
            source=source,
            project_code=scheme.project.code,
            project_name=scheme.project.name,
            area_code=scheme.project.area_code,
            body=body,
            body_hash=content_hash(body),
            warnings=[warning.to_store() for warning in scheme.warnings],
            pushed_at=scheme.pushed_at,
            received_at=tx.now(),
        )
        .on_conflict_do_nothing()
        .returning(table.c.id)
    )
    new = tx.connection.execute(statement).scalar_one_or_none()
    if new is None:
        return AddedScheme(_same(tx, scheme, content_hash(body)), False)
    documents = [
        {"scheme_id": scheme.scheme_id, "version": scheme.version, "sha256": document.sha256}
        for document in scheme.documents
    ]
    if documents:
        tx.connection.execute(scheme_document.insert(), documents)
    return AddedScheme(new, True)


def _same(tx: Tx, scheme: Scheme, body_hash: str) -> int:
    known = tx.connection.execute(
        select(table.c.id, table.c.body_hash).where(
            table.c.scheme_id == scheme.scheme_id, table.c.version == scheme.version
        )
    ).one()
    if known.body_hash != body_hash:
        raise SchemeConflict(scheme.scheme_id, scheme.version)
    pk: int = known.id
    return pk


def latest(tx: Tx, scheme_id: str) -> Scheme | None:
    """The highest version known, or `None`."""
    statement = (
        select(table.c.body).where(table.c.scheme_id == scheme_id).order_by(table.c.version.desc()).limit(1)
    )
    body = tx.connection.execute(statement).scalar_one_or_none()
    return None if body is None else Scheme.from_store(body)


def load(tx: Tx, scheme_id: str, version: int) -> Scheme:
    """One version. Raises `KeyError` when it is not known."""
    statement = select(table.c.body).where(table.c.scheme_id == scheme_id, table.c.version == version)
    body = tx.connection.execute(statement).scalar_one_or_none()
    if body is None:
        raise KeyError((scheme_id, version))
    return Scheme.from_store(body)


def warnings(tx: Tx, scheme_id: str, version: int) -> tuple[Message, ...]:
    """The doubts kept with a version when it came."""
    statement = select(table.c.warnings).where(table.c.scheme_id == scheme_id, table.c.version == version)
    kept = tx.connection.execute(statement).scalar_one_or_none() or []
    return tuple(Message.from_store(warning) for warning in kept)


def projects(tx: Tx, scheme_ids: Collection[str]) -> Mapping[str, ProjectName]:
    """Project code, name and area code of the latest version of each scheme that is known."""
    if not scheme_ids:
        return {}
    statement = (
        select(table.c.scheme_id, table.c.project_code, table.c.project_name, table.c.area_code)
        .where(among(tx, table.c.scheme_id, scheme_ids))
        .order_by(table.c.version)
    )
    return {scheme_id: ProjectName(*known) for scheme_id, *known in tx.connection.execute(statement)}


def history(tx: Tx, scheme_id: str) -> tuple[tuple[int, datetime, str], ...]:
    """Every version of a scheme: its number, when it arrived, and where from."""
    statement = (
        select(table.c.version, table.c.received_at, table.c.source)
        .where(table.c.scheme_id == scheme_id)
        .order_by(table.c.version)
    )
    return tuple(tx.connection.execute(statement).tuples())


def withdraw(tx: Tx, withdrawal: Withdrawal) -> bool:
    """Keep a withdrawal. False when this one, or a later one of the same scheme, is known already."""
    tx.alone()
    statement = insert_into(tx, withdrawals).values(
        scheme_id=withdrawal.scheme_id,
        reason=withdrawal.reason,
        withdrawn_at=withdrawal.withdrawn_at,
        received_at=tx.now(),
    )
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["scheme_id"],
        set_={"reason": new.reason, "withdrawn_at": new.withdrawn_at, "received_at": new.received_at},
        where=withdrawals.c.withdrawn_at < new.withdrawn_at,
    )
    kept = tx.connection.execute(statement.returning(withdrawals.c.scheme_id)).first()
    return kept is not None


def withdrawal(tx: Tx, scheme_id: str) -> Withdrawal | None:
    """The withdrawal of a scheme, the latest if there were several, or `None`."""
    row = tx.connection.execute(select(withdrawals).where(withdrawals.c.scheme_id == scheme_id)).first()
    if row is None:
        return None
    return Withdrawal(scheme_id=row.scheme_id, reason=row.reason, withdrawn_at=row.withdrawn_at)


def counts(tx: Tx) -> SchemeCounts:
    """What is known in all."""
    known, versions = tx.connection.execute(
        select(func.count(distinct(table.c.scheme_id)), func.count())
    ).one()
    withdrawn = tx.connection.execute(select(func.count()).select_from(withdrawals)).scalar_one()
    return SchemeCounts(known, versions, withdrawn)

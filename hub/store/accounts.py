"""Accounts of the desk's people, their sessions, and the addresses that failed to sign in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, case, delete, func, insert, select, update

from hub.store.engine import Tx
from hub.store.sql import insert_into
from hub.store.tables import account, address, oidc_flow, session


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account. `totp_step` is the last time step whose code was used; `subject` whom a provider knows it as."""

    id: int
    login: str
    name: str
    role: str
    areas: Sequence[str]
    password_hash: str | None = field(repr=False)
    must_change: bool
    totp_secret: str | None = field(repr=False)
    totp_pending: str | None = field(repr=False)
    totp_step: int
    subject: str | None
    failures: int
    locked_until: datetime | None
    disabled_at: datetime | None
    demo: bool
    created_at: datetime
    changed_at: datetime

    @property
    def has_totp(self) -> bool:
        """Whether a second factor is asked for."""
        return self.totp_secret is not None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session. `awaits` is the step that is still to be taken before it counts."""

    id: int
    token_hash: str = field(repr=False)
    account_id: int
    awaits: str | None
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A sign-in begun at a provider and not ended yet."""

    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    going_to: str
    created_at: datetime


_EMPTY: Final[Mapping[str, Any]] = {
    "password_hash": None,
    "must_change": False,
    "totp_secret": None,
    "totp_pending": None,
    "totp_step": 0,
    "subject": None,
    "failures": 0,
    "locked_until": None,
    "disabled_at": None,
    "demo": False,
}


def add(tx: Tx, values: Mapping[str, Any]) -> AccountRow | None:
    """A new account; `None` when the login is taken."""
    tx.alone()
    given = {**_EMPTY, **values, "created_at": tx.now(), "changed_at": tx.now()}
    statement = insert_into(tx, account).values(given).on_conflict_do_nothing().returning(account.c.id)
    made = tx.connection.execute(statement).scalar_one_or_none()
    return None if made is None else get(tx, account.c.id == made)


def get(tx: Tx, condition: ColumnElement[bool]) -> AccountRow | None:
    """The account that fulfils a condition."""
    row = tx.connection.execute(select(account).where(condition)).mappings().first()
    return AccountRow(**row) if row else None


def by_login(tx: Tx, login: str) -> AccountRow | None:
    """The account of this login."""
    return get(tx, account.c.login == login)


def by_id(tx: Tx, account_id: int) -> AccountRow | None:
    """The account with this id."""
    return get(tx, account.c.id == account_id)


def by_subject(tx: Tx, subject: str) -> AccountRow | None:
    """The account that a provider knows as this."""
    return get(tx, account.c.subject == subject)


def every(tx: Tx) -> tuple[AccountRow, ...]:
    """All accounts, by login."""
    rows = tx.connection.execute(select(account).order_by(account.c.login)).mappings()
    return tuple(AccountRow(**row) for row in rows)


def change(tx: Tx, account_id: int, **values: Any) -> None:
    """Set columns of an account."""
    tx.alone()
    statement = update(account).where(account.c.id == account_id)
    tx.connection.execute(statement.values(**values, changed_at=tx.now()))


def use_step(tx: Tx, account_id: int, step: int) -> bool:
    """Use the code of a time step. False when this one, or a later one, was used already."""
    statement = update(account).where(account.c.id == account_id, account.c.totp_step < step)
    return tx.connection.execute(statement.values(totp_step=step)).rowcount == 1


def note_failure(tx: Tx, account_id: int, *, limit: int, lock: timedelta) -> None:
    """Count a failure, and lock the account when it is one too many."""
    row = by_id(tx, account_id)
    if row is None:
        return
    failures = row.failures + 1
    locked = failures >= limit
    values = {"failures": 0 if locked else failures}
    if locked:
        values["locked_until"] = tx.now() + lock  # type: ignore[assignment]
    tx.connection.execute(update(account).where(account.c.id == account_id).values(**values))


def address_locked(tx: Tx, where: str) -> datetime | None:
    """Until when nobody signs in from this address."""
    statement = select(address.c.locked_until).where(
        address.c.address == where, address.c.locked_until > tx.now()
    )
    until: datetime | None = tx.connection.execute(statement).scalar_one_or_none()
    return until


def note_address_failure(tx: Tx, where: str, *, limit: int, within: timedelta) -> None:
    """Count a failure from an address, and lock it when there were too many `within` a while."""
    now = tx.now()
    stale = address.c.since < now - within
    statement = insert_into(tx, address).values(address=where, failures=1, since=now)
    counted = case((stale, 1), else_=address.c.failures + 1)
    statement = statement.on_conflict_do_update(
        index_elements=["address"],
        set_={"failures": counted, "since": case((stale, statement.excluded.since), else_=address.c.since)},
    )
    tx.connection.execute(statement)
    over = update(address).where(address.c.address == where, address.c.failures >= limit)
    tx.connection.execute(over.values(locked_until=now + within, failures=0, since=now))


def open_session(tx: Tx, values: Mapping[str, Any]) -> SessionRow:
    """A new session."""
    given = {**values, "created_at": tx.now(), "seen_at": tx.now()}
    made = tx.connection.execute(insert(session).values(given).returning(session.c.id)).scalar_one()
    found = _sessions(tx, session.c.id == made)
    return found[0]


def session_by_token(tx: Tx, token_hash: str) -> SessionRow | None:
    """The session of a token."""
    return next(iter(_sessions(tx, session.c.token_hash == token_hash)), None)


def sessions_of(tx: Tx, account_id: int) -> tuple[SessionRow, ...]:
    """The sessions of an account, the latest first."""
    return _sessions(tx, session.c.account_id == account_id)


def change_session(tx: Tx, session_id: int, **values: Any) -> None:
    """Set columns of a session."""
    tx.connection.execute(update(session).where(session.c.id == session_id).values(**values))


def end_sessions(tx: Tx, account_id: int, *, but: int | None = None, only: int | None = None) -> int:
    """End sessions of an account: all, all `but` one, or `only` one; how many."""
    statement = delete(session).where(session.c.account_id == account_id)
    if but is not None:
        statement = statement.where(session.c.id != but)
    if only is not None:
        statement = statement.where(session.c.id == only)
    return tx.connection.execute(statement).rowcount


def prune(tx: Tx, *, idle: timedelta, flows: timedelta) -> int:
    """Forget sessions that are over and sign-ins at a provider that nobody ended; how many."""
    now = tx.now()
    over = (session.c.ends_at <= now) | (session.c.seen_at <= now - idle)
    gone = tx.connection.execute(delete(session).where(over)).rowcount
    old = delete(oidc_flow).where(oidc_flow.c.created_at <= now - flows)
    return gone + tx.connection.execute(old).rowcount


def _sessions(tx: Tx, *conditions: ColumnElement[bool]) -> tuple[SessionRow, ...]:
    statement = select(session).where(*conditions).order_by(session.c.seen_at.desc(), session.c.id.desc())
    return tuple(_session(row) for row in tx.connection.execute(statement).mappings())


def _session(row: RowMapping) -> SessionRow:
    return SessionRow(**row)


def begin_flow(tx: Tx, state_hash: str, *, nonce: str, verifier: str, going_to: str) -> None:
    """Keep what a sign-in at a provider must come back with."""
    tx.connection.execute(
        insert(oidc_flow).values(
            state_hash=state_hash, nonce=nonce, verifier=verifier, going_to=going_to, created_at=tx.now()
        )
    )


def end_flow(tx: Tx, state_hash: str) -> FlowRow | None:
    """Take a begun sign-in, once."""
    columns = (oidc_flow.c.nonce, oidc_flow.c.verifier, oidc_flow.c.going_to, oidc_flow.c.created_at)
    statement = delete(oidc_flow).where(oidc_flow.c.state_hash == state_hash).returning(*columns)
    row = tx.connection.execute(statement).mappings().first()
    return FlowRow(**row) if row else None


def count(tx: Tx) -> int:
    """How many accounts there are."""
    return tx.connection.execute(select(func.count()).select_from(account)).scalar_one()

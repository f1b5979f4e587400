"""Sessions: a random token in the browser, its hash in the store, an end by silence and an end by age."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from hub.people.accounts import person_of
from hub.people.person import Person
from hub.people.roles import Role
from hub.people.settings import PeopleSettings
from hub.store import accounts as table
from hub.store import audit
from hub.store.accounts import AccountRow, SessionRow
from hub.store.engine import Store, Tx

TOTP: Final = "totp"
CHANGE: Final = "password"
ENROLMENT: Final = "enrolment"
"""What a session may await: a code of the second factor, a new password, a second factor to be set up."""

_TOUCHED_EVERY: Final = timedelta(seconds=30)
_AGENT_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has signed in, wholly or as far as `awaits` says."""

    token: str = field(repr=False)
    session: SessionRow
    person: Person
    awaits: str | None
    has_totp: bool = False
    is_demo: bool = False


def hash_of(token: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def begin(
    tx: Tx, row: AccountRow, settings: PeopleSettings, *, where: str, agent: str, sure: bool = False
) -> SignedIn:
    """Open a session. `sure`: the second factor was given already, or a provider vouches for it."""
    table.prune(tx, idle=settings.idle, flows=timedelta(hours=1))
    token = new_token()
    values = {
        "token_hash": hash_of(token),
        "account_id": row.id,
        "awaits": TOTP if row.has_totp and not sure else next_step(row, settings, sure=sure),
        "address": where,
        "agent": agent[:_AGENT_LENGTH],
        "ends_at": tx.now() + settings.longest,
    }
    return _signed_in(token, table.open_session(tx, values), row)


def next_step(row: AccountRow, settings: PeopleSettings, *, sure: bool = False) -> str | None:
    """What somebody whose factors fit has to do before anything else."""
    if row.must_change:
        return CHANGE
    wanted = Role(row.role) in settings.totp_roles
    return ENROLMENT if wanted and not row.has_totp and not sure else None


def advance(tx: Tx, current: SignedIn, awaits: str | None) -> SignedIn:
    """The same session a step further, under a new token: one seen before the step is worth nothing after it."""
    token = new_token()
    table.change_session(tx, current.session.id, token_hash=hash_of(token), awaits=awaits)
    session = replace(current.session, token_hash=hash_of(token), awaits=awaits)
    return replace(current, token=token, session=session, awaits=awaits)


def find(store: Store, token: str, settings: PeopleSettings, *, touch: bool = True) -> SignedIn | None:
    """Who holds this token; `None` when the session is over, or the account closed.

    `touch` counts as a sign of life; leave it out for what a page asks for by itself.
    """
    with store.read() as tx:
        found = of_token(tx, token, settings)
        stale = found is not None and tx.now() - found.session.seen_at > _TOUCHED_EVERY
    if found is not None and touch and stale:
        with store.begin() as tx:
            table.change_session(tx, found.session.id, seen_at=tx.now())
    return found


def of_token(tx: Tx, token: str, settings: PeopleSettings) -> SignedIn | None:
    """`find` within a transaction, without a sign of life."""
    session = table.session_by_token(tx, hash_of(token))
    if session is None or min(session.ends_at, session.seen_at + settings.idle) <= tx.now():
        return None
    row = table.by_id(tx, session.account_id)
    if row is None or row.disabled_at is not None:
        return None
    return _signed_in(token, session, row)


def _signed_in(token: str, session: SessionRow, row: AccountRow) -> SignedIn:
    return SignedIn(token, session, person_of(row), session.awaits, row.has_totp, row.demo)


def end(store: Store, token: str) -> None:
    """Sign out."""
    with store.begin() as tx:
        session = table.session_by_token(tx, hash_of(token))
        if session is not None:
            row = table.by_id(tx, session.account_id)
            table.end_sessions(tx, session.account_id, only=session.id)
            audit.append(tx, row.login if row else "", "sign-out", row.login if row else "", {})


def of(tx: Tx, person: Person) -> tuple[SessionRow, ...]:
    """A person's own sessions, the latest first."""
    return () if person.id is None else table.sessions_of(tx, person.id)


def end_one(tx: Tx, person: Person, session_id: int) -> bool:
    """End one of a person's own sessions."""
    return person.id is not None and table.end_sessions(tx, person.id, only=session_id) == 1


def end_others(tx: Tx, current: SignedIn) -> int:
    """End every other session of the same person; how many."""
    return table.end_sessions(tx, current.session.account_id, but=current.session.id)


def form_key(token: str) -> str:
    """What a form of this session carries, so that no other page can send it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def fits(token: str, given: str) -> bool:
    """Whether a form carries its session's key."""
    return hmac.compare_digest(form_key(token), given)

"""Signing in (登录): password, second factor, and what locks an account or an address.

Each failure is committed before it is told. The sentence is the same whatever was wrong, so that nobody learns from
it which accounts exist, or that a password fitted a locked one.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from hub.people import passwords, sessions, totp
from hub.people.accounts import plain_login
from hub.people.refusals import Faulty, Refused
from hub.people.roles import Role
from hub.people.sessions import CHANGE, ENROLMENT, TOTP, SignedIn
from hub.people.settings import PeopleSettings
from hub.people.vault import Vault
from hub.store import accounts as table
from hub.store import audit
from hub.store.accounts import AccountRow
from hub.store.engine import Store, Tx
from models.messages import FieldFault, Message

SESSION_OVER = Message(id="session-over")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor to be set up. Shown once: neither is kept where anybody could read it again."""

    secret: str = field(repr=False)
    address: str = field(repr=False)
    """What a telephone scans (`otpauth://…`)."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """The ways in, over one store."""

    store: Store
    vault: Vault
    settings: PeopleSettings

    def with_password(self, login: str, password: str, *, address: str, agent: str = "") -> SignedIn:
        """Sign in with login and password. Raises `Refused`."""
        with self.store.read() as tx:
            row = table.by_login(tx, plain_login(login))
        right = passwords.fits(row.password_hash if row else None, password)
        with self.store.begin() as tx:
            # Read again: meanwhile others may have tried, or the account may have been closed.
            row = table.by_login(tx, plain_login(login))
            held = table.address_locked(tx, address) is not None
            if row is not None and right and not held and self._is_open(tx, row):
                if row.password_hash and passwords.is_old(row.password_hash):
                    table.change(tx, row.id, password_hash=passwords.hashed(password))
                if not row.has_totp:
                    table.change(tx, row.id, failures=0, locked_until=None)
                return self._begin(tx, row, address, agent, "password")
            if not held:
                self._failed(tx, row, address)
        raise Refused(self._no())

    def with_code(self, token: str, code: str, *, address: str) -> SignedIn:
        """Give the second factor for a session that awaits it. Each code counts once. Raises `Refused`."""
        with self.store.begin() as tx:
            current, row = self._current(tx, token, TOTP)
            held = table.address_locked(tx, address) is not None
            if not held and self._is_open(tx, row) and self._uses(tx, row, row.totp_secret, code):
                table.change(tx, row.id, failures=0, locked_until=None)
                return sessions.advance(tx, current, sessions.next_step(row, self.settings))
            if not held:
                self._failed(tx, row, address)
        raise Refused(self._no_code())

    def change_password(self, token: str, old: str, new: str, *, address: str = "") -> SignedIn:
        """Choose a new password: every session ends, and a new one begins. Raises `Refused` and `Faulty`."""
        with self.store.read() as tx:
            _, row = self._current(tx, token, None, CHANGE)
        right = passwords.fits(row.password_hash, old)
        found = passwords.faults(
            new, length=self.settings.password_length, login=row.login, before=row.password_hash
        )
        if right and found:
            raise Faulty(Message(id="password-faulty"), found)
        kept = passwords.hashed(new) if right else ""
        with self.store.begin() as tx:
            current, row = self._current(tx, token, None, CHANGE)
            if right and self._is_open(tx, row):
                table.change(tx, row.id, password_hash=kept, must_change=False, demo=False)
                table.end_sessions(tx, row.id)
                audit.append(tx, row.login, "account.password", row.login, {})
                changed = table.by_id(tx, row.id) or row
                session = current.session
                return sessions.begin(
                    tx, changed, self.settings, where=session.address, agent=session.agent, sure=row.has_totp
                )
            self._failed(tx, row, address or current.session.address)
        wrong = FieldFault(field="old_password", message=Message(id="password-wrong"))
        raise Faulty(Message(id="password-faulty"), [wrong])

    def begin_totp(self, token: str) -> Enrolment:
        """A new second factor, to be confirmed with a code of it. Raises `Refused`."""
        secret = totp.new_secret()
        with self.store.begin() as tx:
            _, row = self._current(tx, token, None, ENROLMENT)
            if row.has_totp:
                raise Refused(Message(id="totp-there"))
            table.change(tx, row.id, totp_pending=self.vault.lock(secret))
        return Enrolment(secret, totp.address(secret, row.login))

    def confirm_totp(self, token: str, code: str) -> SignedIn:
        """Put the new second factor in force; every other session ends. Raises `Refused`."""
        with self.store.begin() as tx:
            current, row = self._current(tx, token, None, ENROLMENT)
            if self._uses(tx, row, row.totp_pending, code):
                table.change(tx, row.id, totp_secret=row.totp_pending, totp_pending=None)
                table.end_sessions(tx, row.id, but=current.session.id)
                audit.append(tx, row.login, "account.second-factor", row.login, {"on": True})
                return sessions.advance(tx, current, None)
        raise Refused(self._no_code())

    def remove_totp(self, token: str, code: str) -> None:
        """Do without the second factor, where the role may. Raises `Refused`."""
        with self.store.begin() as tx:
            current, row = self._current(tx, token, None)
            if Role(row.role) in self.settings.totp_roles:
                raise Refused(Message(id="totp-wanted", params={"role": row.role}))
            if self._is_open(tx, row) and self._uses(tx, row, row.totp_secret, code):
                table.change(tx, row.id, totp_secret=None, totp_pending=None)
                audit.append(tx, row.login, "account.second-factor", row.login, {"on": False})
                return
            self._failed(tx, row, current.session.address)
        raise Refused(self._no_code())

    def _current(self, tx: Tx, token: str, *awaits: str | None) -> tuple[SignedIn, AccountRow]:
        current = sessions.of_token(tx, token, self.settings)
        row = table.by_id(tx, current.session.account_id) if current else None
        if current is None or row is None or current.awaits not in awaits:
            raise Refused(SESSION_OVER)
        return current, row

    def _uses(self, tx: Tx, row: AccountRow, kept: str | None, code: str) -> bool:
        step = totp.step_of(self.vault.unlock(kept), code, tx.now()) if kept else None
        return step is not None and table.use_step(tx, row.id, step)

    def _is_open(self, tx: Tx, row: AccountRow) -> bool:
        locked = row.locked_until is not None and row.locked_until > tx.now()
        return row.disabled_at is None and not locked

    def _begin(self, tx: Tx, row: AccountRow, address: str, agent: str, how: str) -> SignedIn:
        audit.append(tx, row.login, "sign-in", row.login, {"address": address, "how": how})
        return sessions.begin(tx, row, self.settings, where=address, agent=agent)

    def _failed(self, tx: Tx, row: AccountRow | None, address: str) -> None:
        settings = self.settings
        table.note_address_failure(tx, address, limit=settings.address_failures, within=settings.lock)
        if row is None or not self._is_open(tx, row):
            return
        table.note_failure(tx, row.id, limit=settings.failures, lock=settings.lock)
        after = table.by_id(tx, row.id)
        if after is not None and not self._is_open(tx, after):
            audit.append(tx, "liandong", "account.locked", row.login, {"address": address})

    def _no(self) -> Message:
        minutes = max(self.settings.lock // timedelta(minutes=1), 1)
        return Message(id="sign-in-refused", params={"times": self.settings.failures, "minutes": minutes})

    def _no_code(self) -> Message:
        minutes = max(self.settings.lock // timedelta(minutes=1), 1)
        return Message(
            id="sign-in-code-refused", params={"times": self.settings.failures, "minutes": minutes}
        )

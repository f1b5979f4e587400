"""Accounts (账号): made, changed and closed by an administrator, on the desk or on the command line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hub.people import passwords
from hub.people.person import Person, check
from hub.people.refusals import Faulty, Refused
from hub.people.roles import Action, Role
from hub.people.settings import PeopleSettings
from hub.store import accounts as table
from hub.store import audit
from hub.store.accounts import AccountRow
from hub.store.engine import Tx
from models.messages import FieldFault, Message

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
_AREA: Final = re.compile(r"(?!00)[0-9]{6}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made. Without a password it signs in by a provider alone.

    The password is the first one: whoever signs in with it chooses another. `demo` marks an account that anybody
    may know the password of.
    """

    login: str
    name: str
    role: Role
    areas: frozenset[str] = frozenset()
    password: str | None = field(default=None, repr=False)
    demo: bool = False


def person_of(row: AccountRow) -> Person:
    """Who an account stands for."""
    return Person(row.id, row.login, row.name, Role(row.role), frozenset(row.areas))


def create(tx: Tx, by: Person, new: NewAccount, settings: PeopleSettings) -> AccountRow:
    """Make an account. Raises `Denied`, and `Faulty` naming what cannot be taken."""
    check(by, Action.PEOPLE)
    login = plain_login(new.login)
    found = [*_naming(login, new.name), *_places(new.areas)]
    if new.password is not None and not new.demo:
        found += passwords.faults(new.password, length=settings.password_length, login=login)
    if found:
        raise Faulty(Message(id="account-faulty"), found)
    values: dict[str, Any] = {
        "login": login,
        "name": new.name.strip(),
        "role": new.role.value,
        "areas": sorted(new.areas),
        "password_hash": passwords.hashed(new.password) if new.password is not None else None,
        "must_change": new.password is not None and not new.demo,
        "demo": new.demo,
    }
    row = table.add(tx, values)
    if row is None:
        taken = FieldFault(field="login", message=Message(id="account-login-taken", params={"login": login}))
        raise Faulty(Message(id="account-faulty"), [taken])
    _audit(tx, by, "account.add", row, {"role": row.role, "areas": list(row.areas)})
    return row


def plain_login(login: str) -> str:
    """A login as it is kept: in lower case, so that nobody has two."""
    return login.strip().casefold()


def _naming(login: str, name: str) -> list[FieldFault]:
    found = []
    if not _LOGIN.fullmatch(login):
        found.append(FieldFault(field="login", message=Message(id="account-login-form")))
    if not 0 < len(name.strip()) <= 50:
        found.append(FieldFault(field="name", message=Message(id="account-name-form")))
    return found


def _places(areas: Collection[str]) -> list[FieldFault]:
    wrong = sorted(area for area in areas if not _AREA.fullmatch(area))
    return [
        FieldFault(field="areas", message=Message(id="invalid-area-code-form", params={"value": area}))
        for area in wrong
    ]


def every(tx: Tx, by: Person) -> tuple[AccountRow, ...]:
    """All accounts. Raises `Denied`."""
    check(by, Action.PEOPLE)
    return table.every(tx)


def names(tx: Tx) -> Mapping[str, str]:
    """The names of people whose accounts are open, by login: whom something can be assigned to."""
    return {row.login: row.name for row in table.every(tx) if row.disabled_at is None}


def the(tx: Tx, login: str) -> AccountRow:
    """The account of a login. Raises `Refused` when there is none."""
    row = table.by_login(tx, plain_login(login))
    if row is None:
        raise Refused(Message(id="account-unknown", params={"login": login[:64]}))
    return row


def set_role(
    tx: Tx, by: Person, login: str, role: Role, areas: frozenset[str], *, name: str | None = None
) -> AccountRow:
    """Give an account a role, districts, and a name. The last administrator stays one."""
    check(by, Action.PEOPLE)
    row = the(tx, login)
    found = [*_places(areas), *(_naming(row.login, name) if name is not None else ())]
    if found:
        raise Faulty(Message(id="account-faulty"), found)
    if role is not Role.ADMINISTRATOR or areas:
        _keep_an_administrator(tx, row)
    values: dict[str, Any] = {"role": role.value, "areas": sorted(areas)}
    if name is not None:
        values["name"] = name.strip()
    table.change(tx, row.id, **values)
    detail = {"before": {"role": row.role, "areas": list(row.areas)}, "after": values}
    _audit(tx, by, "account.role", row, detail)
    return the(tx, login)


def reset(
    tx: Tx, by: Person, login: str, password: str, settings: PeopleSettings, *, totp: bool = False
) -> None:
    """Give an account a new first password, lift its lock, end its sessions; with `totp`, forget its second factor."""
    check(by, Action.PEOPLE)
    row = the(tx, login)
    found = passwords.faults(password, length=settings.password_length, login=row.login)
    if found:
        raise Faulty(Message(id="account-faulty"), found)
    values: dict[str, Any] = {
        "password_hash": passwords.hashed(password),
        "must_change": True,
        "failures": 0,
        "locked_until": None,
        "demo": False,
    }
    if totp:
        values |= {"totp_secret": None, "totp_pending": None}
    table.change(tx, row.id, **values)
    table.end_sessions(tx, row.id)
    _audit(tx, by, "account.reset", row, {"second_factor": totp})


def disable(tx: Tx, by: Person, login: str) -> None:
    """Close an account and end its sessions. The last administrator's stays open."""
    check(by, Action.PEOPLE)
    row = the(tx, login)
    _keep_an_administrator(tx, row)
    table.change(tx, row.id, disabled_at=tx.now())
    table.end_sessions(tx, row.id)
    _audit(tx, by, "account.disable", row, {})


def enable(tx: Tx, by: Person, login: str) -> None:
    """Open a closed account again, and lift its lock."""
    check(by, Action.PEOPLE)
    row = the(tx, login)
    table.change(tx, row.id, disabled_at=None, failures=0, locked_until=None)
    _audit(tx, by, "account.enable", row, {})


def _keep_an_administrator(tx: Tx, row: AccountRow) -> None:
    tx.alone()
    others = [each for each in table.every(tx) if each.id != row.id and _administers(each)]
    if _administers(row) and not others:
        raise Refused(Message(id="account-last-administrator", params={"login": row.login}))


def _administers(row: AccountRow) -> bool:
    return row.role == Role.ADMINISTRATOR and row.disabled_at is None and not row.areas


def _audit(tx: Tx, by: Person, action: str, row: AccountRow, detail: Mapping[str, Any]) -> None:
    audit.append(tx, by.login, action, row.login, detail)

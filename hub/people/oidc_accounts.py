"""From a provider's claims to an account: by its subject, with the role and the districts the claims give."""

import re
from collections.abc import Mapping
from typing import Any, Final

from hub.people.accounts import plain_login
from hub.people.refusals import Refused
from hub.people.roles import Role
from hub.people.settings import OidcSettings
from hub.store import accounts as table
from hub.store import audit
from hub.store.accounts import AccountRow
from hub.store.engine import Tx
from models.messages import Message

_GREATEST_FIRST: Final = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.OFFICER, Role.AUDITOR, Role.VIEWER)
_AREA: Final = re.compile(r"(?!00)[0-9]{6}")


def account_for(tx: Tx, claims: Mapping[str, Any], settings: OidcSettings) -> AccountRow:
    """The account of somebody a provider vouches for, kept in step with the claims. Raises `Refused`.

    An account without a password that nobody is linked to yet is linked by its login; one with a password never is:
    whoever may choose a name at the provider could take it over.
    """
    subject = f"{settings.issuer}|{claims['sub']}"
    tx.alone()
    row = table.by_subject(tx, subject) or _first_time(tx, subject, claims, settings)
    if row.disabled_at is not None:
        raise _refused("oidc-account-closed", settings)
    values = _given(row, claims, settings)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        before = {name: getattr(row, name) for name in changed}
        table.change(tx, row.id, **changed)
        audit.append(tx, "liandong", "account.claims", row.login, {"before": before, "after": changed})
    return table.by_id(tx, row.id) or row


def _first_time(tx: Tx, subject: str, claims: Mapping[str, Any], settings: OidcSettings) -> AccountRow:
    login = plain_login(str(claims.get(settings.login_claim) or ""))
    row = table.by_login(tx, login) if login else None
    if row is not None:
        if row.password_hash is not None or row.subject is not None:
            raise _refused("oidc-not-linked", settings)
        table.change(tx, row.id, subject=subject)
        audit.append(tx, "liandong", "account.linked", row.login, {"subject": subject})
        return table.by_id(tx, row.id) or row
    role = _role(claims, settings)
    if not (settings.create and login and role):
        raise _refused("oidc-no-account", settings)
    values: dict[str, Any] = {
        "login": login[:64],
        "name": str(claims.get("name") or login)[:50],
        "role": role.value,
        "areas": [],
        "subject": subject,
    }
    made = table.add(tx, values)
    if made is None:
        raise _refused("oidc-no-account", settings)
    audit.append(tx, "liandong", "account.add", made.login, {"role": role.value, "subject": subject})
    return made


def _given(row: AccountRow, claims: Mapping[str, Any], settings: OidcSettings) -> dict[str, Any]:
    """What the claims say of an account, as far as the configuration lets them."""
    values: dict[str, Any] = {}
    if settings.roles:
        role = _role(claims, settings)
        if role is None:
            raise _refused("oidc-no-role", settings)
        values["role"] = role.value
    if settings.area_claim is not None:
        said = claims.get(settings.area_claim, [])
        areas = [str(area) for area in (said if isinstance(said, list) else [said])]
        # No area, or one that is none, must not widen what somebody sees to the whole city.
        if not areas or not all(map(_AREA.fullmatch, areas)):
            raise _refused("oidc-no-role", settings)
        values["areas"] = sorted(set(areas))
    return values


def _role(claims: Mapping[str, Any], settings: OidcSettings) -> Role | None:
    said = claims.get(settings.role_claim, [])
    held = {settings.roles.get(str(each)) for each in (said if isinstance(said, list) else [said])}
    return next((role for role in _GREATEST_FIRST if role in held), None)


def _refused(id_: str, settings: OidcSettings) -> Refused:
    return Refused(Message(id=id_, params={"company": settings.name}))

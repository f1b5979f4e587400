"""Accounts, saved views, the report and reconciliation over the API."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from desk.api.callers import Called, Caller
from desk.problems import not_found
from hub import reconcile
from hub.cli.reconcile import finding_dict
from hub.cli.report import city_of
from hub.liaison import views
from hub.liaison.filters import Filter
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import check
from hub.people.roles import Action, Role
from hub.report import reading
from hub.report.model import Period, Report
from hub.store.accounts import AccountRow

router = APIRouter()


class Access(BaseModel):
    """What an account may do, and in which districts (area codes; none: the whole city)."""

    role: Role
    areas: frozenset[str] = frozenset()


class Account(Access):
    """A new account with its first password."""

    login: str = Field(max_length=64)
    name: str = Field(max_length=50)
    password: str = Field(max_length=1000, repr=False)


class Reset(BaseModel):
    """A new first password; `totp`: the second factor is forgotten as well."""

    password: str = Field(max_length=1000, repr=False)
    totp: bool = False


class Mending(BaseModel):
    """Findings to mend, by id."""

    ids: tuple[int, ...] = Field(min_length=1, max_length=500)


def _told(row: AccountRow) -> dict[str, Any]:
    return {
        "login": row.login,
        "name": row.name,
        "role": row.role,
        "areas": list(row.areas),
        "second_factor": row.has_totp,
        "disabled_at": row.disabled_at,
        "locked_until": row.locked_until,
    }


@router.get("/people", tags=["people"])
def list_people(caller: Called) -> list[dict[str, Any]]:
    """All accounts."""
    with caller.read() as tx:
        return [_told(row) for row in accounts.every(tx, caller.person)]


@router.post("/people", tags=["people"], status_code=201)
def add(caller: Called, given: Account) -> dict[str, Any]:
    """Make an account."""
    new = NewAccount(given.login, given.name, given.role, given.areas, given.password)
    with caller.write() as tx:
        return _told(accounts.create(tx, caller.person, new, caller.house.hub.settings.people))


@router.put("/people/{login}", tags=["people"])
def set_access(caller: Called, login: str, given: Access) -> dict[str, Any]:
    """Give an account a role and districts."""
    with caller.write() as tx:
        return _told(accounts.set_role(tx, caller.person, login, given.role, given.areas))


@router.post("/people/{login}/reset", tags=["people"], status_code=204)
def reset(caller: Called, login: str, given: Reset) -> None:
    """Give an account a new first password and end its sessions."""
    settings = caller.house.hub.settings.people
    with caller.write() as tx:
        accounts.reset(tx, caller.person, login, given.password, settings, totp=given.totp)


@router.post("/people/{login}/disable", tags=["people"], status_code=204)
def disable(caller: Called, login: str) -> None:
    """Close an account."""
    with caller.write() as tx:
        accounts.disable(tx, caller.person, login)


@router.post("/people/{login}/enable", tags=["people"], status_code=204)
def enable(caller: Called, login: str) -> None:
    """Open an account again."""
    with caller.write() as tx:
        accounts.enable(tx, caller.person, login)


@router.get("/views", tags=["failures"])
def list_views(caller: Called) -> dict[str, dict[str, str]]:
    """One's own saved filters, by name."""
    with caller.read() as tx:
        return {name: wanted.as_params() for name, wanted in views.of(tx, caller.person).items()}


@router.put("/views/{name}", tags=["failures"], status_code=204)
def save_view(caller: Called, name: str, given: Filter) -> None:
    """Save a filter under a name."""
    with caller.write() as tx:
        views.save(tx, caller.person, name, given)


@router.delete("/views/{name}", tags=["failures"], status_code=204)
def remove_view(caller: Called, name: str) -> None:
    """Forget a saved filter."""
    with caller.write() as tx:
        views.remove(tx, caller.person, name)


def _of_the_city(caller: Caller, action: Action) -> None:
    check(caller.person, action)
    if caller.person.is_scoped:
        raise not_found()  # what follows is of the whole city


@router.get("/report", tags=["report"])
def report(caller: Called, first: date, last: date) -> Report:
    """The figures of a period, both days included."""
    _of_the_city(caller, Action.SEE)
    with caller.read() as tx:
        return reading.report(
            tx, Period(first=first, last=max(first, last)), city_of(caller.house.hub.settings)
        )


@router.get("/reconcile", tags=["reconcile"])
def findings(caller: Called, counterpart: str | None = None, after: int = 0) -> list[dict[str, Any]]:
    """What counterparts hold otherwise than the hub."""
    _of_the_city(caller, Action.SEE)
    with caller.read() as tx:
        found = reconcile.findings(tx, counterpart=counterpart, after=after)
    names = caller.words.names
    return [finding_dict(each, names) for each in found]


@router.post("/reconcile/mend", tags=["reconcile"])
def mend(caller: Called, given: Mending) -> dict[str, Any]:
    """Mend findings."""
    _of_the_city(caller, Action.RETRY)
    with caller.write() as tx:
        done = reconcile.mend(tx, caller.house.hub.city, given.ids, actor=caller.person.login)
    words = caller.words
    return {"mended": list(done.done), "left": {str(id): words.say(why) for id, why in done.left.items()}}

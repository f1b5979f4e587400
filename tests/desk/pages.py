"""Every page of the desk by a name, and where a town has it."""

from collections.abc import Callable
from typing import Final

from hub.store import desk as items
from hub.store.schemes_found import find
from tests.desk.town import Town

PAGES: Final[dict[str, str | Callable[[Town], str]]] = {
    "today": "/",
    "failures": "/failures?state=all",
    "failure": lambda town: f"/failures/{_item(town)}",
    "correct": lambda town: f"/failures/{_item(town)}/correct",
    "corrections": "/corrections",
    "bulk": "/bulk",
    "bulk-new": "/bulk/new?snoozed=all",
    "projects": "/projects",
    "project": lambda town: f"/projects/{_scheme(town)}",
    "companies": "/companies",
    "company": "/companies/water-a",
    "mapping": "/companies/water-a/mapping",
    "work": "/companies/gas-m/tasks",
    "reconcile": "/reconcile",
    "report": "/report",
    "audit": "/audit",
    "people": "/people",
    "account": "/account",
    "password": "/account/password",
    "second-factor": "/account/second-factor",
}


def address_of(town: Town, name: str) -> str:
    """Where a town has a page."""
    known = PAGES[name]
    return known if isinstance(known, str) else known(town)


def _item(town: Town) -> int:
    """An item whose delivery a company has refused, or was refused earlier."""
    with town.hub.store.read() as tx:
        refused = items.open_items(tx, kind="delivery")
    return refused[-1].id


def _scheme(town: Town) -> str:
    with town.hub.store.read() as tx:
        ((_, scheme),) = find(tx, "", frozenset(), limit=1)
    return scheme.scheme_id

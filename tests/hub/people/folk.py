"""Who there is in these tests, and small things everybody does."""

from typing import Any

from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import operator
from hub.people.roles import Role
from hub.people.sessions import SignedIn
from hub.people.settings import PeopleSettings
from hub.people.signing_in import SignIn
from hub.store import accounts as table
from hub.store import audit
from hub.store.engine import Store

SECRET = "通川 correct horse"
FIRST = "first-Battery-42"
HERE = "10.0.0.7"
ROOT = operator("root")


def hire(store: Store) -> None:
    with store.begin() as tx:
        accounts.create(tx, ROOT, NewAccount("li", "李明", Role.OFFICER, password=SECRET), PeopleSettings())
        accounts.create(
            tx, ROOT, NewAccount("wang", "王芳", Role.SUPERVISOR, password=FIRST), PeopleSettings()
        )
    change(store, "li", must_change=False)


def change(store: Store, login: str, **values: Any) -> None:
    with store.begin() as tx:
        table.change(tx, accounts.the(tx, login).id, **values)


def row(store: Store, login: str) -> table.AccountRow:
    with store.read() as tx:
        return accounts.the(tx, login)


def sign_in(way_in: SignIn, login: str = "li", password: str = SECRET, address: str = HERE) -> SignedIn:
    return way_in.with_password(login, password, address=address, agent="Firefox")


def acts(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        assert audit.verify(tx) is None
        return [(record.actor, record.action) for record in audit.records(tx, limit=1000)]

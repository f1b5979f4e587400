"""Demonstration accounts: one per role, with a password that everybody may know. In demo homes alone."""

from pathlib import Path
from typing import Final

from hub.demo.home import NotADemo
from hub.demo.time import MARKER
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import LIANDONG
from hub.people.roles import Role
from hub.people.settings import PeopleSettings
from hub.store.engine import Store

KNOWN: Final = "liandong-demo"
"""The password of all of them."""

PEOPLE: Final = (
    NewAccount("officer", "李明", Role.OFFICER, password=KNOWN, demo=True),
    NewAccount("tongchuan", "陈静", Role.OFFICER, frozenset({"511702"}), password=KNOWN, demo=True),
    NewAccount("supervisor", "王芳", Role.SUPERVISOR, password=KNOWN, demo=True),
    NewAccount("administrator", "刘洋", Role.ADMINISTRATOR, password=KNOWN, demo=True),
    NewAccount("auditor", "孙伟", Role.AUDITOR, password=KNOWN, demo=True),
    NewAccount("viewer", "赵强", Role.VIEWER, password=KNOWN, demo=True),
)


def employ(store: Store, home: Path) -> tuple[NewAccount, ...]:
    """Give the demo's people their accounts. Raises `NotADemo` for a home that no demo has made."""
    if not (home / MARKER).is_file():
        raise NotADemo(home)
    with store.begin() as tx:
        for person in PEOPLE:
            accounts.create(tx, LIANDONG, person, PeopleSettings())
    return PEOPLE

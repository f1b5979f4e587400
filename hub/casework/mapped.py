"""Codes that nobody has mapped, on the desk: one item per company and code, with the updates it holds back."""

from collections.abc import Collection
from typing import Final

from hub.store import desk, held
from hub.store.desk import NewItem
from hub.store.engine import Tx
from hub.store.held import HeldCode
from models.messages import Message, Value

UNMAPPED: Final = "mapping"
"""Kind of the desk item about a code without a place in the national dictionary; the subject is `company:code`."""

_MOST: Final = 10_000
"""Codes of one company."""


def tell_unmapped(tx: Tx, companies: Collection[str]) -> None:
    """Put the codes that hold updates of these companies back on the desk, each with its count."""
    for company in sorted(companies):
        desk.open_many(tx, [_item(each) for each in held.codes(tx, company)])


def close_mapped(tx: Tx, company: str) -> None:
    """Take the codes off the desk that hold nothing back any more."""
    desk.close_many(tx, UNMAPPED, settled(tx, company), resolution="mapped", by="liandong")


def settled(tx: Tx, company: str) -> frozenset[str]:
    """Subjects of the open items about codes that hold nothing back any more."""
    told = {item.subject for item in desk.open_items(tx, kind=UNMAPPED, destination=company, limit=_MOST)}
    return frozenset(told - {_subject(each) for each in held.codes(tx, company)}) if told else frozenset()


def _item(found: HeldCode) -> NewItem:
    params: dict[str, Value] = {
        "code": found.code,
        "text": str(found.example.get("status_text", "")),
        "count": found.count,
        "file": f"mappings/{found.source}.toml",
    }
    message = Message(id="update-unmapped", params=params)
    return NewItem(kind=UNMAPPED, subject=_subject(found), message=message, destination=found.source)


def _subject(found: HeldCode) -> str:
    return f"{found.source}:{found.code}"

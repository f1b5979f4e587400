"""Saved views: filters a person has given a name, their own alone."""

from collections.abc import Mapping
from typing import Final

from hub.liaison.filters import Filter
from hub.liaison.refusals import NotPossible
from hub.people.person import Person, check
from hub.people.roles import Action
from hub.store import desk_notes
from hub.store.engine import Tx
from models.messages import Message

MOST: Final = 50
_LONGEST: Final = 60


def save(tx: Tx, person: Person, name: str, wanted: Filter) -> None:
    """Keep a filter under a name. Raises `NotPossible` for a name too long or empty, and for one view too many."""
    check(person, Action.SEE)
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _LONGEST:
        raise NotPossible(Message(id="view-name", params={"length": _LONGEST}))
    held = desk_notes.views(tx, person.login)
    if plain not in held and len(held) >= MOST:
        raise NotPossible(Message(id="view-too-many", params={"count": MOST}))
    desk_notes.save_view(tx, person.login, plain, wanted.to_query())


def of(tx: Tx, person: Person) -> Mapping[str, Filter]:
    """A person's views, by name."""
    return {name: Filter.from_query(query) for name, query in desk_notes.views(tx, person.login).items()}


def remove(tx: Tx, person: Person, name: str) -> bool:
    """Forget a view. False when there is none of this name."""
    return desk_notes.remove_view(tx, person.login, name)

"""The list of failures: a page at a time, by keys and not by numbers, so that it holds while others work on it."""

from dataclasses import dataclass, replace
from typing import Final

from hub.liaison.filters import Filter
from hub.people.person import Person, check
from hub.people.roles import Action
from hub.store import desk_lists
from hub.store.desk_lists import Listed
from hub.store.engine import Tx

SIZE: Final = 50
LARGEST: Final = 1000
"""Most lines of a page."""
MOST: Final = 100_000
"""Most items that are acted on at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in their order. `first` and `last` are what the pages before and after are asked for with."""

    lines: tuple[Listed, ...]
    has_before: bool = False
    has_more: bool = False

    @property
    def first(self) -> int | None:
        """Id of the first line."""
        return self.lines[0].item.id if self.lines else None

    @property
    def last(self) -> int | None:
        """Id of the last line."""
        return self.lines[-1].item.id if self.lines else None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """An item's place (from 1) among those of a filter, and who stands beside it. `place` 0: it is none of them."""

    previous: int | None
    next: int | None
    place: int
    total: int


def page(
    tx: Tx,
    person: Person,
    wanted: Filter,
    *,
    size: int = SIZE,
    after: int | None = None,
    before: int | None = None,
) -> Page:
    """A page of what fulfils a filter: the first, the one behind `after`, or the one that ends before `before`."""
    check(person, Action.SEE)
    size = max(1, min(size, LARGEST))
    chosen, newest = wanted.selection(person), wanted.sort == "newest"
    found = desk_lists.page(tx, chosen, limit=size + 1, after=after, before=before, newest_first=newest)
    if before is not None:
        rest = len(found) > size
        return Page(found[-size:], has_before=rest, has_more=bool(found))
    return Page(found[:size], has_before=after is not None, has_more=len(found) > size)


def count(tx: Tx, person: Person, wanted: Filter) -> int:
    """How many items fulfil a filter, on whatever page they would stand."""
    check(person, Action.SEE)
    return desk_lists.count(tx, wanted.selection(person))


def ids(tx: Tx, person: Person, wanted: Filter, *, limit: int = MOST) -> tuple[int, ...]:
    """The ids of all that fulfil a filter now, the oldest first."""
    check(person, Action.SEE)
    return desk_lists.ids(tx, wanted.selection(person), limit=limit)


def neighbours(tx: Tx, person: Person, wanted: Filter, item_id: int) -> Neighbours:
    """Who stands before and after an item among those of a filter; also where the item itself has left them."""
    chosen, newest = wanted.selection(person), wanted.sort == "newest"
    before = desk_lists.page(tx, chosen, limit=1, before=item_id, newest_first=newest)
    after = desk_lists.page(tx, chosen, limit=1, after=item_id, newest_first=newest)
    total = desk_lists.count(tx, chosen)
    up_to = desk_lists.count(tx, replace(chosen, up_to=item_id))
    among = desk_lists.count(tx, replace(chosen, ids=(item_id,))) == 1
    place = (total - up_to + 1 if newest else up_to) if among else 0
    return Neighbours(
        before[0].item.id if before else None, after[0].item.id if after else None, place, total
    )

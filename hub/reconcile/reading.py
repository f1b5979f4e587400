"""Reading back one counterpart in a pass: page by page, each kept with how far the pass came."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from adapters.contract import capabilities
from adapters.errors import CounterpartError
from hub.bootstrap import Hub
from hub.counterparts import Mirror, Utility
from hub.feeds import is_paused
from hub.progress import Progress
from hub.reconcile import companies, mirrors
from hub.reconcile.comparing import BATCH
from hub.store import passes, unheld
from hub.store.engine import Tx
from hub.store.passes import Pass
from models.messages import Message
from models.records import RecordType

_EVENTS: Final = "event"


@dataclass
class State:
    """How far a pass came, as it is kept: per counterpart the place in each type, and what it came to."""

    counterparts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Pass) -> "State":
        return cls({name: dict(each) for name, each in found.progress.items()})

    def part(self, counterpart: str) -> dict[str, Any]:
        return self.counterparts.setdefault(counterpart, {"types": {}, "read": 0, "new": 0, "gone": 0})

    def is_done(self, counterpart: str) -> bool:
        return bool(self.part(counterpart).get("done"))


@dataclass
class Reading:
    """One counterpart being read in one pass."""

    hub: Hub
    found: Pass
    state: State
    counterpart: str
    since: datetime | None
    progress: Progress

    @property
    def part(self) -> dict[str, Any]:
        return self.state.part(self.counterpart)

    def place(self, record_type: str) -> dict[str, Any]:
        """Where reading of a type stands."""
        place: dict[str, Any] = self.part["types"].setdefault(record_type, {"cursor": None, "done": False})
        return place

    def kept(self, tx: Tx, record_type: str, count: int, cursor: str | None, *, more: bool) -> None:
        """A page was kept, in this transaction."""
        self.place(record_type).update(cursor=cursor, done=not more)
        self.part["read"] += count
        passes.advance(tx, self.found.id, self.state.counterparts)

    def tell(self) -> None:
        """Show how far it is."""
        done = sum(part["read"] for part in self.state.counterparts.values())
        self.progress("reconcile", done, None)


def can_be_read(hub: Hub, counterpart: str) -> bool:
    """Whether a counterpart's wire lets the hub read back what it holds."""
    utility = hub.counterparts.utilities.get(counterpart)
    if utility is not None:
        return "reread" in capabilities(utility.adapter)
    adapter = hub.counterparts.mirrors[counterpart].adapter
    return bool(adapter.rereads & adapter.takes)


async def read_back(reading: Reading) -> dict[str, Any] | None:
    """Read a counterpart back; why that could not be done, `None` when it was."""
    hub, counterpart = reading.hub, reading.counterpart
    if await asyncio.to_thread(is_paused, hub.store, counterpart):
        return _reason("unreached", Message(id="reconcile-paused", params={"counterpart": counterpart}))
    try:
        if counterpart in hub.counterparts.utilities:
            return await _read_company(reading, hub.counterparts.utilities[counterpart])
        return await _read_mirror(reading, hub.counterparts.mirrors[counterpart])
    except CounterpartError as error:
        return _reason("unreached", error.message)


def _reason(kind: str, message: Message) -> dict[str, Any]:
    return {"kind": kind, "message": message.to_store()}


async def _read_company(reading: Reading, utility: Utility) -> dict[str, Any] | None:
    if "reread" not in capabilities(utility.adapter):
        return _reason(
            "unread", Message(id="reconcile-unread-company", params={"company": utility.company.id})
        )
    place = reading.place(_EVENTS)
    while not place["done"]:
        page = await utility.adapter.reread(place["cursor"], since=reading.since)

        def keep(page: Any = page) -> None:
            with reading.hub.store.begin() as tx:
                count = companies.take_page(tx, utility.company.id, reading.found.id, page)
                reading.kept(tx, _EVENTS, count, page.cursor, more=page.more)

        await asyncio.to_thread(keep)
        reading.tell()
    return None


async def _read_mirror(reading: Reading, mirror: Mirror) -> dict[str, Any] | None:
    types = sorted(mirror.adapter.rereads & mirror.adapter.takes)
    if not types:
        return _reason("unread", Message(id="reconcile-unread-mirror", params={"mirror": mirror.id}))
    for record_type in types:
        if reading.since is not None and not mirror.adapter.narrows:
            await _ask(reading, mirror, record_type, reading.since)
        else:
            await _list(reading, mirror, record_type)
    return None


async def _list(reading: Reading, mirror: Mirror, record_type: RecordType) -> None:
    """Every record of a type, or those changed since."""
    place = reading.place(record_type)
    while not place["done"]:
        page = await mirror.adapter.holdings(record_type, place["cursor"], since=reading.since)

        def keep(page: Any = page) -> None:
            with reading.hub.store.begin() as tx:
                count = mirrors.take_page(tx, mirror.id, mirror.adapter, reading.found.id, page)
                reading.kept(tx, record_type, count, page.cursor, more=page.more)

        await asyncio.to_thread(keep)
        reading.tell()


async def _ask(reading: Reading, mirror: Mirror, record_type: RecordType, since: datetime) -> None:
    """By key for what was sent since: all that a mirror which cannot narrow its list can be asked for cheaply."""
    place = reading.place(record_type)
    while not place["done"]:
        after = int(place["cursor"] or 0)

        def due(after: int = after) -> list[unheld.Unheld]:
            with reading.hub.store.read() as tx:
                return list(
                    unheld.delivered_since(tx, mirror.id, f"record.{record_type}", since, after, BATCH)
                )

        rows = await asyncio.to_thread(due)
        keys = [row.key for row in rows]
        answers = await mirror.adapter.find(record_type, keys) if keys else ()
        held = {answer.key for answer in answers if answer.taken or answer.pending}
        onward = str(rows[-1].id) if rows else None

        def keep(keys: list[str] = keys, held: set[str] = held, onward: str | None = onward) -> None:
            with reading.hub.store.begin() as tx:
                mirrors.take_word(tx, mirror.id, reading.found.id, record_type, keys, held)
                reading.kept(tx, record_type, len(keys), onward, more=len(keys) == BATCH)

        await asyncio.to_thread(keep)
        reading.tell()

"""After a restore (恢复后核对): finding out what happened in the time that was lost, before anything is sent again.

First what mirrors hold, so that what is told anew keeps its place there; then every feed from its beginning; then each
delivery that may have arrived is asked about. Nothing here sends. It may be broken off and run again at any time.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from adapters.contract import Receipt, RecordAnswer
from adapters.errors import CounterpartError
from hub import collection, pulling
from hub.backup.beginning import want_missing
from hub.bootstrap import Hub
from hub.casework.evidence import scheme_taken
from hub.casework.folding import fold_all
from hub.counterparts import Mirror, Utility
from hub.delivery.outcomes import NobodyCanTell
from hub.delivery.senders import UtilitySender
from hub.progress import Progress, quiet
from hub.store import audit, doubts, epochs, steps
from hub.store.engine import Store
from hub.store.epochs import Epoch, Mode
from hub.store.outbox import Row
from hub.store.steps import HeldStep
from models.records import EventRecord

_OVERLAP: Final = timedelta(days=1)
"""Clocks differ: so far before the backup a mirror's records are read too."""
_AT_ONCE: Final = 256


@dataclass(slots=True)
class Drift:
    """What happened after the backup, as far as it is known. Names are keys of deliveries and ids of counterparts."""

    schemes: int = 0
    updates: int = 0
    delivered: list[str] = field(default_factory=list)
    """Deliveries that had arrived."""
    unknown: list[str] = field(default_factory=list)
    """Deliveries of which nobody can be asked: before they are sent a person must find out."""
    steps: int = 0
    """Steps of matters that a mirror holds and no event here has, as far as the feeds have not told them since."""
    documents: int = 0
    """Documents that are to be fetched again."""
    silent: list[str] = field(default_factory=list)
    """Counterparts that could not be asked."""

    @property
    def total(self) -> int:
        """How much happened."""
        return self.schemes + self.updates + len(self.delivered) + len(self.unknown) + self.steps

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "schemes": self.schemes,
            "updates": self.updates,
            "delivered": sorted(self.delivered),
            "unknown": sorted(self.unknown),
            "steps": self.steps,
            "documents": self.documents,
            "silent": sorted(set(self.silent)),
        }


async def carry_on(hub: Hub, progress: Progress = quiet) -> Drift | None:
    """Reconcile a store that was restored, back to normal once everybody was asked; `None` where it is normal."""
    epoch = await asyncio.to_thread(_epoch, hub.store)
    if epoch.mode is Mode.NORMAL:
        return None
    drift = Drift()
    drift.documents = await asyncio.to_thread(_want_missing, hub)
    await _read_steps(hub, epoch, drift)
    await _read_feeds(hub, drift, progress)
    await _ask(hub, drift, progress)
    await asyncio.to_thread(_end, hub, drift)
    return drift


def finish(store: Store, *, actor: str) -> bool:
    """End the reconciling by a person's word; False where there is none to end."""
    with store.begin() as tx:
        number = epochs.current(tx).number
        ended = epochs.finish(tx)
        if ended:
            audit.append(tx, actor, "store.reconciled", str(number), {"by": "person"})
    return ended


def _epoch(store: Store) -> Epoch:
    with store.read() as tx:
        return epochs.current(tx)


def _want_missing(hub: Hub) -> int:
    with hub.store.begin() as tx:
        return want_missing(tx, hub.settings.documents_folder)


def _end(hub: Hub, drift: Drift) -> None:
    with hub.store.begin() as tx:
        epochs.report(tx, drift.as_dict())
        if not drift.silent and epochs.finish(tx):
            detail = {**drift.as_dict(), "delivered": len(drift.delivered), "unknown": len(drift.unknown)}
            audit.append(tx, "liandong", "store.reconciled", str(epochs.current(tx).number), detail)


async def _read_steps(hub: Hub, epoch: Epoch, drift: Drift) -> None:
    since = None if epoch.taken_at is None else epoch.taken_at - _OVERLAP
    for mirror in hub.counterparts.mirrors.values():
        if "event" not in mirror.adapter.rereads:
            continue
        cursor, more = None, True
        try:
            while more:
                page = await mirror.adapter.holdings("event", cursor, since=since)
                held = [
                    HeldStep(each.key, each.record.matter, each.record.step)
                    for each in page.holdings
                    if isinstance(each.record, EventRecord) and each.standing
                ]
                drift.steps += await asyncio.to_thread(_hold, hub.store, held)
                cursor, more = page.cursor, page.more
        except CounterpartError:
            drift.silent.append(mirror.id)


def _hold(store: Store, held: Sequence[HeldStep]) -> int:
    with store.begin() as tx:
        return steps.hold(tx, held)


async def _read_feeds(hub: Hub, drift: Drift, progress: Progress) -> None:
    limits = hub.settings.delivery
    for source in hub.counterparts.sources.values():
        collected = await collection.collect(hub.store, source, hub.city, progress, settings=limits)
        drift.schemes += collected.new
        if collected.failed:
            drift.silent.append(source.id)
    for id, utility in hub.counterparts.utilities.items():
        pulled = await pulling.pull(hub.store, utility, hub.city, progress, settings=limits)
        drift.updates += pulled.new
        if pulled.failed:
            drift.silent.append(id)


async def _ask(hub: Hub, drift: Drift, progress: Progress) -> None:
    asked = 0
    # What is found to have arrived lets updates flow, and those may be told to mirrors: as often as there is more.
    while rows := await asyncio.to_thread(_doubtful, hub.store, asked):
        asked = rows[-1].id
        by_destination: dict[str, list[Row]] = {}
        for row in rows:
            by_destination.setdefault(row.destination, []).append(row)
        await asyncio.gather(*(_ask_one(hub, drift, id, found) for id, found in by_destination.items()))
        progress("reconcile", asked, None)


def _doubtful(store: Store, after: int) -> tuple[Row, ...]:
    with store.read() as tx:
        return doubts.every(tx, after=after, limit=_AT_ONCE)


async def _ask_one(hub: Hub, drift: Drift, destination: str, rows: Sequence[Row]) -> None:
    utility = hub.counterparts.utilities.get(destination)
    mirror = hub.counterparts.mirrors.get(destination)
    try:
        if utility is not None:
            await _ask_utility(hub, drift, utility, rows)
        elif mirror is not None:
            await _ask_mirror(hub, drift, mirror, rows)
    except CounterpartError:
        drift.silent.append(destination)


async def _ask_utility(hub: Hub, drift: Drift, utility: Utility, rows: Sequence[Row]) -> None:
    sender = UtilitySender(utility, hub.store, hub.folder)
    for row in rows:
        if not sender.can_be_held(row):
            continue
        try:
            receipt = await sender.ask(row)
        except NobodyCanTell:
            drift.unknown.append(row.key)
            continue
        if receipt is None:
            if sender.can_answer:
                await asyncio.to_thread(_not_held, hub.store, [row])
        elif await asyncio.to_thread(_held, hub, row, receipt):
            drift.delivered.append(row.key)
        await asyncio.sleep(1 / utility.limits.rate_per_second)


async def _ask_mirror(hub: Hub, drift: Drift, mirror: Mirror, rows: Sequence[Row]) -> None:
    records = [row for row in rows if "record" in row.body]  # opinions are returned to the same authority
    for record_type in sorted({row.body["record"] for row in records}):
        of_type = [row for row in records if row.body["record"] == record_type]
        for start in range(0, len(of_type), mirror.adapter.batch_limit):
            batch = of_type[start : start + mirror.adapter.batch_limit]
            answers = await mirror.adapter.find(record_type, [row.body["key"] for row in batch])
            known = {answer.key: answer for answer in answers}
            settled = await asyncio.to_thread(_recorded, hub, batch, known)
            drift.delivered.extend(settled)
            await asyncio.sleep(1 / mirror.limits.rate_per_second)


def _held(hub: Hub, row: Row, receipt: Receipt) -> bool:
    with hub.store.begin() as tx:
        if not doubts.settle_by_evidence(tx, row.id, receipt.remote_ref):
            return False
        if scheme_taken(tx, row, receipt.remote_ref):
            fold_all(tx, hub.city)
    return True


def _recorded(hub: Hub, rows: Sequence[Row], known: dict[str, RecordAnswer]) -> list[str]:
    with hub.store.begin() as tx:
        settled = []
        for row in rows:
            answer = known.get(row.body["key"])
            if answer is None:
                doubts.dispel(tx, [row.id])
            elif answer.taken and doubts.settle_by_evidence(tx, row.id, None, answer.serial):
                settled.append(row.key)
    return settled


def _not_held(store: Store, rows: Sequence[Row]) -> None:
    with store.begin() as tx:
        doubts.dispel(tx, [row.id for row in rows])

"""The pump: claims what is due, sends it within each destination's limits, settles in groups.

Claim (transaction) → call (no transaction open) → settle (transaction, only where the token still fits).
"""

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from hub.delivery.destinations import Destinations
from hub.delivery.gate import pace
from hub.delivery.outcomes import Judge
from hub.delivery.senders import Sender
from hub.delivery.settling import GROUP, Arrivals, DeliveryReport, OnSettled, Settling
from hub.progress import Progress, quiet
from hub.settings import DeliverySettings
from hub.store import claims, heads
from hub.store.claims import Claimed
from hub.store.engine import Store

PATIENCE: Final = 1.0
"""Seconds between two looks for newly due items while a long call is under way."""

Batch = tuple[Claimed, ...]


def worker_name() -> str:
    """A name for this worker that no other has: host, process and chance."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class _Claim:
    claimed: Batch
    seconds_to_room: float | None
    """Where only the rate stands in the way: how long until it does not."""
    seconds_to_lease: float | None
    """Until the first lease on an item of these destinations runs out; `None` when none is held."""


class Pump:
    """Delivers to a set of destinations until nothing more can be sent now."""

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        settings: DeliverySettings,
        *,
        on_settled: OnSettled,
        judge: Judge | None = None,
    ) -> None:
        self._store = store
        self._senders = senders
        self._settings = settings
        self._destinations = Destinations(senders, settings)
        self._settling = Settling(store, senders, self._destinations, judge or Judge(settings), on_settled)
        self._worker = worker_name()
        self._clock = pace()
        self._calls: dict[asyncio.Task[None], Batch] = {}
        self._arrivals = Arrivals()
        self._unsettled = 0

    async def run(self, progress: Progress = quiet, *, wait_for_leases: bool = False) -> DeliveryReport:
        """Deliver all that is due, then return what was done.

        Items that must wait (a later slot, a paused destination) stay for later, and so do another worker's,
        unless `wait_for_leases` stays until those are settled or their leases have run out. When cancelled,
        items under way stay claimed until their lease ends and are then asked for by key.
        """
        report = DeliveryReport()
        async with asyncio.TaskGroup() as tasks:
            keeper = tasks.create_task(self._keep_leases())
            while True:
                held_since = self._instant()
                claim = await asyncio.to_thread(self._claim)
                for batch in self._batches(claim.claimed):
                    self._start(tasks, batch, held_since)
                if claim.claimed:
                    continue
                if self._unsettled:
                    await self._settle_next(report, min(claim.seconds_to_room or PATIENCE, PATIENCE))
                    progress("deliver", report.total("delivered"), None)
                elif claim.seconds_to_room is not None:
                    await asyncio.sleep(claim.seconds_to_room)
                elif wait_for_leases and claim.seconds_to_lease is not None:
                    await asyncio.sleep(min(claim.seconds_to_lease, PATIENCE))
                else:
                    break
            keeper.cancel()
        return report

    def _claim(self) -> _Claim:
        wanted = tuple(self._senders)
        with self._store.begin() as tx:
            claim = self._destinations.claim(tx, wanted, self._worker, GROUP)
            wait = self._destinations.seconds_to_room(claim.with_room, tx, wanted)
            lease_end = heads.first_lease_end(tx, tuple(claim.with_room))
            seconds = None if lease_end is None else max(0.0, (lease_end - tx.now()).total_seconds())
        return _Claim(claim.claimed, wait, seconds)

    def _batches(self, claimed: Batch) -> list[Batch]:
        def same_call(item: Claimed) -> tuple[str, str]:
            return item.destination, item.kind

        batches: list[Batch] = []
        for (destination, _), items in groupby(sorted(claimed, key=same_call), key=same_call):
            together, size = tuple(items), self._senders[destination].batch
            batches += [together[start : start + size] for start in range(0, len(together), size)]
        return batches

    def _start(self, tasks: asyncio.TaskGroup, batch: Batch, held_since: "_Instant") -> None:
        self._unsettled += 1
        self._destinations.gate(batch[0].destination).begin()
        task = tasks.create_task(self._call(batch, held_since))
        self._calls[task] = batch
        task.add_done_callback(self._calls.pop)

    async def _call(self, batch: Batch, held_since: "_Instant") -> None:
        destination = batch[0].destination
        async with self._destinations.gate(destination).slots:
            if self._instant().may_be_past(held_since, self._settings.lease / 3):
                batch = await asyncio.to_thread(self._still_ours, batch)
            self._arrivals.put(destination, await self._senders[destination].send(batch) if batch else ())

    async def _settle_next(self, report: DeliveryReport, patience: float) -> None:
        calls = await self._arrivals.group(patience)
        if not calls:
            return
        await asyncio.to_thread(self._settling.settle, [sent for call in calls for sent in call.sent], report)
        for call in calls:
            self._destinations.gate(call.destination).end()
        self._unsettled -= len(calls)

    async def _keep_leases(self) -> None:
        # A drawing of a gigabyte takes longer than a lease: what is under way stays ours while we live.
        while True:
            await asyncio.sleep(self._settings.lease.total_seconds() / 3)
            held = [claimed for batch in self._calls.values() for claimed in batch]
            if held:
                await asyncio.to_thread(self._renew, held)

    def _renew(self, held: Sequence[Claimed]) -> tuple[int, ...]:
        with self._store.begin() as tx:
            self._destinations.keep_probes(tx, {each.destination for each in held})
            return claims.renew(tx, held, self._settings.lease)

    def _still_ours(self, batch: Batch) -> Batch:
        # A process that was stopped for long wakes here as if nothing had happened: what another worker took over
        # in the meantime is not sent a second time.
        held = set(self._renew(batch))
        return tuple(each for each in batch if each.id in held)

    def _instant(self) -> "_Instant":
        return _Instant(self._clock(), time.time())


@dataclass(frozen=True, slots=True)
class _Instant:
    """A moment by two clocks: one stands still while the machine sleeps, the other may be set."""

    steady: float
    wall: float

    def may_be_past(self, since: "_Instant", limit: timedelta) -> bool:
        """Whether more than `limit` may have passed."""
        return max(self.steady - since.steady, abs(self.wall - since.wall)) > limit.total_seconds()

"""Playing a city's working days: cycle after cycle, until nothing is going to happen any more."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from hub.bootstrap import Hub
from hub.cycle import run_cycle
from hub.demo.standins import Control
from hub.demo.time import CityClock
from hub.store import documents, heads

MOST_DAYS: Final = 400
"""Simulated working days after which something must be wrong."""


class Unsettled(Exception):
    """The city was still at work after `MOST_DAYS`."""


@dataclass(frozen=True, slots=True)
class Played:
    """How long it took, in simulated working days, and what the stand-ins say at the end."""

    days: int
    sent: int
    state: dict[str, Any]


class Watcher(Protocol):
    """Called after each cycle."""

    def __call__(self, day: int, sent: int) -> None:
        """`sent` deliveries took effect so far, on simulated working day number `day`."""


async def play(hub: Hub, control: Control, watch: Watcher, clock: CityClock) -> Played:
    """Run cycles, a working day apart, until the stand-ins are settled and nothing waits that could leave.

    `clock` is the hub's, and follows the city's. Raises `StandInsFailed` when the stand-ins stop answering,
    `Unsettled` when it does not come to an end.
    """
    day, sent = 0, 0
    while day <= MOST_DAYS:
        report = await run_cycle(hub, wait_for_leases=True)
        sent += report.sent
        watch(day, sent)
        state = await asyncio.to_thread(control.state)
        if not state["settled"]:
            state = await asyncio.to_thread(control.advance)
            clock.follow(datetime.fromisoformat(state["now"]))
            day += 1
        elif not report.sent and not any(each.new for each in report.pulled.values()):
            wait = await asyncio.to_thread(_seconds_to_work, hub)
            if wait is None:
                return Played(day, sent, state)
            await asyncio.sleep(wait)
    raise Unsettled


def _seconds_to_work(hub: Hub) -> float | None:
    """How long until a delivery or a document falls due again; `None` when nothing will by itself."""
    everyone = (*hub.counterparts.utilities, *hub.counterparts.authorities)
    with hub.store.read() as tx:
        dues: list[datetime | None] = [heads.next_due(tx, everyone), documents.next_due(tx)]
        soonest = min((due for due in dues if due is not None), default=None)
        return None if soonest is None else max((soonest - tx.now()).total_seconds(), 0.0)

"""A company that is away for an hour while twenty schemes wait for it; it counts how often it is called."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from adapters.errors import TransientError
from hub.settings import DeliverySettings
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.messages import Message
from tests.hub.fakes import world
from tests.models.builders import WATER, a_scheme

SCHEMES: Final = 20
EVERY: Final = 30
"""Seconds between two rounds of the pump."""
LASTS: Final = timedelta(hours=1)
BEARABLE: Final = 25
"""Calls: as many as may be under way at once (8), then a probe after 30 s, 1, 2, 4, 8 and every 10 minutes."""


async def calls_in_an_outage(store: Store, clock: SettableClock, folder: Path) -> int:
    """How often the company was called in that hour, and only then took all twenty. `store` goes by `clock`."""
    city = world(store, folder, delivery=DeliverySettings())
    calls = 0

    def away(_key: str) -> None:
        nonlocal calls
        calls += 1
        raise TransientError(Message(id="counterpart-busy"))

    city.water.before = away
    for number in range(SCHEMES):
        city.take(a_scheme(scheme_id=f"FA-511702-2026-{number:04}", demands=[WATER], documents=[]))
    pump = city.hub.pump(["water-a"])
    for _ in range(int(LASTS.total_seconds()) // EVERY):
        await pump.run()
        clock.advance(EVERY)
    return calls

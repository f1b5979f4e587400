"""How much one destination may be sent at this moment: concurrency and rate, within this process."""

import asyncio
from collections.abc import Callable
from time import monotonic

from hub.delivery.breaker import Passage
from hub.settings import Limits


def pace() -> Callable[[], float]:
    """The clock of the running event loop, by which its sleeps are timed; the machine's where no loop runs."""
    try:
        return asyncio.get_running_loop().time
    except RuntimeError:
        return monotonic


class Gate:
    """Counts calls under way and calls started, for one destination.

    The rate is a bucket that holds at most one second's worth, so that a pause is not followed by a flood.
    """

    def __init__(self, limits: Limits, *, batch: int = 1, clock: Callable[[], float] = monotonic) -> None:
        self._limits = limits
        self._batch = batch
        self._clock = clock
        self._bucket = max(limits.rate_per_second, 1.0)
        self._filled_at = clock()
        self._under_way = 0
        self.slots = asyncio.Semaphore(limits.concurrency)
        """One for each call that may be under way at once."""

    def room(self, passage: Passage) -> int:
        """How many items may be claimed now."""
        if passage is Passage.OPEN:
            return 0
        self._refill()
        calls = min(self._limits.concurrency - self._under_way, int(self._bucket))
        if passage is Passage.PROBE:
            return 1 if calls > 0 and not self._under_way else 0
        return max(calls, 0) * self._batch

    def seconds_to_room(self) -> float | None:
        """How long until the rate allows another call; `None` when it is not the rate that forbids one."""
        self._refill()
        if self._bucket >= 1.0 or self._under_way >= self._limits.concurrency:
            return None
        return (1.0 - self._bucket) / self._limits.rate_per_second

    def begin(self) -> None:
        """A call begins. It takes up room until what came of it is settled: only then is the breaker up to date."""
        self._under_way += 1
        self._bucket -= 1.0

    def end(self) -> None:
        """What came of a call is settled."""
        self._under_way -= 1

    def _refill(self) -> None:
        now = self._clock()
        earned = (now - self._filled_at) * self._limits.rate_per_second
        self._bucket = min(self._bucket + earned, max(self._limits.rate_per_second, 1.0))
        self._filled_at = now

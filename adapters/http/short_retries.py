"""The short layer of retries: for a connection that could not be made, and for nothing else.

The long layer, the outbox's schedule, belongs to the hub. There is no third.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from adapters.http.failures import Unreached

TRIES: Final = 3
WITHIN_S: Final = 10.0

_waiting = True


@contextmanager
def without_waiting() -> Iterator[None]:
    """The one switch that turns waiting off, for tests: as many tries, no time between them."""
    global _waiting
    before, _waiting = _waiting, False
    try:
        yield
    finally:
        _waiting = before


async def _sleep(seconds: float) -> None:
    if _waiting:
        await asyncio.sleep(seconds)


def short_retries() -> AsyncRetrying:
    """A fresh retrying: up to three tries within ten seconds. Raises the last error itself."""
    return AsyncRetrying(
        sleep=_sleep,
        retry=retry_if_exception_type(Unreached),
        stop=stop_after_attempt(TRIES) | stop_before_delay(WITHIN_S),
        wait=wait_exponential_jitter(multiplier=0.5, max=4, jitter=0.5),
        reraise=True,
    )

"""When a delivery that failed is tried again."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

JITTER: Final = 0.1
"""The share of a waiting time that chance may add."""


def delay_before(
    next_attempt: int,
    schedule: Sequence[timedelta],
    *,
    retry_after: float | None = None,
    cap: timedelta,
    chance: random.Random,
) -> timedelta:
    """Waiting time before attempt number `next_attempt` (2 or more).

    The counterpart's own wish (`retry_after`, seconds) goes before the schedule, up to `cap`. A tenth of
    jitter keeps a thousand items that failed together from coming back together.
    """
    wished = None if retry_after is None else min(max(timedelta(seconds=retry_after), timedelta(0)), cap)
    planned = schedule[min(max(next_attempt - 2, 0), len(schedule) - 1)]
    base = planned if wished is None else wished
    return base * (1 + JITTER * chance.random())

"""What the hub decides about a connection: limits, the clock, and in tests the transport."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from pydantic import Field

from models.base import Frozen

Clock = Callable[[], datetime]
"""Gives the present moment as an aware datetime."""


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


class SeamLimits(Frozen):
    """Bounds of one counterpart's connection. Times in seconds, sizes in bytes."""

    deadline_s: float = Field(default=30, gt=0)
    """A whole call, its short retries included: httpx's own timeouts are per read and never end a trickle."""
    transfer_deadline_s: float = Field(default=300, gt=0)
    """A whole call that carries a document or a part of one."""
    connect_s: float = Field(default=5, gt=0)
    read_s: float = Field(default=20, gt=0)
    """The longest silence within an answer."""
    max_response_bytes: int = Field(default=8 << 20, gt=0)
    """The largest answer that is read into memory."""
    connections: int = Field(default=8, ge=1)


@dataclass(frozen=True)
class Wiring:
    """What an adapter is connected with. `transport` replaces the network, as MockTransport does in tests."""

    limits: SeamLimits = field(default_factory=SeamLimits)
    transport: httpx.AsyncBaseTransport | None = None
    clock: Clock = utc_now

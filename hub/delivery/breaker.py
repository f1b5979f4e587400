"""The breaker of a destination: after several failures in a short time, one probe instead of a flood."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hub.settings import DeliverySettings


class Passage(StrEnum):
    """What a breaker lets through."""

    CLOSED = "closed"
    """Everything: the ordinary state."""
    OPEN = "open"
    """Nothing."""
    PROBE = "probe"
    """One item, whose outcome decides."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """Recent failures, how often it opened in a row, and until when it lets nothing through."""

    failures: tuple[datetime, ...] = ()
    openings: int = 0
    opened_until: datetime | None = None

    def passage(self, now: datetime) -> Passage:
        """What may pass at `now`."""
        if self.opened_until is None:
            return Passage.CLOSED
        if now < self.opened_until:
            return Passage.OPEN
        return Passage.PROBE if self.openings else Passage.CLOSED

    def after_success(self) -> "Breaker":
        """Closed, with nothing held against the destination; a pause it asked for still stands."""
        return Breaker(opened_until=None if self.openings else self.opened_until)

    def after_failure(self, now: datetime, settings: DeliverySettings) -> "Breaker":
        """One failure more: opens at the limit, and at once when a probe failed."""
        recent = (*(at for at in self.failures if now - at < settings.breaker_window), now)
        if not self.openings and len(recent) < settings.breaker_failures:
            return replace(self, failures=recent)
        if self.openings and self.opened_until is not None and now < self.opened_until:
            return self  # a call that began before it opened; one outage is counted once
        pause = min(settings.breaker_open * 2**self.openings, settings.breaker_open_max)
        return Breaker(failures=(), openings=self.openings + 1, opened_until=now + pause)

    def held_until(self, until: datetime) -> "Breaker":
        """The counterpart asked for a pause: nothing passes before `until`, and no failure is counted."""
        latest = until if self.opened_until is None else max(until, self.opened_until)
        return replace(self, opened_until=latest)

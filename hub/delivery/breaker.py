"""The breaker of a destination: after several failures in a short time, one probe instead of a flood."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
    """Recent failures, how often it opened in a row, until when it lets nothing through, and whose probe is out."""

    failures: tuple[datetime, ...] = ()
    openings: int = 0
    opened_until: datetime | None = None
    probe_until: datetime | None = None
    """Some worker's probe is under way, or has this long to come back."""

    def passage(self, now: datetime) -> Passage:
        """What may pass at `now`."""
        if self.opened_until is None:
            return Passage.CLOSED
        if now < self.opened_until:
            return Passage.OPEN
        probing = self.probe_until is not None and now < self.probe_until
        return Passage.OPEN if probing else Passage.PROBE

    def after_success(self, now: datetime) -> "Breaker":
        """Closed, with nothing held against the destination; a pause that has not passed yet still stands."""
        if self.opened_until is not None and now < self.opened_until:
            return self  # a call that began before it opened
        return Breaker()

    def after_failure(self, now: datetime, settings: DeliverySettings) -> "Breaker":
        """One failure more: opens at the limit, and at once when a probe failed."""
        recent = (*(at for at in self.failures if now - at < settings.breaker_window), now)
        if not self.openings and len(recent) < settings.breaker_failures:
            return replace(self, failures=recent)
        if self.openings and self.opened_until is not None and now < self.opened_until:
            return self  # a call that began before it opened; one outage is counted once
        return self._opened(now, self._pause(settings))

    def after_throttling(
        self, now: datetime, wish: timedelta | None, settings: DeliverySettings
    ) -> "Breaker":
        """It lives and asks for less: a pause as long as it wished, and longer each time a probe is asked so again."""
        if self.opened_until is not None and now < self.opened_until:
            return self if wish is None else self.held_until(now + wish)
        if wish is None:
            return self._opened(now, self._pause(settings))
        return self._opened(now, max(wish, self._pause(settings)) if self.openings else wish)

    def held_until(self, until: datetime) -> "Breaker":
        """The counterpart asked for a pause: nothing passes before `until`, and no failure is counted."""
        latest = until if self.opened_until is None else max(until, self.opened_until)
        return replace(self, opened_until=latest)

    def probed(self) -> "Breaker":
        """A probe came back and told neither way: another may go."""
        return replace(self, probe_until=None)

    def _pause(self, settings: DeliverySettings) -> timedelta:
        # The exponent is bounded: an outage of months must not end in an overflow.
        doubled: timedelta = settings.breaker_open * 2 ** min(self.openings, 16)
        return min(doubled, settings.breaker_open_max)

    def _opened(self, now: datetime, pause: timedelta) -> "Breaker":
        return Breaker(failures=(), openings=self.openings + 1, opened_until=now + pause)

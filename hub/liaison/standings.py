"""The band of counterparts: healthy, slow, stopped by their breaker until when, paused by whom, silent since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hub.delivery.breaker import Passage
from hub.delivery.destinations import passage_of
from hub.people.settings import DeskSettings
from hub.store import destinations, health, outbox
from hub.store.destinations import DestinationRow
from hub.store.engine import Tx
from hub.store.health import Hour
from hub.store.outbox import State
from models.messages import Message

_RECENT: Final = timedelta(hours=2)
"""What counts as lately: the hour that runs and the one before."""


class Standing(StrEnum):
    """How a counterpart is, the worst first."""

    PAUSED = "paused"
    OPEN = "open"
    """Its breaker lets nothing through."""
    PROBING = "probing"
    SILENT = "silent"
    SLOW = "slow"
    UNKNOWN = "unknown"
    """Nothing was ever heard from it."""
    HEALTHY = "healthy"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A counterpart as the band shows it. `until`: when its breaker tries again; `calls` and `failures`: lately."""

    id: str
    name: str
    standing: Standing
    until: datetime | None
    paused_by: str | None
    paused_at: datetime | None
    reason: Message | None
    last_heard_at: datetime | None
    last_ok_at: datetime | None
    waiting: int
    attention: int
    calls: int
    failures: int
    seconds: float | None


def standings(tx: Tx, names: Mapping[str, str], settings: DeskSettings) -> tuple[Counterpart, ...]:
    """Every counterpart of the configuration, and any other that something waits for, the worst first."""
    rows, now = destinations.get(tx), tx.now()
    lately = health.hours_of_all(tx, since=now - _RECENT)
    waiting: dict[str, int] = {}
    attention: dict[str, int] = {}
    for (id_, _, state), count in outbox.live_counts(tx).items():
        held = attention if state is State.ATTENTION else waiting
        held[id_] = held.get(id_, 0) + count
    known = dict.fromkeys([*names, *waiting, *attention])
    found = [
        _counterpart(
            rows.get(id_) or DestinationRow(id_),
            names.get(id_, id_),
            now,
            settings,
            lately.get(id_, ()),
            (waiting.get(id_, 0), attention.get(id_, 0)),
        )
        for id_ in known
    ]
    order = list(Standing)
    return tuple(sorted(found, key=lambda each: order.index(each.standing)))


def _counterpart(
    row: DestinationRow,
    name: str,
    now: datetime,
    settings: DeskSettings,
    lately: tuple[Hour, ...],
    held: tuple[int, int],
) -> Counterpart:
    calls = sum(hour.calls for hour in lately)
    seconds = sum(hour.seconds * hour.calls for hour in lately) / calls if calls else None
    standing = _standing(row, now, settings, seconds)
    return Counterpart(
        id=row.id,
        name=name,
        standing=standing,
        until=row.opened_until if standing in {Standing.OPEN, Standing.PROBING} else None,
        paused_by=row.switched_by if row.paused else None,
        paused_at=row.paused_at,
        reason=row.reason,
        last_heard_at=row.last_heard_at,
        last_ok_at=row.last_ok_at,
        waiting=held[0],
        attention=held[1],
        calls=calls,
        failures=sum(hour.failures for hour in lately),
        seconds=seconds,
    )


def _standing(row: DestinationRow, now: datetime, settings: DeskSettings, seconds: float | None) -> Standing:
    if row.paused:
        return Standing.PAUSED
    passage = passage_of(row, now)
    if passage is not Passage.CLOSED:
        return Standing.OPEN if passage is Passage.OPEN else Standing.PROBING
    heard = max(filter(None, (row.last_heard_at, row.last_ok_at)), default=None)
    if heard is None:
        return Standing.UNKNOWN
    if now - heard > settings.silent_after:
        return Standing.SILENT
    slow = seconds is not None and seconds > settings.slow_after.total_seconds()
    return Standing.SLOW if slow else Standing.HEALTHY

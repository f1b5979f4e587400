"""What may be sent where now: pauses and breakers (kept in the store) over gates (in this process)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hub.delivery.breaker import Breaker, Passage
from hub.delivery.gate import Gate
from hub.delivery.outcomes import Verdict
from hub.delivery.senders import Sender
from hub.settings import DeliverySettings
from hub.store import desk, destinations
from hub.store.desk import NewItem
from hub.store.destinations import DestinationRow
from hub.store.engine import Tx
from models.messages import Message


class Destinations:
    """The destinations of one pump, with the state they share with every other pump through the store."""

    def __init__(self, senders: Mapping[str, Sender], settings: DeliverySettings) -> None:
        self._settings = settings
        self._gates = {id: Gate(sender.limits, batch=sender.batch) for id, sender in senders.items()}

    def capacity(self, tx: Tx, wanted: Sequence[str]) -> dict[str, int]:
        """How many items each of `wanted` may be claimed now; destinations with no room are absent."""
        now, rows = tx.now(), destinations.get(tx)
        room = {id: self._gates[id].room(passage_of(rows.get(id), now)) for id in wanted}
        return {id: count for id, count in room.items() if count > 0}

    def seconds_to_room(self, capacity: Mapping[str, int], tx: Tx, wanted: Sequence[str]) -> float | None:
        """Seconds until the rate lets through one of `wanted` that has no room now, if the rate stops any."""
        now, rows = tx.now(), destinations.get(tx)
        waits = [
            self._gates[id].seconds_to_room()
            for id in wanted
            if id not in capacity and passage_of(rows.get(id), now) is not Passage.OPEN
        ]
        return min((wait for wait in waits if wait is not None), default=None)

    def gate(self, destination: str) -> Gate:
        """The gate of one destination."""
        return self._gates[destination]

    def note(self, tx: Tx, destination: str, verdicts: Sequence[Verdict | None]) -> None:
        """Keep what a group of outcomes says of a destination (`None` stands for a success)."""
        now, before = tx.now(), destinations.get(tx)[destination]
        breaker = breaker_of(before)
        for verdict in verdicts:
            if verdict is None or verdict.answered:
                breaker = breaker.after_success()
            elif verdict.counts_against:
                breaker = breaker.after_failure(now, self._settings)
            if verdict is not None and verdict.hold_seconds:
                hold = min(timedelta(seconds=verdict.hold_seconds), self._settings.retry_after_cap)
                breaker = breaker.held_until(now + hold)
        destinations.save_breaker(
            tx,
            destination,
            failures=breaker.failures,
            openings=breaker.openings,
            opened_until=breaker.opened_until,
            ok_at=now if any(each is None or each.answered for each in verdicts) else None,
        )
        pause = next((verdict.pause for verdict in verdicts if verdict and verdict.pause), None)
        if pause is not None:
            pause_destination(tx, destination, pause)


def pause_destination(tx: Tx, destination: str, reason: Message) -> None:
    """Stop sending to a destination that refused our credentials: one item on the desk, not a thousand."""
    if destinations.get(tx)[destination].paused_at is None:
        destinations.pause(tx, destination, by="liandong", reason=reason)
    desk.open_item(
        tx, NewItem(kind="destination", subject=destination, message=reason, destination=destination)
    )


def breaker_of(row: DestinationRow) -> Breaker:
    """The breaker as the store keeps it."""
    return Breaker(failures=row.failures, openings=row.openings, opened_until=row.opened_until)


def passage_of(row: DestinationRow | None, now: datetime) -> Passage:
    """What a destination lets through: nothing while a person or a refused credential has paused it."""
    if row is None:
        return Passage.CLOSED
    if row.paused_at is not None:
        return Passage.OPEN
    return breaker_of(row).passage(now)

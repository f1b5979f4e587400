"""What may be sent where now: pauses and breakers (kept in the store) over gates (in this process)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.delivery.breaker import Breaker, Passage
from hub.delivery.gate import Gate, pace
from hub.delivery.outcomes import Sign
from hub.delivery.senders import Sender
from hub.settings import DeliverySettings
from hub.store import claims, desk, destinations, heads
from hub.store.claims import Claimed
from hub.store.desk import NewItem
from hub.store.destinations import DestinationRow
from hub.store.engine import Tx
from models.messages import Message


@dataclass(frozen=True, slots=True)
class Claim:
    """What was claimed, and which destinations had room for it."""

    claimed: tuple[Claimed, ...]
    with_room: frozenset[str]


class Destinations:
    """The destinations of one pump, with the state they share with every other pump through the store."""

    def __init__(self, senders: Mapping[str, Sender], settings: DeliverySettings) -> None:
        self._settings = settings
        clock = pace()
        self._gates = {
            id: Gate(sender.limits, batch=sender.batch, clock=clock) for id, sender in senders.items()
        }

    def claim(self, tx: Tx, wanted: Sequence[str], worker: str, limit: int) -> Claim:
        """Claim what `wanted` have room for now. Of a breaker that is to be probed, one item, by one worker."""
        now, rows = tx.now(), destinations.get(tx)
        passages = {id: passage_of(rows.get(id), now) for id in wanted}
        room = {id: self._gates[id].room(passage) for id, passage in passages.items()}
        capacity = {id: count for id, count in room.items() if count > 0}
        probing = [id for id in capacity if passages[id] is Passage.PROBE]
        lease = self._settings.lease
        claimed = claims.claim(
            tx, capacity=capacity, worker=worker, lease=lease, limit=limit, probing=probing
        )
        to_probe = sorted({each.destination for each in claimed} & set(probing))
        lost = {id for id in to_probe if not destinations.take_probe(tx, id, now + lease)}
        claims.release(tx, [each for each in claimed if each.destination in lost])
        return Claim(tuple(each for each in claimed if each.destination not in lost), frozenset(capacity))

    def seconds_to_room(self, capacity: Collection[str], tx: Tx, wanted: Sequence[str]) -> float | None:
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

    def note(self, tx: Tx, signs: Mapping[str, Sequence[Sign | None]]) -> None:
        """Keep what a group of outcomes says of each destination (`None` stands for a success)."""
        note(tx, signs, self._settings)

    def keep_probes(self, tx: Tx, held: Collection[str]) -> None:
        """What is under way at these destinations takes long; a probe among it is still the only one."""
        destinations.keep_probes(tx, held, tx.now() + self._settings.lease)


def note(tx: Tx, signs: Mapping[str, Sequence[Sign | None]], settings: DeliverySettings) -> None:
    """Keep what outcomes say of each destination (`None` stands for a success).

    When an outage is over, what failed by it may go at once.
    """
    if not signs:
        return
    tx.alone()  # what another worker keeps of the same destination must not be overwritten
    rows = destinations.get(tx)
    before = {id: breaker_of(rows[id]) if id in rows else Breaker() for id in signs}
    after = {id: _after(before[id], each, tx.now(), settings) for id, each in sorted(signs.items())}
    # First the rows, then the destinations: who claims a probe locks them in this order too.
    for id, breaker in after.items():
        if before[id].openings > 1 and not breaker.openings:
            heads.after_an_outage(tx, id)
    for id, breaker in after.items():
        _save(tx, id, breaker, signs[id])


def _after(
    breaker: Breaker, signs: Sequence[Sign | None], now: datetime, settings: DeliverySettings
) -> Breaker:
    for sign in signs:
        wish = None
        if sign is not None and sign.hold_seconds:
            wish = min(timedelta(seconds=sign.hold_seconds), settings.retry_after_cap)
        if sign is None or sign.alive:
            breaker = breaker.after_success(now)
        elif sign.throttled:
            breaker = breaker.after_throttling(now, wish, settings)
            continue
        elif sign.counts_against:
            breaker = breaker.after_failure(now, settings)
        if wish is not None:
            breaker = breaker.held_until(now + wish)
    return breaker.probed()


def _save(tx: Tx, destination: str, breaker: Breaker, signs: Sequence[Sign | None]) -> None:
    destinations.save_breaker(
        tx,
        destination,
        failures=breaker.failures,
        openings=breaker.openings,
        opened_until=breaker.opened_until,
        probe_until=breaker.probe_until,
        ok_at=tx.now() if any(each is None or each.answered for each in signs) else None,
    )
    pause = next((sign.pause for sign in signs if sign and sign.pause), None)
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
    return Breaker(
        failures=row.failures,
        openings=row.openings,
        opened_until=row.opened_until,
        probe_until=row.probe_until,
    )


def passage_of(row: DestinationRow | None, now: datetime) -> Passage:
    """What a destination lets through: nothing while a person or a refused credential has paused it."""
    if row is None:
        return Passage.CLOSED
    if row.paused_at is not None:
        return Passage.OPEN
    return breaker_of(row).passage(now)

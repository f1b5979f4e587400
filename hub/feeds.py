"""What is kept of a counterpart's feed beside its content: signs of life, failures, items nobody could read."""

from collections.abc import Sequence
from enum import StrEnum

from adapters.contract import Unreadable
from adapters.errors import AuthError, ContractError, CounterpartError
from hub.delivery.breaker import Passage
from hub.delivery.destinations import note, passage_of, pause_destination
from hub.delivery.outcomes import reading
from hub.settings import DeliverySettings
from hub.store import desk, destinations, heads, inbox
from hub.store.desk import NewItem
from hub.store.engine import Store, Tx
from hub.store.inbox import InboxState, NewUpdate

FEED = "feed"
"""Kind of the desk item that stands while a feed cannot be read."""


class Way(StrEnum):
    """Whether a counterpart may be called for what it has to tell."""

    FREE = "free"
    PAUSED = "paused"
    """A person, or a refused credential, has paused it."""
    CLOSED = "closed"
    """It is in trouble and is left alone for a while, or a delivery finds out first whether that is over."""


def is_paused(store: Store, counterpart: str) -> bool:
    """Whether a person, or a refused credential, has paused this counterpart: then it is not called at all."""
    with store.read() as tx:
        row = destinations.get(tx).get(counterpart)
    return row is not None and row.paused


def is_troubled(store: Store, counterpart: str, settings: DeliverySettings) -> bool:
    """Whether it is paused, left alone by its breaker, or failed a moment ago: no time to ask it for documents."""
    with store.read() as tx:
        row, now = destinations.get(tx).get(counterpart), tx.now()
    if row is None:
        return False
    lately = any(now - at < settings.breaker_window for at in row.failures)
    return lately or passage_of(row, now) is not Passage.CLOSED


def way_to(store: Store, counterpart: str, settings: DeliverySettings) -> Way:
    """Whether `counterpart` may be called now. Where its breaker wants a probe and nothing waits to be sent there, the
    caller is that probe, the only one, and tells by `feed_read` or `feed_failed` how it went."""
    with store.read() as tx:
        row, now = destinations.get(tx).get(counterpart), tx.now()
        passage = passage_of(row, now)
        if row is not None and row.paused:
            return Way.PAUSED
        if passage is Passage.CLOSED:
            return Way.FREE
        if passage is Passage.OPEN or heads.has_probe(tx, counterpart):
            return Way.CLOSED
    with store.begin() as tx:
        taken = destinations.take_probe(tx, counterpart, tx.now() + settings.lease)
    return Way.FREE if taken else Way.CLOSED


def feed_read(tx: Tx, counterpart: str) -> None:
    """A page arrived: the counterpart lives, and an earlier trouble with its feed is over."""
    destinations.heard(tx, counterpart)
    probing = destinations.get(tx)[counterpart].probe_until
    if probing is not None:
        note(tx, {counterpart: [None]}, DeliverySettings())
    desk.close(tx, FEED, counterpart, resolution="read-again", by="liandong")


def feed_failed(
    store: Store, counterpart: str, error: CounterpartError, settings: DeliverySettings | None = None
) -> None:
    """A page could not be had. An outage passes by itself; refused credentials and strange shapes need a person."""
    with store.begin() as tx:
        if isinstance(error, AuthError):
            pause_destination(tx, counterpart, error.message)
        elif isinstance(error, ContractError):
            item = NewItem(kind=FEED, subject=counterpart, message=error.message, destination=counterpart)
            desk.open_item(tx, item)
        note(tx, {counterpart: [reading(error)]}, settings or DeliverySettings())


def set_aside(tx: Tx, counterpart: str, items: Sequence[Unreadable]) -> None:
    """Keep what could not be read, each with an item on the desk; read again, the same item is no second one."""
    for item in items:
        received = inbox.receive(tx, counterpart, [NewUpdate(item.event_id, {"unreadable": item.body})])
        if not received.new:
            continue
        inbox.mark_event(tx, counterpart, item.event_id, InboxState.SET_ASIDE)
        desk.open_item(
            tx,
            NewItem(
                kind="unreadable",
                subject=f"{counterpart}:{item.event_id}",
                message=item.message,
                faults=item.faults,
                destination=counterpart,
            ),
        )

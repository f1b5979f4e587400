"""What is kept of a counterpart's feed beside its content: signs of life, failures, items nobody could read."""

from collections.abc import Sequence

from adapters.contract import Unreadable
from adapters.errors import AuthError, ContractError, CounterpartError
from hub.delivery.destinations import pause_destination
from hub.store import desk, destinations, inbox
from hub.store.desk import NewItem
from hub.store.engine import Store, Tx
from hub.store.inbox import InboxState, NewUpdate

FEED = "feed"
"""Kind of the desk item that stands while a feed cannot be read."""


def is_paused(store: Store, counterpart: str) -> bool:
    """Whether a person, or a refused credential, has paused this counterpart: then it is not called at all."""
    with store.read() as tx:
        row = destinations.get(tx).get(counterpart)
    return row is not None and row.paused


def feed_read(tx: Tx, counterpart: str) -> None:
    """A page arrived: the counterpart lives, and an earlier trouble with its feed is over."""
    destinations.heard(tx, counterpart)
    desk.close(tx, FEED, counterpart, resolution="read-again", by="liandong")


def feed_failed(store: Store, counterpart: str, error: CounterpartError) -> None:
    """A page could not be had. An outage passes by itself; refused credentials and strange shapes need a person."""
    with store.begin() as tx:
        if isinstance(error, AuthError):
            pause_destination(tx, counterpart, error.message)
        elif isinstance(error, ContractError):
            item = NewItem(kind=FEED, subject=counterpart, message=error.message, destination=counterpart)
            desk.open_item(tx, item)


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

"""Callbacks: what a utility company tells by itself, verified, then received and folded in one transaction."""

from collections.abc import Mapping
from typing import Final

from adapters.contract import CallbackReply, Page, capabilities
from adapters.errors import AuthError, CounterpartError
from hub.bootstrap import Hub
from hub.counterparts import Utility
from hub.feeds import set_aside
from hub.pulling import receive
from hub.store import audit, desk, destinations
from hub.store.desk import NewItem
from hub.store.engine import Store
from models.messages import Message

CALLBACK: Final = "callback"
"""Kind of the desk item that stands while a company's callbacks cannot be read; the subject is its id."""


class NoCallbacks(LookupError):
    """There is no company of this id that calls back."""


class CallbackForged(Exception):
    """Nobody who has the company's secret sent this, or not now: nothing of it is kept."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class CallbackUnreadable(Exception):
    """The company sent it, and it is not what the wire document says: on the desk, nothing of it is taken."""


def calls_back(hub: Hub, company: str) -> bool:
    """Whether the configuration has this company and its adapter reads callbacks."""
    utility = hub.counterparts.utilities.get(company)
    return utility is not None and "read_callback" in capabilities(utility.adapter)


def take_callback(hub: Hub, company: str, headers: Mapping[str, str], body: bytes) -> CallbackReply | None:
    """Take one callback of `company`; what is in it is committed when this returns. Repeats have no effect.

    The same event with another body is kept apart and shown on the desk: the company could do nothing about a
    refusal, and would send it again. Returns what the wire wants as an answer, `None` for a bare status. Raises
    `NoCallbacks`, `CallbackForged`, `CallbackUnreadable`, and what the database raises.
    """
    if not calls_back(hub, company):
        raise NoCallbacks(company)
    utility = hub.counterparts.utilities[company]
    page = _read(hub.store, utility, headers, body)
    with hub.store.begin() as tx:
        receive(tx, company, page.updates, hub.city)
        set_aside(tx, company, page.unreadable)
        destinations.heard(tx, company)
        desk.close(tx, CALLBACK, company, resolution="read-again", by="liandong")
    return utility.adapter.callback_reply(headers, body)


def note_refused(store: Store, action: str, subject: str, reason: Message, *, unnoted: int = 0) -> None:
    """Keep in the audit trail that somebody knocked who may not come in, and nothing of what was brought.

    `unnoted` is how often the same had happened since the last note.
    """
    detail = {"reason": reason.id, "unnoted": unnoted}
    with store.begin() as tx:
        audit.append(tx, "inbound", action, subject, detail)


def _read(store: Store, utility: Utility, headers: Mapping[str, str], body: bytes) -> Page:
    try:
        return utility.adapter.read_callback(headers, body)
    except AuthError as error:
        raise CallbackForged(error.message) from None
    except CounterpartError as error:
        company = utility.company.id
        item = NewItem(kind=CALLBACK, subject=company, message=error.message, destination=company)
        with store.begin() as tx:
            desk.open_item(tx, item)
        raise CallbackUnreadable(company) from error

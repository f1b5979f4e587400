"""Pulling: status updates from a utility, page by page; each page, its cursor and what follows commit together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.contract import Page, capabilities
from adapters.errors import CounterpartError
from hub.casework.folding import fold_all
from hub.casework.intake import City
from hub.counterparts import Utility
from hub.feeds import Way, feed_failed, feed_read, set_aside, way_to
from hub.progress import Progress, quiet
from hub.settings import DeliverySettings
from hub.store import cursors, inbox
from hub.store.engine import Store, Tx
from hub.store.inbox import NewUpdate
from models.events import Update


@dataclass(frozen=True, slots=True)
class Pulled:
    """What one pull brought: updates read, how many of them were new, how many could not be read."""

    read: int = 0
    new: int = 0
    unreadable: int = 0
    failed: bool = False


async def pull(
    store: Store,
    utility: Utility,
    city: City,
    progress: Progress = quiet,
    *,
    settings: DeliverySettings | None = None,
) -> Pulled:
    """Take in every update the company has; stops at a page that cannot be had, keeping what came before.

    Nothing is asked of a company that is paused, nor of one in trouble before its breaker allows it.
    """
    company, limits = utility.company.id, settings or DeliverySettings()
    if "fetch_updates" not in capabilities(utility.adapter):
        return Pulled()
    total = Pulled()
    cursor = await asyncio.to_thread(_cursor, store, company)
    while True:
        # Before every page: meanwhile somebody else may have been told to leave them in peace.
        way = await asyncio.to_thread(way_to, store, company, limits)
        if way is not Way.FREE:
            return replace(total, failed=way is Way.CLOSED)
        try:
            page = await utility.adapter.fetch_updates(cursor)
        except CounterpartError as error:
            await asyncio.to_thread(feed_failed, store, company, error, limits)
            return replace(total, failed=True)
        new = await asyncio.to_thread(_take_page, store, company, page, city)
        total = Pulled(
            total.read + len(page.updates), total.new + new, total.unreadable + len(page.unreadable)
        )
        progress("pull", total.read, None)
        if not page.more:
            return total
        cursor = page.cursor


def _cursor(store: Store, company: str) -> str | None:
    with store.read() as tx:
        return cursors.get(tx, company)


def _take_page(store: Store, company: str, page: Page, city: City) -> int:
    with store.begin() as tx:
        new = receive(tx, company, page.updates, city)
        set_aside(tx, company, page.unreadable)
        if page.cursor is not None:
            cursors.put(tx, company, page.cursor)
        feed_read(tx, company)
    return new


def receive(tx: Tx, company: str, updates: Sequence[Update], city: City) -> int:
    """Receive updates from a company and fold what is new; returns how many were. Repeats have no effect."""
    received = inbox.receive(
        tx, company, [NewUpdate(update.event_id, update.to_store()) for update in updates]
    )
    fold_all(tx, city)
    return received.new

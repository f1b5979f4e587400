"""Collecting: scheme changes from a source, page by page, each page with its cursor in one transaction."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace

from adapters.contract import SchemePage
from adapters.errors import CounterpartError
from hub.casework import intake
from hub.casework.deliveries import document_present
from hub.casework.intake import City, Intake
from hub.counterparts import Source
from hub.documents.folder import DocumentFolder
from hub.feeds import Way, feed_failed, feed_read, set_aside, way_to
from hub.intake import IntakeResult
from hub.progress import Progress, quiet
from hub.settings import DeliverySettings
from hub.store import cursors, documents
from hub.store.engine import Store


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collection brought: changes read, how many of them were new, and how many could not be read."""

    read: int = 0
    new: int = 0
    unreadable: int = 0
    failed: bool = False


async def collect(
    store: Store,
    source: Source,
    city: City,
    progress: Progress = quiet,
    *,
    settings: DeliverySettings | None = None,
) -> Collected:
    """Take in every change the source has; stops at the first page that cannot be had, keeping what came before.

    Nothing is asked of a source that is paused, nor of one in trouble before its breaker allows it.
    """
    limits = settings or DeliverySettings()
    total = Collected()
    cursor = await asyncio.to_thread(_cursor, store, source.id)
    while True:
        # Before every page: meanwhile somebody else may have been told to leave them in peace.
        way = await asyncio.to_thread(way_to, store, source.id, limits)
        if way is not Way.FREE:
            return replace(total, failed=way is Way.CLOSED)
        try:
            page = await source.adapter.fetch_schemes(cursor)
        except CounterpartError as error:
            await asyncio.to_thread(feed_failed, store, source.id, error, limits)
            return replace(total, failed=True)
        new = await asyncio.to_thread(_take_page, store, source.id, page, city)
        total = Collected(
            total.read + len(page.changes), total.new + new, total.unreadable + len(page.unreadable)
        )
        progress("collect", total.read, None)
        if not page.more:
            return total
        cursor = page.cursor


def _cursor(store: Store, source: str) -> str | None:
    with store.read() as tx:
        return cursors.get(tx, source)


def _take_page(store: Store, source: str, page: SchemePage, city: City) -> int:
    with store.begin() as tx:
        outcomes = [intake.take(tx, change, city, source=source) for change in page.changes]
        set_aside(tx, source, page.unreadable)
        if page.cursor is not None:
            cursors.put(tx, source, page.cursor)
        feed_read(tx, source)
    return outcomes.count(Intake.NEW)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the schemes of a file: new, known already, or known with another content."""

    new: int
    known: int
    conflicting: int


def take_file(store: Store, folder: DocumentFolder, result: IntakeResult, city: City) -> Taken:
    """Take in what a file brought, with the documents beside it: all in one transaction, or nothing."""
    for path in result.documents.values():
        folder.put_file(path)
    counts: Counter[Intake] = Counter()
    with store.begin() as tx:
        for scheme in result.schemes:
            counts[intake.take(tx, scheme, city, source="file")] += 1
            for ref in scheme.documents:
                if ref.sha256 in result.documents:
                    documents.mark_present(tx, ref.sha256)
                    document_present(tx, ref.sha256, city.without_documents)
    return Taken(new=counts[Intake.NEW], known=counts[Intake.KNOWN], conflicting=counts[Intake.CONFLICT])

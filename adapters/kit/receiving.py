"""Checks on what is received: the feed and its cursor, callbacks and their signatures."""

import unittest
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.contract import Page, UtilityAdapter
from adapters.errors import AuthError
from adapters.kit.receiver import receiving
from adapters.kit.side import Checks, Side
from adapters.kit.stand_in import NotPlayed, Trouble
from adapters.kit.verdicts import agree
from models.events import Update

_DAYS = 12


class ReceivingChecks(Checks):
    """Everything the company tells arrives, each thing recognisable when it comes again."""

    async def test_every_event_of_the_company_arrives(self) -> None:
        """Counted against the company's own record."""
        self.needs("fetch_updates")
        async with self.side() as side:
            updates = await _after_some_days(side)
            emitted = await side.effects("event_emitted")
            agree(bool(emitted), "the company emitted nothing")
            agree(
                len({update.event_id for update in updates}) == len(emitted), f"{len(emitted)} were emitted"
            )
            agree(all(update.status_code for update in updates), "an update without the company's own code")

    async def test_the_cursor_resumes_where_it_stood(self) -> None:
        """What is read behind it comes once more or not at all, and nothing is left out."""
        self.needs("fetch_updates")
        async with self.side() as side:
            await side.push()
            await side.stand_in.advance(2)
            first = await side.all_updates()
            await side.stand_in.advance(_DAYS)
            later = await side.all_updates(first.cursor)
            known = {update.event_id for update in (*first.updates, *later.updates)}
            agree(known == await _everything(side), "reading on from the cursor left something out")
            agree(len(later.updates) > 0, "nothing happened after the cursor")

    async def test_an_event_told_twice_is_the_same_event(self) -> None:
        """Same identity, same content."""
        await self._same_whatever(Trouble.REPEATED_EVENTS)

    async def test_events_out_of_order_are_the_same_events(self) -> None:
        """Order is the case's business, not the adapter's."""
        await self._same_whatever(Trouble.DISORDERED_EVENTS)

    async def _same_whatever(self, trouble: Trouble) -> None:
        self.needs("fetch_updates")
        async with self.side() as side:
            plain = {update.event_id: update for update in await _after_some_days(side)}
            await side.trouble(trouble)
            again = (await side.all_updates()).updates
            await side.stand_in.calm()
            agree(bool(plain), "the company emitted nothing")
            agree({update.event_id: update for update in again} == plain, f"{trouble} changed what is read")

    async def test_what_is_read_back_is_what_the_feed_told(self) -> None:
        """Reconciliation compares by identity and content: both must be the same, whichever way an event was read."""
        self.needs("reread")
        async with self.side() as side:
            told = {update.event_id: update for update in await _after_some_days(side)}
            agree(bool(told), "the company emitted nothing")
            held = await _held(side, None)
            agree(held == told, f"{len(held)} events were read back, {len(told)} told, or some differ")
            latest = max(update.occurred_at for update in told.values())
            new = [name for name, update in told.items() if update.occurred_at == latest]
            recent = await _held(side, latest)
            agree(all(recent.get(name) == told[name] for name in new), "reading since an instant left it out")

    async def test_a_callback_tells_the_same_as_the_feed(self) -> None:
        """So that an event taken by one is known when it comes by the other."""
        self.needs("read_callback")
        async with self.side() as side:
            told, read = await _told_by_callback(side), await side.all_updates()
            by_id = {update.event_id: update for update in read.updates}
            agree(bool(told), "no callback came")
            agree(all(by_id.get(update.event_id) == update for update in told), "callback and feed disagree")

    async def test_a_forged_callback_is_refused(self) -> None:
        """A changed body, another signature, and none at all."""
        self.needs("read_callback")
        async with self.side() as side, receiving() as received:
            await _call_back(side, received.url)
            await side.push()
            await side.stand_in.advance(3)
            headers, body = received.callbacks[0]
            side.adapter.read_callback(headers, body)
            unsigned = {name: value for name, value in headers.items() if "signature" not in name}
            for forged_headers, forged_body in ((headers, body + b" "), (unsigned, body)):
                _refused(side.adapter, forged_headers, forged_body)


def _refused(adapter: UtilityAdapter, headers: Mapping[str, str], body: bytes) -> None:
    try:
        adapter.read_callback(headers, body)
    except AuthError:
        return
    raise AssertionError("a forged callback was read")


async def _after_some_days(side: Side) -> Sequence[Update]:
    await side.push()
    await side.stand_in.advance(_DAYS)
    page = await side.all_updates()
    agree(not page.unreadable, f"unreadable: {page.unreadable}")
    return page.updates


async def _held(side: Side, since: datetime | None) -> dict[str, Update]:
    held: dict[str, Update] = {}
    page = Page(updates=(), cursor=None, more=True)
    while page.more:
        page = await side.adapter.reread(page.cursor, since=since)
        held.update({update.event_id: update for update in page.updates})
    return held


async def _everything(side: Side) -> set[str]:
    return {update.event_id for update in (await side.all_updates()).updates}


async def _told_by_callback(side: Side) -> list[Update]:
    async with receiving() as received:
        await _call_back(side, received.url)
        await side.push()
        await side.stand_in.advance(_DAYS)
        pages = [side.adapter.read_callback(headers, body) for headers, body in received.callbacks]
    return [update for page in pages for update in page.updates]


async def _call_back(side: Side, url: str) -> None:
    try:
        await side.stand_in.call_back(url)
    except NotPlayed as reason:
        raise unittest.SkipTest(str(reason)) from None

"""Reading back a utility company: page by page, each compared with what the hub received, and kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.contract import Page
from hub.store import holdings
from hub.store.engine import Tx
from hub.store.holdings import EVENT, HeldRecord
from hub.store.inbox import InboxState, fingerprint
from models.digest import content_hash
from models.events import Update

_IDENTITY: Final = "event_id"


def take_page(tx: Tx, company: str, run: int, page: Page) -> int:
    """Keep a page of what a company holds; how many records that were."""
    bodies = {update.event_id: update.to_store() for update in page.updates}
    digests = {name: fingerprint(body) for name, body in bodies.items()}
    unread = {item.event_id: {"unreadable": item.body} for item in page.unreadable}
    received = holdings.received(tx, company, [*bodies, *unread])
    numbers = holdings.numbers_of(tx, company, page.updates)
    records = [
        _held(update, bodies[update.event_id], digests[update.event_id], numbers[update.event_id])
        for update in page.updates
    ]
    missing = [each for each in records if each.key not in received]
    received |= holdings.folded(tx, [(each.case_number, each.key) for each in missing])
    kept = [_with_body(each, bodies[each.key], received.get(each.key)) for each in records]
    kept += [
        HeldRecord(EVENT, name, fingerprint(body), name, body=None if name in received else body)
        for name, body in unread.items()
    ]
    holdings.put(tx, company, run, kept)
    return len(kept)


def _held(update: Update, body: Mapping[str, Any], digest: str, number: str | None) -> HeldRecord:
    about = content_hash({name: value for name, value in body.items() if name != _IDENTITY and value})
    return HeldRecord(
        EVENT,
        update.event_id,
        digest,
        about,
        case_number=number,
        version=update.scheme_version,
        occurred_at=update.occurred_at,
    )


def _with_body(record: HeldRecord, body: Mapping[str, Any], received: tuple[str, str] | None) -> HeldRecord:
    """With its body where the hub does not hold the same: that is what it would be mended from."""
    if received is not None and (received[0] == record.digest or received[1] == InboxState.SET_ASIDE):
        return record
    return replace(record, body=body)

"""Reading back a mirror: page by page, each compared with what the hub sent, and kept."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from adapters.contract import MirrorAdapter
from adapters.holdings import Holding, HoldingsPage
from hub.reconcile.facts import differing
from hub.store import holdings, mappings, unheld
from hub.store.engine import Tx
from hub.store.holdings import HeldRecord
from hub.store.outbox import State
from hub.store.unheld import SentRow
from models.digest import content_hash
from models.records import MatterRecord, Record, RecordType

RETIRED: Final = "*retired"
"""Among what differs: the record says the same and does not stand any more, though nobody here took it back."""

GONE: Final = frozenset({State.SUPERSEDED, State.DISCARDED})
"""States of rows that were never to arrive."""
_RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)


def take_page(tx: Tx, mirror: str, adapter: MirrorAdapter, run: int, page: HoldingsPage) -> int:
    """Keep a page of what a mirror holds; how many records that were."""
    rows = unheld.sent(tx, mirror, [each.key for each in page.holdings])
    holdings.put(tx, mirror, run, [_held(tx, each, rows.get(each.key), adapter) for each in page.holdings])
    return len(page.holdings)


def take_word(
    tx: Tx, mirror: str, run: int, record_type: RecordType, asked: Collection[str], held: Collection[str]
) -> None:
    """Keep a mirror's bare word on which keys it holds: of those it does, the content is what was kept before."""
    holdings.forget(tx, mirror, record_type, [key for key in asked if key not in held])
    new = [key for key in held if holdings.get(tx, mirror, record_type, key) is None]
    holdings.put(tx, mirror, run, [HeldRecord(record_type, key, digest="", about=key) for key in new])


def expected(tx: Tx, row: SentRow, adapter: MirrorAdapter) -> Mapping[str, Any]:
    """What the wire would say of a row now."""
    record = _RECORD.validate_python(row.body)
    if isinstance(record, MatterRecord):
        # As it is sent: with the item of the company's own mapping.
        item = mappings.get(tx, record.company).items.get(record.stage)
        record = record if item is None else record.model_copy(update={"item": item})
    return adapter.content_of(record)


def _held(tx: Tx, found: Holding, row: SentRow | None, adapter: MirrorAdapter) -> HeldRecord:
    unknown = row is None or row.state in GONE
    differs: tuple[str, ...] = ()
    if row is not None and not unknown:
        differs = differing(expected(tx, row, adapter), found.content)
        if _retired_by_others(tx, found, row):
            differs = (*differs, RETIRED)
    shown = {name: value for name, value in found.content.items() if name not in adapter.personal}
    record = found.record.to_store() if unknown and found.record else None
    return HeldRecord(
        found.type,
        found.key,
        content_hash(found.content),
        found.about,
        standing=found.standing,
        pending=found.pending,
        serial=found.serial,
        at=found.at,
        differs=differs or None,
        body={"content": shown, "record": record} if unknown or differs else None,
    )


def _retired_by_others(tx: Tx, found: Holding, row: SentRow) -> bool:
    if found.standing or found.pending or row.state is not State.DELIVERED or not row.body["valid"]:
        return False
    return not unheld.taken_back(tx, row)

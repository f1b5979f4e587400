"""Correcting what was recorded: by an invalid copy and a new record at each mirror, and in the case's own history.

A record at a mirror is never changed. Everything goes through the outbox, under keys that follow from what is
corrected, so that doing it twice sends nothing twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.casework.folding import refold
from hub.casework.histories import ILLEGAL, as_folded, stored_event
from hub.casework.intake import City
from hub.casework.names import matter_number, mirror_key, record_key
from hub.casework.recording import KINDS, lane_of, records_of
from hub.store import cases, corrected, desk, inbox, mappings, outbox, schemes
from hub.store.cases import CaseRow, StoredEvent
from hub.store.engine import Tx
from hub.store.inbox import CONFLICT, InboxRow, InboxState
from hub.store.outbox import NewMessage, Row, State
from models.case import fold
from models.company import Company
from models.events import Update
from models.messages import Message
from models.records import EventRecord, Record
from models.scheme import Scheme
from models.stage import Stage


def take_back(tx: Tx, row: Row, reason: str) -> None:
    """Take a record back at its mirror: by an invalid copy, or by not sending it where it never left."""
    if row.state in {State.WAITING, State.ATTENTION} and not row.unsure:
        outbox.supersede_one(tx, row.id, Message(id="reconcile-corrected"))
        return
    key = record_key("retraction", own_key(row))
    body = {**row.body, "key": key, "valid": False, "invalid_reason": reason}
    _enqueue(tx, row.destination, body, row, row.lane)


def write_anew(tx: Tx, row: Row) -> None:
    """Write a record anew, under a key of its own, and let it stand for the old one."""
    mirror = row.destination
    base = corrected.original(tx, mirror, own_key(row))
    key = record_key("again", base, corrected.times(tx, mirror, base) + 1)
    _enqueue(tx, mirror, {**row.body, "key": key}, row, row.lane)
    corrected.put(tx, mirror, base, key)


def take_back_unknown(tx: Tx, mirror: str, record: Mapping[str, Any], lane: str, reason: str) -> None:
    """Take back a record that the hub did not send."""
    key = record_key("retraction", record["key"])
    body = {**record, "key": key, "valid": False, "invalid_reason": reason}
    message = NewMessage(
        key=mirror_key(mirror, key),
        destination=mirror,
        lane=lane,
        kind=KINDS[record["record"]],
        body=body,
    )
    outbox.enqueue(tx, [message])


def own_key(row: Row) -> str:
    """A record's own key, of the outbox row that carries it."""
    return row.key.removeprefix(mirror_key(row.destination, ""))


def replace_event(tx: Tx, company: str, update: Update, city: City, reason: str) -> bool:
    """Put what the company says now in the place of what it said before, here and at every mirror.

    False where the event is in no case's history, or its code has no place in the national dictionary.
    """
    corrected.rewrite_received(tx, company, update.event_id, update.to_store())
    desk.close(tx, CONFLICT, f"{company}:{update.event_id}", resolution="corrected", by="liandong")
    ground = _ground(tx, company, update.event_id, city)
    status = update.status or mappings.get(tx, company).find(update.status_code, update.stage)
    if ground is None or status is None or status == "ignored":
        return ground is None
    case, scheme, party, old = ground
    row = _as_row(company, update, old)
    new = replace(stored_event(case.number, row, update, status), id=old.id, round=old.round)
    new = _placed(tx, case, new, old)
    corrected.rewrite_event(tx, old.id or 0, _values(new))
    if old.legal and party is not None:
        for mirror in city.mirrors_for("event"):
            _correct_at(tx, mirror, (old, new), (scheme, party), city, reason)
    refold(tx, case.number, city)
    return True


def withdraw_event(tx: Tx, company: str, event_id: str, city: City, reason: str) -> bool:
    """Take an event out of its case's history, and back at every mirror; it is not taken in again."""
    inbox.mark_event(tx, company, event_id, InboxState.SET_ASIDE)
    ground = _ground(tx, company, event_id, city)
    if ground is None:
        return False
    case, scheme, party, old = ground
    corrected.remove_event(tx, old.id or 0)
    desk.close(tx, ILLEGAL, f"{case.number}:{event_id}", resolution="corrected", by="liandong")
    if old.legal and party is not None:
        for mirror in city.mirrors_for("event"):
            _correct_at(tx, mirror, (old, None), (scheme, party), city, reason)
    refold(tx, case.number, city)
    return True


def _ground(
    tx: Tx, company: str, event_id: str, city: City
) -> tuple[CaseRow, Scheme, Company | None, StoredEvent] | None:
    old = corrected.event_of(tx, company, event_id)
    case = cases.get(tx, old.case_number) if old else None
    scheme = schemes.latest(tx, case.scheme_id) if case else None
    if old is None or case is None or scheme is None:
        return None
    return case, scheme, next((each for each in city.companies if each.id == company), None), old


def _as_row(company: str, update: Update, old: StoredEvent) -> InboxRow:
    return InboxRow(
        id=0,
        source=company,
        event_id=update.event_id,
        body=update.to_store(),
        state=InboxState.FOLDED,
        remote_ref=update.remote_ref,
        scheme_id=update.scheme_id,
        received_at=old.received_at,
    )


def _placed(tx: Tx, case: CaseRow, new: StoredEvent, old: StoredEvent) -> StoredEvent:
    """The corrected event at its place in the history; one that was illegal is placed by the fold that follows."""
    if not old.legal:
        return new
    events = [new if each.id == old.id else each for each in cases.events(tx, case.number)]
    placed = next(each for each in fold(map(as_folded, events)).placed if each.event.event_id == new.event_id)
    if not placed.legal:
        return replace(new, round=placed.round)
    matter = matter_number(case.number, Stage(new.stage), placed.round)
    step = old.step if matter == old.matter else cases.last_step(tx, matter) + 1
    return replace(new, round=placed.round, legal=True, matter=matter, step=step, record_key=old.record_key)


def _values(event: StoredEvent) -> dict[str, Any]:
    left = {"id", "case_number", "source", "event_id", "received_at"}
    return {name: getattr(event, name) for name in StoredEvent.__slots__ if name not in left}


def _correct_at(
    tx: Tx,
    mirror: str,
    events: tuple[StoredEvent, StoredEvent | None],
    whose: tuple[Scheme, Company],
    city: City,
    reason: str,
) -> None:
    old, new = events
    lanes: dict[str, str] = {}
    for record in records_of(old, *whose, city.takes_of(mirror))[1:]:
        row = _standing(tx, mirror, record.key)
        if row is not None:
            take_back(tx, row, reason)
            lanes[record.key] = row.lane
        corrected.put(tx, mirror, record.key, None)
    if new is not None and new.legal:
        _record_anew(tx, mirror, records_of(new, *whose, city.takes_of(mirror)), lanes, new, whose[0])


def _record_anew(
    tx: Tx,
    mirror: str,
    records: Sequence[Record],
    lanes: Mapping[str, str],
    event: StoredEvent,
    scheme: Scheme,
) -> None:
    matter, *others = records
    context = {"scheme_id": scheme.scheme_id, "version": scheme.version, "case_number": event.case_number}
    messages = [_message(mirror, matter, lane_of(matter, mirror), context)]
    first: str | None = None
    for record in others:
        base = record.key
        again = record.model_copy(
            update={"key": record_key("again", base, corrected.times(tx, mirror, base) + 1)}
        )
        lane = lanes.get(base) if not isinstance(record, EventRecord) else None
        message = _message(mirror, again, lane or lane_of(record, mirror), context, needs=first)
        corrected.put(tx, mirror, base, again.key)
        messages.append(message)
        first = first or message.key
    outbox.enqueue(tx, messages)


def _message(
    mirror: str, record: Record, lane: str, context: Mapping[str, Any], *, needs: str | None = None
) -> NewMessage:
    return NewMessage(
        key=mirror_key(mirror, record.key),
        destination=mirror,
        lane=lane,
        kind=KINDS[record.record],
        body=record.to_store(),
        needs=needs,
        **context,
    )


def _standing(tx: Tx, mirror: str, base: str) -> Row | None:
    key = corrected.current(tx, mirror, base)
    return outbox.by_key(tx, mirror_key(mirror, key)) if key else None


def _enqueue(tx: Tx, mirror: str, body: Mapping[str, Any], row: Row, lane: str) -> None:
    message = NewMessage(
        key=mirror_key(mirror, body["key"]),
        destination=mirror,
        lane=lane,
        kind=row.kind,
        body=body,
        scheme_id=row.scheme_id,
        version=row.version,
        case_number=row.case_number,
    )
    outbox.enqueue(tx, [message])

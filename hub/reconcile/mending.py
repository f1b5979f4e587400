"""Mending what reconciliation found, one by one or all: everything by the outbox and the inbox, under existing keys.

A finding that is mended stands so until a later pass meets it again; then it is open again.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from hub.casework import correcting, recording
from hub.casework.intake import City
from hub.casework.names import mirror_key, mirror_lane
from hub.pulling import receive
from hub.reconcile.facts import update_of
from hub.reconcile.mirrors import GONE
from hub.store import audit, cases, corrected, findings, holdings, inbox, outbox, schemes, unheld
from hub.store.engine import Store, Tx
from hub.store.findings import Finding, FindingState
from hub.store.holdings import EVENT
from hub.store.inbox import NewUpdate
from models.messages import Message

MOST_AT_ONCE: Final = 500
"""Findings mended in one transaction."""

ORDER: Final = (
    # What does not belong at a mirror goes, and what it lost comes back, before anything is corrected or added.
    "retract",
    "remirror",
    "rewrite",
    "correct",
    "take-in",
    "replace",
    "set-aside",
    "acknowledge",
)
"""The ways that the hub can go by itself, in the order in which to go them; the others are for a person."""

MENDABLE: Final = frozenset(ORDER)


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of findings that were to be mended: done, or left with the reason."""

    done: tuple[int, ...] = ()
    left: Mapping[int, Message] = field(default_factory=dict)


def mend(tx: Tx, city: City, ids: Collection[int], *, actor: str) -> Mended:
    """Mend these findings on the word of `actor`; every one is audited. What a person must ask for is left."""
    tx.alone()
    found = [each for id_ in sorted(set(ids)) if (each := findings.get(tx, id_)) is not None]
    done: list[int] = []
    left = {id_: Message(id="reconcile-unknown-finding") for id_ in set(ids) - {each.id for each in found}}
    for each in sorted(found, key=_rank):
        reason = _mend_one(tx, city, each, actor)
        if reason is not None:
            left[each.id] = reason
            continue
        done.append(each.id)
        findings.move(tx, [each.id], FindingState.MENDED, by=actor)
        detail = {"kind": each.kind, "way": each.way, "type": each.type, "key": each.key}
        audit.append(tx, actor, "reconcile.mend", f"{each.counterpart}:{each.id}", detail)
    return Mended(tuple(sorted(done)), left)


def accept(tx: Tx, ids: Collection[int], *, actor: str, note: str = "") -> tuple[int, ...]:
    """A person has looked into these, and they may stay as they are: they are not opened again. Which were open."""
    tx.alone()
    found = [each for id_ in sorted(set(ids)) if (each := findings.get(tx, id_)) is not None]
    standing = [each for each in found if each.state is FindingState.OPEN]
    findings.move(tx, [each.id for each in standing], FindingState.MENDED, by=actor, accepted=True)
    for each in standing:
        detail = {"kind": each.kind, "type": each.type, "key": each.key, "note": note}
        audit.append(tx, actor, "reconcile.accept", f"{each.counterpart}:{each.id}", detail)
    return tuple(each.id for each in standing)


def mend_all(store: Store, city: City, *, actor: str) -> Mended:
    """Mend whatever is open and can be mended, group by group, in the order in which mending has to go."""
    done: list[int] = []
    left: dict[int, Message] = {}
    for way in ORDER:
        after = 0
        while True:
            with store.begin() as tx:
                batch = findings.listed(tx, way=way, after=after, limit=MOST_AT_ONCE)
                mended = mend(tx, city, [each.id for each in batch], actor=actor)
            done += mended.done
            left |= mended.left
            if len(batch) < MOST_AT_ONCE:
                break
            after = batch[-1].id
    return Mended(tuple(sorted(done)), left)


def _rank(found: Finding) -> tuple[int, int]:
    return (ORDER.index(found.way) if found.way in MENDABLE else len(ORDER), found.id)


def _mend_one(tx: Tx, city: City, found: Finding, actor: str) -> Message | None:
    """Mend one finding; why that cannot be, `None` when it is done."""
    if found.state is not FindingState.OPEN:
        return Message(id="reconcile-not-open")
    way = _WAYS.get(found.way)
    if way is None:
        return Message(id="reconcile-ask", params={"counterpart": found.counterpart})
    return None if way(tx, city, found, actor) else Message(id="reconcile-changed-since")


def _take_in(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    record = holdings.get(tx, found.counterpart, EVENT, found.key)
    update = update_of(record.body) if record and record.body else None
    if update is None:
        return bool(holdings.received(tx, found.counterpart, [found.key]))
    receive(tx, found.counterpart, [update], city)
    holdings.settle(tx, found.counterpart, EVENT, found.key)
    return True


def _replace(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    record = holdings.get(tx, found.counterpart, EVENT, found.key)
    update = update_of(record.body) if record and record.body else None
    if update is None or not correcting.replace_event(tx, found.counterpart, update, city, _reason(found)):
        return False
    holdings.settle(tx, found.counterpart, EVENT, found.key)
    return True


def _set_aside(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    record = holdings.get(tx, found.counterpart, EVENT, found.key)
    if not holdings.received(tx, found.counterpart, [found.key]):
        update = update_of(record.body) if record and record.body else None
        if update is None:
            return False
        inbox.receive(tx, found.counterpart, [NewUpdate(update.event_id, update.to_store())])
    correcting.withdraw_event(tx, found.counterpart, found.key, city, _reason(found))
    holdings.settle(tx, found.counterpart, EVENT, found.key)
    return True


def _remirror(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    row = outbox.by_key(tx, mirror_key(found.counterpart, found.key))
    if row is not None:
        # A foreign row may stand in its place: that one goes first.
        retraction = outbox.latest_in_lane(tx, _lane_of_retractions(row.lane), row.kind)
        needs = retraction.key if retraction else None
        return corrected.send_again(tx, row.id, actor, needs=needs) or row.state in outbox.LIVE
    source, _, event_id = found.key.partition(":")
    event = corrected.event_of(tx, source, event_id)
    case = cases.get(tx, event.case_number) if event else None
    scheme = schemes.latest(tx, case.scheme_id) if case else None
    company = next((each for each in city.companies if each.id == source), None)
    if event is None or scheme is None or company is None or not event.legal:
        return False
    mirror = found.counterpart
    recording.record_project(tx, scheme, mirror)
    key = recording.record_event(tx, event, scheme, company, mirror, city.takes_of(mirror))
    if event.record_key is None:
        corrected.rewrite_event(tx, event.id or 0, {"record_key": key})
    return True


def _correct(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    mirror = found.counterpart
    row = outbox.by_key(tx, mirror_key(mirror, found.key))
    if row is None or row.state in GONE:
        return False
    sent = unheld.sent(tx, mirror, [found.key])[found.key]
    if not unheld.taken_back(tx, sent) and not corrected.is_corrected(tx, mirror, found.key):
        if found.way == "correct":
            correcting.take_back(tx, row, _reason(found))
        correcting.write_anew(tx, row)
    holdings.settle(tx, mirror, found.type, found.key)
    return True


def _retract(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    mirror = found.counterpart
    record = holdings.get(tx, mirror, found.type, found.key)
    body = record.body["record"] if record and record.body else None
    if body is None:
        return False
    lane = _lane_of_retractions(mirror_lane(mirror, body["matter"]))
    correcting.take_back_unknown(tx, mirror, body, lane, _reason(found))
    holdings.settle(tx, mirror, found.type, found.key)
    return True


def _lane_of_retractions(lane: str) -> str:
    """Beside the lane itself, where a row that the foreign one keeps out may be waiting."""
    return f"{lane}/retraction"


def _acknowledge(tx: Tx, city: City, found: Finding, actor: str) -> bool:
    return True


def _reason(found: Finding) -> str:
    """What SJWXYY says: short, for the mirror's own people."""
    return f"对账更正 {found.id}"


_WAYS: Final[Mapping[str, Callable[[Tx, City, Finding, str], bool]]] = {
    "take-in": _take_in,
    "replace": _replace,
    "set-aside": _set_aside,
    "remirror": _remirror,
    "correct": _correct,
    "rewrite": _correct,
    "retract": _retract,
    "acknowledge": _acknowledge,
}

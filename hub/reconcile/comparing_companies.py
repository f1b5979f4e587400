"""A utility company and the hub: what one has and the other has not, has otherwise, twice, or had late."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hub.reconcile.comparing import BATCH, Comparison
from hub.reconcile.facts import About, about_case, differing, said_of, shown_update
from hub.store import corrected, findings, holdings, unheld
from hub.store.engine import Tx
from hub.store.findings import NewFinding
from hub.store.holdings import EVENT, HeldRecord
from hub.store.inbox import InboxState
from hub.store.unheld import Late, Unheld
from models.messages import Message, Value

Found = tuple[list[NewFinding], Any]


def compare(comparison: Comparison) -> int:
    """Everything between one company and the hub; how many findings are new."""
    pair = _Pair(comparison)
    new = comparison.through(pair.suspects, "")
    new += comparison.through(pair.repeated, "")
    new += comparison.through(pair.extra, comparison.last_event)
    return new + comparison.through(pair.late, comparison.last_event, once=True)


class _Pair:
    def __init__(self, comparison: Comparison) -> None:
        self._asked = comparison
        self._company = comparison.counterpart

    def suspects(self, tx: Tx, after: str) -> Found:
        """Events that were unknown, or read otherwise, when they were read back."""
        records = holdings.suspects(tx, self._company, after, BATCH)
        known = holdings.received(tx, self._company, [each.key for each in records])
        known |= holdings.folded(
            tx, [(each.case_number, each.key) for each in records if each.key not in known]
        )
        found = []
        for record in records:
            state = known.get(record.key)
            if state is None:
                found.append(self._missing(tx, record))
            elif state[1] == InboxState.SET_ASIDE or state[0] == record.digest:
                holdings.settle(tx, self._company, EVENT, record.key)
            else:
                found.append(self._differing(tx, record))
        return found, _onward(records)

    def repeated(self, tx: Tx, after: str) -> Found:
        """Events that a company holds, and the hub has taken in, more than once: the first of them stands."""
        abouts = holdings.repeated(tx, self._company, self._asked.narrowed_to, after, BATCH)
        found = []
        for about in abouts:
            alike = holdings.alike(tx, self._company, EVENT, about)
            known = holdings.received(tx, self._company, [each.key for each in alike])
            taken = [each for each in alike if known.get(each.key, ("", ""))[1] == InboxState.FOLDED]
            found += [self._duplicated(tx, each, taken[0].key) for each in taken[1:]]
        return found, abouts[-1] if len(abouts) == BATCH else None

    def extra(self, tx: Tx, after: int) -> Found:
        """Events that the hub received and the company does not hold any more."""
        asked = self._asked
        events = unheld.events_unheld(tx, self._company, after, asked.upto, BATCH, asked.read)
        found = [self._extra(tx, each) for each in events]
        return found, events[-1].id if len(events) == BATCH else None

    def late(self, tx: Tx, after: int) -> Found:
        """Events that the company told too late; what was missing and has been taken in was told of already."""
        asked = self._asked
        events = unheld.told_late(tx, self._company, asked.late_ms, after, asked.upto, BATCH)
        new = [
            each for each in events if not findings.is_known(tx, self._company, EVENT, each.key, "missing")
        ]
        found = [self._late(tx, each) for each in new]
        return found, events[-1].id if len(events) == BATCH else None

    def _missing(self, tx: Tx, record: HeldRecord) -> NewFinding:
        alike = [
            each.key
            for each in holdings.alike(tx, self._company, EVENT, record.about)
            if each.key != record.key
        ]
        known = holdings.received(tx, self._company, alike)
        first = next((key for key in alike if key in known or key < record.key), None)
        if first is not None:
            return self._duplicated(tx, record, first)
        about = about_case(tx, record.case_number)
        way = "ask-company" if "unreadable" in record.body else "take-in"
        message = Message(id="reconcile-missing-here", params=self._said(record.body, about))
        return self._finding("missing", record.key, way, message, about, theirs=shown_update(record.body))

    def _differing(self, tx: Tx, record: HeldRecord) -> NewFinding:
        about = about_case(tx, record.case_number)
        ours = corrected.received_body(tx, self._company, record.key) or {}
        names = "、".join(differing(ours, record.body)) or "-"
        way = "ask-company" if "unreadable" in record.body else "replace"
        params = self._said(record.body, about) | {"names": names}
        message = Message(id="reconcile-differing-here", params=params)
        sides = {"ours": shown_update(ours), "theirs": shown_update(record.body)}
        return self._finding("differing", record.key, way, message, about, **sides)

    def _duplicated(self, tx: Tx, record: HeldRecord, first: str) -> NewFinding:
        body = record.body or corrected.received_body(tx, self._company, record.key) or {}
        about = about_case(tx, record.case_number)
        params = self._said(body, about) | {"first": first, "second": record.key}
        message = Message(id="reconcile-duplicated-here", params=params)
        sides = {"ours": {"event_id": first}, "theirs": shown_update(body)}
        return self._finding("duplicated", record.key, "set-aside", message, about, **sides)

    def _extra(self, tx: Tx, event: Unheld) -> NewFinding:
        body = corrected.received_body(tx, self._company, event.key) or {}
        about = about_case(tx, event.case_number)
        message = Message(id="reconcile-extra-here", params=self._said(body, about))
        return self._finding("extra", event.key, "ask-company", message, about, ours=shown_update(body))

    def _late(self, tx: Tx, event: Late) -> NewFinding:
        body = corrected.received_body(tx, self._company, event.key) or {}
        about = about_case(tx, event.case_number)
        hours = round((event.done_at - event.occurred_at).total_seconds() / 3600)
        params = self._said(body, about) | {"hours": hours}
        message = Message(id="reconcile-late-company", params=params)
        sides = {"ours": {"received_at": event.done_at.isoformat()}, "theirs": shown_update(body)}
        return self._finding("late", event.key, "acknowledge", message, about, **sides)

    def _said(self, body: Mapping[str, Any], about: About) -> dict[str, Value]:
        return {"company": self._company, **said_of(body, about)}

    def _finding(
        self,
        kind: str,
        key: str,
        way: str,
        message: Message,
        about: About,
        ours: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
    ) -> NewFinding:
        whose = asdict(about) | {"company": self._company}
        return NewFinding(kind, self._company, EVENT, key, way, message, ours, theirs, **whose)


def still_there(tx: Tx, company: str, kind: str, key: str) -> bool:
    """Whether a finding that this pass did not look at again would be found still."""
    record = holdings.get(tx, company, EVENT, key)
    match kind:
        case "extra":
            return record is None
        case "duplicated":
            state = holdings.received(tx, company, [key]).get(key)
            return record is not None and (state is None or state[1] != InboxState.SET_ASIDE)
        case "late":
            return True
    return False


def _onward(records: tuple[HeldRecord, ...]) -> str | None:
    return records[-1].key if len(records) == BATCH else None

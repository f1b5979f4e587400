"""A mirror and the hub: what was recorded there and what should have been."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from adapters.contract import MirrorAdapter
from hub.casework.names import mirror_key
from hub.casework.recording import KINDS
from hub.reconcile.comparing import BATCH, Comparison
from hub.reconcile.facts import About, about_case, said_of
from hub.reconcile.mirrors import GONE, RETIRED, expected
from hub.store import corrected, findings, holdings, outbox, unheld
from hub.store.engine import Tx
from hub.store.findings import NewFinding
from hub.store.holdings import HeldRecord
from hub.store.unheld import Late, SentRow, Unheld
from models.messages import Message, Value

Found = tuple[list[NewFinding], Any]
_COLUMNS = ("stage", "status", "occurred_at", "matter")


def compare(comparison: Comparison, adapter: MirrorAdapter) -> int:
    """Everything between the hub and one mirror; how many findings are new."""
    pair = _Pair(comparison, adapter)
    new = comparison.through(pair.suspects, "")
    new += comparison.through(pair.missing, 0)
    new += comparison.through(pair.never_recorded, comparison.last_event)
    return new + comparison.through(pair.late, 0, once=True)


class _Pair:
    def __init__(self, comparison: Comparison, adapter: MirrorAdapter) -> None:
        self._asked = comparison
        self._mirror = comparison.counterpart
        self._adapter = adapter
        self._kinds = sorted(KINDS[each].value for each in adapter.rereads & adapter.takes)

    def suspects(self, tx: Tx, after: str) -> Found:
        """Records that were unknown, or read otherwise, when they were read back."""
        records = holdings.suspects(tx, self._mirror, after, BATCH)
        rows = unheld.sent(tx, self._mirror, [each.key for each in records])
        found = []
        for record in records:
            row = rows.get(record.key)
            if row is None or row.state in GONE:
                if record.standing:
                    found.append(self._unknown(tx, record, row))
            elif record.differs and not self._settled(tx, row):
                found.append(self._differing(tx, record, row))
        return found, records[-1].key if len(records) == BATCH else None

    def missing(self, tx: Tx, after: int) -> Found:
        """Records that the mirror took and does not hold."""
        asked = self._asked
        rows = unheld.rows_unheld(tx, self._mirror, self._kinds, asked.since, asked.read, after, BATCH)
        sent = unheld.sent(tx, self._mirror, [each.key for each in rows])
        found = [self._missing(tx, sent[each.key]) for each in rows if not self._settled(tx, sent[each.key])]
        return found, rows[-1].id if len(rows) == BATCH else None

    def never_recorded(self, tx: Tx, after: int) -> Found:
        """Legal events that nobody ever handed to the mirror."""
        if "event" not in self._adapter.takes:
            return [], None
        events = unheld.never_recorded(tx, self._mirror, after, self._asked.upto, BATCH)
        found = [self._never(tx, each) for each in events]
        return found, events[-1].id if len(events) == BATCH else None

    def late(self, tx: Tx, after: int) -> Found:
        """Events that the mirror took long after they were ready for it; what it had lost was told of already."""
        asked = self._asked
        rows = unheld.recorded_late(tx, self._mirror, asked.late_ms, asked.since, after, BATCH)
        new = [
            each for each in rows if not findings.is_known(tx, self._mirror, "event", each.record, "missing")
        ]
        return [self._late(tx, each) for each in new], rows[-1].id if len(rows) == BATCH else None

    def _settled(self, tx: Tx, row: SentRow) -> bool:
        own = row.key.removeprefix(mirror_key(self._mirror, ""))
        return unheld.taken_back(tx, row) or corrected.is_corrected(tx, self._mirror, own)

    def _unknown(self, tx: Tx, record: HeldRecord, row: SentRow | None) -> NewFinding:
        alike = [
            each.key
            for each in holdings.alike(tx, self._mirror, record.type, record.about)
            if each.key != record.key
        ]
        known = unheld.sent(tx, self._mirror, alike)
        first = next((key for key in alike if key in known and known[key].state not in GONE), None)
        twin = known[first] if first else row
        about = about_case(tx, twin.case_number, twin.scheme_id) if twin else About()
        way = "retract" if record.body and record.body["record"] else "ask-mirror"
        theirs = record.body["content"] if record.body else {}
        params = self._said(record.type, twin.body if twin else theirs, about) | {"key": record.key}
        if first is None:
            message = Message(id="reconcile-extra-there", params=params)
            return self._finding("extra", record.type, record.key, way, message, about, theirs=theirs)
        message = Message(id="reconcile-duplicated-there", params=params)
        sides: dict[str, Any] = {"ours": {"key": first}, "theirs": theirs}
        return self._finding("duplicated", record.type, record.key, way, message, about, **sides)

    def _differing(self, tx: Tx, record: HeldRecord, row: SentRow) -> NewFinding:
        about = about_case(tx, row.case_number, row.scheme_id)
        names = [name for name in record.differs or () if name != RETIRED]
        params = self._said(record.type, row.body, about)
        if not names:
            message = Message(id="reconcile-retired-there", params=params)
            return self._finding("differing", record.type, record.key, "rewrite", message, about)
        message = Message(id="reconcile-differing-there", params=params | {"names": "、".join(names)})
        shown = [name for name in names if name not in self._adapter.personal]
        ours, theirs = expected(tx, row, self._adapter), record.body["content"] if record.body else {}
        sides = {
            side: {name: it.get(name) for name in shown} for side, it in (("ours", ours), ("theirs", theirs))
        }
        return self._finding("differing", record.type, record.key, "correct", message, about, **sides)

    def _missing(self, tx: Tx, row: SentRow) -> NewFinding:
        about = about_case(tx, row.case_number, row.scheme_id)
        record_type = row.kind.removeprefix("record.")
        key = row.key.removeprefix(mirror_key(self._mirror, ""))
        message = Message(id="reconcile-missing-there", params=self._said(record_type, row.body, about))
        ours = {name: row.body[name] for name in _COLUMNS if row.body.get(name) is not None}
        return self._finding("missing", record_type, key, "remirror", message, about, ours=ours)

    def _never(self, tx: Tx, event: Unheld) -> NewFinding:
        source, _, event_id = event.key.partition(":")
        about = about_case(tx, event.case_number)
        body = corrected.received_body(tx, source, event_id) or {}
        message = Message(id="reconcile-never-recorded", params=self._said("event", body, about))
        return self._finding("missing", "event", event.key, "remirror", message, about)

    def _late(self, tx: Tx, event: Late) -> NewFinding:
        about = about_case(tx, event.case_number)
        body = corrected.received_body(tx, about.company or "", event.key) or {}
        hours = round((event.done_at - event.occurred_at).total_seconds() / 3600)
        params = self._said("event", body, about) | {"hours": hours}
        message = Message(id="reconcile-late-mirror", params=params)
        key = f"{about.company}:{event.key}"
        return self._finding("late", "event", key, "acknowledge", message, about)

    def _said(self, record_type: str, body: Mapping[str, Any], about: About) -> dict[str, Value]:
        return {"mirror": self._mirror, "record": record_type, **said_of(body, about)}

    def _finding(
        self,
        kind: str,
        record_type: str,
        key: str,
        way: str,
        message: Message,
        about: About,
        ours: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
    ) -> NewFinding:
        return NewFinding(kind, self._mirror, record_type, key, way, message, ours, theirs, **asdict(about))


def still_there(tx: Tx, mirror: str, record_type: str, kind: str, key: str) -> bool:
    """Whether a finding that this pass did not look at again would be found still."""
    if kind == "late":
        return True
    if kind != "missing":
        return False
    row = outbox.by_key(tx, mirror_key(mirror, key))
    if row is None:
        return ":" in key and not unheld.is_handed(tx, mirror, *key.split(":", 1))
    return row.state is outbox.State.DELIVERED and holdings.get(tx, mirror, record_type, key) is None

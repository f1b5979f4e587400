"""The rows that the platform holds: entered, replaced, voided, refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.clock import Clock
from sandbox.ledger import Ledger
from sandbox.supervision.shapes import Colour, Event, Matter, read

_CONCLUSIONS, _BEGINNINGS = (11, 12, 13), (3, 8)
Thing = tuple[object, ...]
Fault = dict[str, str]


@dataclass
class Held:
    """A row that was taken."""

    kind: str
    row: Matter | Event | Colour
    content: dict[str, Any]
    sequence: int
    recorded_at: datetime
    changed_at: datetime
    standing: bool = True

    def listed(self, *, whole: bool = False) -> dict[str, Any]:
        """As the wire tells it; `whole` with its content."""
        told = {
            "key": self.row.key,
            "sequence": self.sequence,
            "standing": self.standing,
            "recorded_at": self.recorded_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
        }
        content = {name: value for name, value in self.content.items() if name != "key"}
        return {**told, "content": content} if whole else told


class Rows:
    """All of them, in the order of their sequence numbers."""

    def __init__(self, clock: Clock, ledger: Ledger, counterpart: str) -> None:
        self._clock = clock
        self._ledger = ledger
        self._counterpart = counterpart
        self._all: list[Held] = []
        self._by_key: dict[tuple[str, str], Held] = {}
        self._standing: dict[Thing, Held] = {}
        self._events: dict[str, list[Held]] = {}

    def enter(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        """Look at one row; its answer."""
        content = {name: value for name, value in row.items() if value is not None}
        key = str(content.get("key", ""))
        before = self._by_key.get((kind, key))
        if before is not None:
            if before.content == content:
                self._ledger.count("replays", self._counterpart, kind)
                return {"key": key, "outcome": "unchanged", "sequence": before.sequence}
            return self._refuse(key, [_fault("key", "key_reused", "key 已用于内容不同的数据")])
        found, faults = read(kind, content)
        if found is None:
            return self._refuse(key, faults)
        return self._upsert(kind, found, content)

    def held(self, kind: str, keys: list[str]) -> list[dict[str, Any]]:
        """The rows with these keys."""
        return [self._by_key[kind, key].listed() for key in keys if (kind, key) in self._by_key]

    def after(
        self, kind: str, sequence: int, limit: int, since: datetime | None = None
    ) -> tuple[list[dict[str, Any]], bool]:
        """Up to `limit` rows of a kind with a higher number, changed since then, and whether there are more."""
        found = [
            held
            for held in self._all[sequence:]
            if held.kind == kind and (since is None or held.changed_at >= since)
        ]
        return [held.listed(whole=True) for held in found[:limit]], len(found) > limit

    def counts(self) -> dict[str, int]:
        """Standing rows by kind."""
        kinds = [held.kind for held in self._standing.values()]
        return {kind: kinds.count(kind) for kind in ("matter", "event", "colour")}

    def _upsert(self, kind: str, row: Matter | Event | Colour, content: dict[str, Any]) -> dict[str, Any]:
        thing = _thing(kind, row)
        current = self._standing.get(thing)
        if row.void:
            if current is None:
                return self._refuse(row.key, [_fault(None, "nothing_to_void", "没有可作废的有效数据")])
            held = self._keep(kind, row, content, standing=False)
            self._take_back(thing, current)
            self._ledger.record(self._counterpart, "record_voided", f"{kind}/{row.key}")
            return {"key": row.key, "outcome": "voided", "sequence": held.sequence}
        faults = self._faults(row)
        if faults:
            return self._refuse(row.key, faults)
        if current is not None and _is_older(row, current.row):
            return {"key": row.key, "outcome": "outdated"}
        held = self._keep(kind, row, content)
        if current is not None:
            self._take_back(thing, current)
        self._standing[thing] = held
        if isinstance(row, Event):
            self._events.setdefault(row.matter_no, []).append(held)
        self._ledger.record(self._counterpart, "record_taken", _fact(kind, row), kind=kind, key=row.key)
        outcome = "created" if current is None else "replaced"
        return {"key": row.key, "outcome": outcome, "sequence": held.sequence}

    def _faults(self, row: Matter | Event | Colour) -> list[Fault]:
        if isinstance(row, Matter):
            return []
        if ("matter", row.matter_no) not in self._standing:
            return [_fault("matter_no", "unknown_matter", "办件尚未登记")]
        if isinstance(row, Event) and row.status in _CONCLUSIONS and not self._begun(row):
            return [_fault("status", "order", "办结前应有受理或部门开始办理")]
        return []

    def _begun(self, row: Event) -> bool:
        return any(
            held.standing
            and isinstance(held.row, Event)
            and held.row.status in _BEGINNINGS
            and held.row.happened_at <= row.happened_at
            for held in self._events.get(row.matter_no, [])
        )

    def _keep(
        self, kind: str, row: Matter | Event | Colour, content: dict[str, Any], *, standing: bool = True
    ) -> Held:
        now = self._clock.now
        held = Held(kind, row, content, len(self._all) + 1, now, now, standing)
        self._all.append(held)
        self._by_key[kind, row.key] = held
        return held

    def _take_back(self, thing: Thing, current: Held) -> None:
        current.standing, current.changed_at = False, self._clock.now
        del self._standing[thing]
        self._ledger.undo(self._counterpart, "record_taken", _fact(current.kind, current.row))

    def _refuse(self, key: str, faults: list[Fault]) -> dict[str, Any]:
        for fault in faults:
            self._ledger.count("refusals", self._counterpart, fault["code"])
        return {"key": key, "outcome": "refused", "faults": faults}


def _thing(kind: str, row: Matter | Event | Colour) -> Thing:
    return (kind, row.matter_no, row.step) if isinstance(row, Event) else (kind, row.matter_no)


def _is_older(row: Matter | Event | Colour, than: Matter | Event | Colour) -> bool:
    return isinstance(row, Colour) and isinstance(than, Colour) and row.as_of < than.as_of


def _fact(kind: str, row: Matter | Event | Colour) -> str:
    """What would be recorded twice if it stood twice: of an event its status and time, whatever its number."""
    parts: list[object] = [kind, row.matter_no]
    if isinstance(row, Event):
        parts += [row.status, row.happened_at.isoformat()]
    return "/".join(map(str, parts))


def _fault(field: str | None, code: str, text: str) -> Fault:
    return {**({"field": field} if field else {}), "code": code, "text": text}

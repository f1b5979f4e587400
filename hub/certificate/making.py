"""Making certificates (应录尽录证明) from what reconciliation last read back: nothing is asked of anybody here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final

from hub.certificate.document import FORMAT, HUB, UTILITY, digest_of
from hub.language import Language, say
from hub.store import certified, passes
from hub.store.certified import OurEvent, Recorded, TheirEvent
from hub.store.engine import Tx
from hub.store.inbox import InboxState
from hub.store.outbox import LIVE, State
from models.company import Company
from models.messages import Message

CHINA: Final = timezone(timedelta(hours=8))
NOWHERE: Final = "-"
"""The district of events that belong to no case that the hub knows."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a certificate is about, and who issues it. `mirrors`: names by id."""

    company: Company
    day: date
    mirrors: Mapping[str, str]
    issuer: str = ""


@dataclass
class _District:
    """The events of one district: what each side holds of them, and why a side has not."""

    versions: dict[str, int | None] = field(default_factory=dict)
    held: dict[str, dict[str, str]] = field(default_factory=dict)
    open: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)

    def add(self, side: str, event_id: str, version: int | None, digest: str) -> None:
        self.versions[event_id] = self.versions.get(event_id) or version
        self.held.setdefault(event_id, {})[side] = digest


def content(tx: Tx, subject: Subject) -> dict[str, Any]:
    """The certificate of one company and one day in China, one record per district; JSON-ready, not signed.

    An event belongs to the day on which it happened, whenever it was told: told late, it changes the certificate of
    that day when it is made again.
    """
    start = datetime.combine(subject.day, time(), CHINA)
    theirs = certified.theirs(tx, subject.company.id, start, start + timedelta(days=1))
    ours = certified.ours(tx, subject.company.id, start, start + timedelta(days=1))
    marks = {
        each: mark.read_at if mark else None
        for each in (subject.company.id, *subject.mirrors)
        for mark in [passes.mark(tx, each)]
    }
    made = _Making(tx, subject, marks)
    found = made.districts(theirs, ours)
    company = subject.company
    return {
        "format": FORMAT,
        "issuer": subject.issuer,
        "company": {"id": company.id, "name": company.name, "credit_code": company.credit_code or ""},
        "day": subject.day.isoformat(),
        "made_at": tx.now().astimezone(CHINA).isoformat(timespec="seconds"),
        "read_at": {name: _spelt(at) for name, at in marks.items()},
        "names": {UTILITY: company.name, **subject.mirrors},
        "records": [made.record(name, district) for name, district in sorted(found.items())],
    }


def _spelt(at: datetime | None) -> str | None:
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at else None


class _Making:
    def __init__(self, tx: Tx, subject: Subject, marks: Mapping[str, datetime | None]) -> None:
        self._tx = tx
        self._subject = subject
        self._unread = {
            side
            for side, id_ in ((UTILITY, subject.company.id), *((id_, id_) for id_ in subject.mirrors))
            if marks[id_] is None
        }

    def districts(self, theirs: Sequence[TheirEvent], ours: Sequence[OurEvent]) -> dict[str, _District]:
        """Every event at its district, with what each side holds of it."""
        numbers = {number for each in (theirs, ours) for number in _numbers(each)}
        areas = certified.districts(self._tx, numbers)
        found: dict[str, _District] = {area: _District() for area in self._subject.company.districts}
        for their in theirs:
            area = areas.get(their.case_number or "", NOWHERE)
            found.setdefault(area, _District()).add(UTILITY, their.event_id, their.version, their.digest)
        for our in ours:
            area = areas.get(our.case_number, NOWHERE)
            found.setdefault(area, _District()).add(HUB, our.event_id, our.version, our.digest)
        self._missing_here(found, theirs, {each.event_id for each in ours}, areas)
        by_area = {our.event_id: found[areas.get(our.case_number, NOWHERE)] for our in ours}
        self._missing_at_company(by_area, ours, {each.event_id: each.digest for each in theirs})
        for mirror in self._subject.mirrors:
            self._recorded(mirror, by_area, ours)
        return found

    def record(self, name: str, district: _District) -> dict[str, Any]:
        """One district's record."""
        sides = (UTILITY, HUB, *self._subject.mirrors)
        return {
            "district": name,
            "sides": {side: self._side(side, district) for side in sides},
            "complete": not district.open and not self._unread,
            "open": sorted(district.open, key=lambda each: (each["event"], each["side"])),
            "settled": sorted(district.settled, key=lambda each: each["event"]),
            "events": [
                {"id": event_id, "version": district.versions[event_id], "held": held}
                for event_id, held in sorted(district.held.items())
            ],
        }

    def _side(self, side: str, district: _District) -> dict[str, Any]:
        if side in self._unread:
            return {"held": None, "digest": None}
        members = [
            (event_id, district.versions[event_id], held[side])
            for event_id, held in district.held.items()
            if side in held
        ]
        return {"held": len(members), "digest": digest_of(members)}

    def _missing_here(
        self,
        found: Mapping[str, _District],
        theirs: Sequence[TheirEvent],
        known: set[str],
        areas: Mapping[str, str],
    ) -> None:
        missing = [each for each in theirs if each.event_id not in known]
        states = certified.received_states(self._tx, self._subject.company.id, [e.event_id for e in missing])
        for each in missing:
            district = found[areas.get(each.case_number or "", NOWHERE)]
            match states.get(each.event_id):
                case InboxState.SET_ASIDE:
                    note = _why(each.event_id, HUB, Message(id="certificate-set-aside"))
                    district.settled.append(note)
                case InboxState.HELD:
                    self._open(district, each.event_id, HUB, Message(id="certificate-unmapped"))
                case InboxState.WAITING:
                    self._open(district, each.event_id, HUB, Message(id="certificate-no-case"))
                case _:
                    self._open(district, each.event_id, HUB, Message(id="certificate-missing-here"))

    def _missing_at_company(
        self, districts: Mapping[str, _District], ours: Sequence[OurEvent], theirs: Mapping[str, str]
    ) -> None:
        if UTILITY in self._unread:
            return
        for each in ours:
            digest = theirs.get(each.event_id)
            if digest is None:
                message = Message(id="certificate-not-at-company")
                self._open(districts[each.event_id], each.event_id, UTILITY, message)
            elif digest != each.digest:
                message = Message(id="certificate-differs")
                self._open(districts[each.event_id], each.event_id, UTILITY, message)

    def _recorded(self, mirror: str, districts: Mapping[str, _District], ours: Sequence[OurEvent]) -> None:
        keys = [each.record_key for each in ours if each.record_key]
        found = certified.recorded(self._tx, mirror, keys) if keys else {}
        for each in ours:
            district = districts[each.event_id]
            record = found.get(each.record_key or "")
            if record is not None and record.held and mirror not in self._unread:
                digest = record.digest if record.differs else each.digest
                district.add(mirror, each.event_id, each.version, digest)
            message = _why_not(each, record)
            if message is not None and mirror not in self._unread:
                self._open(district, each.event_id, mirror, message)

    def _open(self, district: _District, event_id: str, side: str, message: Message) -> None:
        district.open.append(_why(event_id, side, message))


def _numbers(events: Sequence[TheirEvent] | Sequence[OurEvent]) -> set[str]:
    return {each.case_number for each in events if each.case_number}


def _why_not(event: OurEvent, record: Recorded | None) -> Message | None:
    """Why a mirror does not hold an event as it should; `None` where it does."""
    if record is not None and record.held:
        return Message(id="certificate-differs") if record.differs else None
    if not event.legal:
        return Message(id="certificate-illegal")
    if record is None or record.state is None:
        return Message(id="certificate-never-recorded")
    if record.state is State.ATTENTION and record.error:
        return Message.from_store(record.error)
    if record.state in LIVE:
        return Message(id="certificate-on-its-way")
    return Message(id="certificate-not-read-back")


def _why(event_id: str, side: str, message: Message) -> dict[str, Any]:
    return {
        "event": event_id,
        "side": side,
        "reason": message.id,
        "sentence": say(message, Language.ZH_CN),
    }


def is_over(day: date, now: datetime) -> bool:
    """Whether a day in China has ended."""
    return now.astimezone(UTC) >= datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)

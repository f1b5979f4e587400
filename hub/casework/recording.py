"""What a mirror is to be told (应录尽录): project, matter and event records, parents before children; and with an
event, where the mirror has a place for it, the opinion given and the documents issued.

A record at a mirror is never changed. What has become wrong is invalidated by a copy, then written anew.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from pydantic import SecretStr

from hub.casework.names import matter_number, mirror_key, mirror_lane, record_key
from hub.delivery.kinds import Kind
from hub.store import outbox
from hub.store.cases import StoredEvent
from hub.store.engine import Tx
from hub.store.outbox import NewMessage, Row, State
from models.company import Company
from models.documents import DocumentRef
from models.messages import Message
from models.records import (
    ORDINARY,
    ApprovalRecord,
    ColourRecord,
    EventRecord,
    MatterRecord,
    OpinionRecord,
    ProjectRecord,
    Record,
    RecordType,
)
from models.scheme import Scheme
from models.stage import Opinion, Stage
from models.status import PASSES, HandlingStatus

KINDS: Final[dict[RecordType, Kind]] = {
    "project": Kind.PROJECT,
    "matter": Kind.MATTER,
    "event": Kind.EVENT,
    "opinion": Kind.OPINION,
    "approval": Kind.APPROVAL,
    "colour": Kind.COLOUR,
}
"""The kind of message that carries each type of record."""

_CHINA: Final = timezone(timedelta(hours=8))


def record_project(tx: Tx, scheme: Scheme, mirror: str) -> None:
    """Record a scheme's project, or correct the record when this version says something else of it."""
    record = ProjectRecord(
        key=record_key("project", scheme.scheme_id, scheme.version),
        area_code=scheme.project.area_code,
        project=scheme.project,
        pushed_at=scheme.pushed_at,
    )
    lane = mirror_lane(mirror, scheme.project.engineering_code)
    current = outbox.latest_in_lane(tx, lane, Kind.PROJECT)
    held = ProjectRecord.from_store(current.body) if current else None
    if held is not None and held.project == scheme.project:
        return
    if current is not None and held is not None:
        _retract(tx, current, held, record, scheme, mirror)
    _enqueue(tx, record, scheme, mirror, lane)
    if current is not None:
        outbox.repoint(tx, current.key, mirror_key(mirror, record.key))


def _retract(
    tx: Tx, current: Row, held: ProjectRecord, record: ProjectRecord, scheme: Scheme, mirror: str
) -> None:
    never_sent = current.state in {State.WAITING, State.ATTENTION} and not current.unsure
    if never_sent:
        because = Message(id="delivery-superseded", params={"version": scheme.version})
        outbox.supersede_one(tx, current.id, because)
        return
    invalid = held.model_copy(
        update={
            "key": record_key("retraction", held.key, record.key),
            "valid": False,
            "invalid_reason": f"v{scheme.version}",
        }
    )
    _enqueue(tx, invalid, scheme, mirror, current.lane)


def record_event(
    tx: Tx,
    event: StoredEvent,
    scheme: Scheme,
    company: Company,
    mirror: str,
    takes: frozenset[RecordType] = ORDINARY,
) -> str:
    """Record one legal event of a case, and its matter where this is its first; returns the event's record key.

    With it go the opinion given and the documents issued, to a mirror that `takes` them. Those wait for the event and
    hold nothing up.
    """
    matter_record, event_record, *others = records_of(event, scheme, company, takes)
    # Where a mirror has projects of its own, a matter waits for none of ours.
    project = _project_key(tx, scheme, mirror) if "project" in takes else None
    first = mirror_key(mirror, event_record.key)
    needs = [project, None, *(first for _ in others)]
    messages = [
        _message(record, scheme, mirror, lane_of(record, mirror), event.case_number, needed)
        for record, needed in zip((matter_record, event_record, *others), needs, strict=True)
    ]
    outbox.enqueue(tx, messages)
    return event_record.key


def lane_of(record: Record, mirror: str) -> str:
    """The lane in which a record of a case goes to a mirror."""
    if isinstance(record, MatterRecord | EventRecord):
        return mirror_lane(mirror, record.matter)
    if isinstance(record, ProjectRecord):
        return mirror_lane(mirror, record.project.engineering_code)
    return mirror_lane(mirror, f"{record.matter}/{record.key}")


def records_of(
    event: StoredEvent, scheme: Scheme, company: Company, takes: frozenset[RecordType] = ORDINARY
) -> tuple[Record, ...]:
    """What is recorded of a legal event: its matter, itself, and what else a mirror `takes` of it."""
    matter = event.matter or matter_number(event.case_number, Stage(event.stage), event.round)
    common: dict[str, Any] = {
        "area_code": scheme.project.area_code,
        "engineering_code": scheme.project.engineering_code,
        "matter": matter,
    }
    told_by: dict[str, Any] = {"company_name": company.name, "company_credit_code": company.credit_code or ""}
    matter_record = MatterRecord(
        key=record_key("matter", matter),
        stage=Stage(event.stage),
        kind=company.kind,
        company=company.id,
        contact_name=scheme.project.contact.name,
        contact_phone=scheme.project.contact.phone,
        **common,
        **told_by,
    )
    event_record = EventRecord(
        key=record_key("event", event.source, event.event_id),
        step=event.step or 1,
        status=HandlingStatus(event.status),
        status_text=event.status_text,
        opinion=Opinion(event.opinion) if event.opinion else None,
        opinion_text=event.opinion_text,
        handler=_person(event),
        occurred_at=event.occurred_at,
        **common,
        **told_by,
    )
    others = (*_opinion(event, common | told_by), *_approvals(event, common))
    return (matter_record, event_record, *(each for each in others if each.record in takes))


def record_colour(tx: Tx, record: ColourRecord, scheme: Scheme, mirror: str, *, case_number: str) -> bool:
    """Record the colour of a matter's clock, which takes the place of one that was not sent yet.

    False where the mirror has not been told of the matter: a colour alone says nothing.
    """
    needs = mirror_key(mirror, record_key("matter", record.matter))
    if outbox.by_key(tx, needs) is None:
        return False
    lane = mirror_lane(mirror, f"{record.matter}/colour")
    current = outbox.latest_in_lane(tx, lane, Kind.COLOUR)
    if current is not None and current.key != mirror_key(mirror, record.key):
        outbox.supersede_one(
            tx, current.id, Message(id="delivery-superseded", params={"version": scheme.version})
        )
    outbox.enqueue(tx, [_message(record, scheme, mirror, lane, case_number, needs)])
    return True


def colour_key(matter: str, as_of: datetime) -> str:
    """The key of a matter's colour as of an instant."""
    return record_key("colour", matter, as_of.astimezone(UTC).isoformat())


def _opinion(event: StoredEvent, common: dict[str, Any]) -> Iterator[Record]:
    if event.opinion is not None:
        yield OpinionRecord(
            key=record_key("opinion", event.source, event.event_id),
            opinion=Opinion(event.opinion),
            opinion_text=event.opinion_text,
            handler=_person(event),
            given_at=event.occurred_at,
            **common,
        )


def _approvals(event: StoredEvent, common: dict[str, Any]) -> Iterator[Record]:
    if event.status not in PASSES:
        return
    for ref in map(DocumentRef.from_store, event.documents):
        yield ApprovalRecord(
            key=record_key("approval", event.source, event.event_id, ref.sha256),
            stage=Stage(event.stage),
            number=ref.number or common["matter"],
            title=ref.name,
            issued_on=ref.issued_on or event.occurred_at.astimezone(_CHINA).date(),
            media_type=ref.media_type,
            size_bytes=ref.size_bytes,
            sha256=ref.sha256,
            **common,
        )


def _person(event: StoredEvent) -> SecretStr | None:
    return SecretStr(event.handler) if event.handler else None


def _project_key(tx: Tx, scheme: Scheme, mirror: str) -> str | None:
    lane = mirror_lane(mirror, scheme.project.engineering_code)
    project = outbox.latest_in_lane(tx, lane, Kind.PROJECT)
    return project.key if project else None


def _enqueue(tx: Tx, record: Record, scheme: Scheme, mirror: str, lane: str) -> None:
    outbox.enqueue(tx, [_message(record, scheme, mirror, lane, None, None)])


def _message(
    record: Record, scheme: Scheme, mirror: str, lane: str, case_number: str | None, needs: str | None
) -> NewMessage:
    return NewMessage(
        key=mirror_key(mirror, record.key),
        destination=mirror,
        lane=lane,
        kind=KINDS[record.record],
        body=record.to_store(),
        scheme_id=scheme.scheme_id,
        version=scheme.version,
        case_number=case_number,
        needs=needs,
    )

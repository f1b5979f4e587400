"""What a mirror is to be told (应录尽录): project, matter and event records, parents before children.

A record at a mirror is never changed. What has become wrong is invalidated by a copy, then written anew.
"""

from pydantic import SecretStr

from hub.casework.names import matter_number, mirror_key, mirror_lane, record_key
from hub.delivery.kinds import Kind
from hub.store import outbox
from hub.store.cases import StoredEvent
from hub.store.engine import Tx
from hub.store.outbox import NewMessage, Row, State
from models.company import Company
from models.messages import Message
from models.records import EventRecord, MatterRecord, ProjectRecord, Record
from models.scheme import Scheme
from models.stage import Opinion, Stage
from models.status import HandlingStatus

_KINDS = {"project": Kind.PROJECT, "matter": Kind.MATTER, "event": Kind.EVENT}


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
    _enqueue(tx, [record], scheme, mirror, lane)
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
    _enqueue(tx, [invalid], scheme, mirror, current.lane)


def record_event(tx: Tx, event: StoredEvent, scheme: Scheme, company: Company, mirror: str) -> str:
    """Record one legal event of a case, and its matter where this is its first; returns the event's record key."""
    matter = event.matter or matter_number(event.case_number, Stage(event.stage), event.round)
    lane = mirror_lane(mirror, matter)
    matter_record = MatterRecord(
        key=record_key("matter", matter),
        stage=Stage(event.stage),
        kind=company.kind,
        company=company.id,
        contact_name=scheme.project.contact.name,
        contact_phone=scheme.project.contact.phone,
        area_code=scheme.project.area_code,
        engineering_code=scheme.project.engineering_code,
        matter=matter,
        company_name=company.name,
        company_credit_code=company.credit_code or "",
    )
    event_record = EventRecord(
        key=record_key("event", event.source, event.event_id),
        step=event.step or 1,
        status=HandlingStatus(event.status),
        status_text=event.status_text,
        opinion=Opinion(event.opinion) if event.opinion else None,
        opinion_text=event.opinion_text,
        handler=SecretStr(event.handler) if event.handler else None,
        occurred_at=event.occurred_at,
        area_code=scheme.project.area_code,
        engineering_code=scheme.project.engineering_code,
        matter=matter,
        company_name=company.name,
        company_credit_code=company.credit_code or "",
    )
    _enqueue(tx, [matter_record, event_record], scheme, mirror, lane, case_number=event.case_number)
    return event_record.key


def _enqueue(
    tx: Tx, records: list[Record], scheme: Scheme, mirror: str, lane: str, case_number: str | None = None
) -> None:
    project_lane = mirror_lane(mirror, scheme.project.engineering_code)
    project = outbox.latest_in_lane(tx, project_lane, Kind.PROJECT)
    outbox.enqueue(
        tx,
        [
            NewMessage(
                key=mirror_key(mirror, record.key),
                destination=mirror,
                lane=lane,
                kind=_KINDS[record.record],
                body=record.to_store(),
                scheme_id=scheme.scheme_id,
                version=scheme.version,
                case_number=case_number,
                needs=project.key if project and record.record == "matter" else None,
            )
            for record in records
        ],
    )

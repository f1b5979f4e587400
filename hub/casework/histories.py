"""The history of one case: where the fold puts each event, and what is told of it to mirrors and to the desk."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from hub.casework import recording
from hub.casework.intake import City
from hub.casework.names import matter_number, record_key
from hub.store import cases, desk, steps
from hub.store.cases import CaseRow, StoredEvent
from hub.store.desk import NewItem
from hub.store.engine import Tx
from hub.store.inbox import InboxRow, fingerprint
from models.case import CaseEvent, CaseState, Placed, fold
from models.company import Company
from models.events import Update
from models.messages import Message
from models.scheme import Scheme
from models.stage import Opinion, Stage
from models.status import HandlingStatus

ILLEGAL = "update-illegal"
"""Kind of the desk item about an event that its matter's table of transitions does not allow."""


def stored_event(number: str, row: InboxRow, update: Update, status: HandlingStatus) -> StoredEvent:
    """A received update as an event of case `number`, not placed yet."""
    return StoredEvent(
        id=None,
        case_number=number,
        source=row.source,
        event_id=update.event_id,
        stage=update.stage.value,
        round=1,
        step=None,
        matter=None,
        status=int(status),
        status_code=update.status_code,
        status_text=update.status_text,
        opinion=update.opinion.value if update.opinion else None,
        opinion_text=update.opinion_text,
        department=update.department,
        handler=update.handler.get_secret_value() if update.handler else None,
        scheme_version=update.scheme_version,
        documents=[document.to_store() for document in update.documents],
        occurred_at=update.occurred_at,
        received_at=row.received_at,
        legal=False,
        record_key=None,
        content_hash=fingerprint(row.body),
    )


class History:
    """A case with its events, folded."""

    def __init__(
        self,
        tx: Tx,
        case: CaseRow,
        scheme: Scheme,
        company: Company | None,
        city: City,
        events: Sequence[StoredEvent],
    ) -> None:
        self._tx = tx
        self._case = case
        self._scheme = scheme
        self._company = company
        self._city = city
        self.events = {event.event_id: event for event in events}
        self.state: CaseState = fold(as_folded(event) for event in events)

    def place(self, new: Collection[str]) -> None:
        """Place the `new` events, and those held illegal so far: a late one may have made them legal."""
        for placed in self.state.placed:
            event = self.events[placed.event.event_id]
            if not event.legal and (placed.legal or event.event_id in new):
                self._place(event, placed)

    def _place(self, event: StoredEvent, placed: Placed) -> None:
        subject = f"{self._case.number}:{event.event_id}"
        if not placed.legal:
            cases.place_event(self._tx, replace(event, round=placed.round, legal=False))
            self._tell_illegal(event, placed, subject)
            return
        desk.close(self._tx, ILLEGAL, subject, resolution="became-legal", by="liandong")
        matter = matter_number(self._case.number, Stage(event.stage), placed.round)
        step = steps.next_step(self._tx, matter, record_key("event", event.source, event.event_id))
        event = replace(event, round=placed.round, legal=True, matter=matter, step=step)
        cases.place_event(self._tx, replace(event, record_key=self._record(event)))

    def _record(self, event: StoredEvent) -> str | None:
        if self._company is None:
            return None
        keys = [
            recording.record_event(
                self._tx, event, self._scheme, self._company, mirror, self._city.takes_of(mirror)
            )
            for mirror in self._city.mirrors_for("event")
        ]
        return keys[0] if keys else None

    def _tell_illegal(self, event: StoredEvent, placed: Placed, subject: str) -> None:
        previous = 0 if placed.previous is None else int(placed.previous)
        message = Message(
            id="update-illegal",
            params={"stage": event.stage, "status": event.status, "previous": previous},
        )
        item = NewItem(
            kind=ILLEGAL,
            subject=subject,
            message=message,
            destination=self._case.company,
            scheme_id=self._case.scheme_id,
            case_number=self._case.number,
            stage=event.stage,
            project_code=self._scheme.project.code,
            project_name=self._scheme.project.name,
        )
        desk.open_item(self._tx, item)


def as_folded(event: StoredEvent) -> CaseEvent:
    """A stored event as the fold takes it."""
    return CaseEvent(
        event_id=event.event_id,
        stage=Stage(event.stage),
        status=HandlingStatus(event.status),
        occurred_at=event.occurred_at,
        sequence=event.id or 0,
        opinion=Opinion(event.opinion) if event.opinion else None,
        scheme_version=event.scheme_version,
    )

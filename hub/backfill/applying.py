"""One old case taken in: its scheme where it is unknown, the case, its events, and what mirrors are to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.backfill.history import OldCase
from hub.casework import recording
from hub.casework.intake import City
from hub.casework.names import case_number
from hub.pulling import receive
from hub.store import cases, schemes
from hub.store.cases import NewCase, StoredEvent
from hub.store.engine import Tx
from models.company import Company
from models.events import Update
from models.scheme import Scheme

SOURCE = "backfill"
"""The source of schemes that came in with history: nobody is sent them, and nobody reviews them again."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was new: scheme, case, events; and the ids of events that are known with another content."""

    scheme: bool = False
    case: bool = False
    events: int = 0
    known: int = 0
    conflicts: tuple[str, ...] = ()


def apply(tx: Tx, company: Company, city: City, old: OldCase) -> Applied:
    """Take in an old case. Again it has no effect. An event that is known with another content stays as it is."""
    scheme = schemes.latest(tx, old.scheme_id)
    new_scheme = scheme is None
    if scheme is None:
        if old.scheme is None:
            raise LookupError(old.scheme_id)
        scheme = old.scheme
        _take_scheme(tx, scheme, city)
    number = case_number(old.scheme_id, company.id)
    opened = cases.open(tx, NewCase(number, old.scheme_id, company.id, company.kind.value, scheme.version))
    case = cases.get(tx, number)
    if case is not None and case.remote_ref is None and old.remote_ref is not None:
        cases.set_remote_ref(tx, number, old.remote_ref)
    told = cases.events(tx, number)
    conflicts = tuple(update.event_id for update in old.updates if _differs(update, told))
    new = [
        # Named by its scheme, so that it finds its case whatever reference the company had for it.
        update.model_copy(update={"scheme_id": old.scheme_id})
        for update in old.updates
        if update.event_id not in conflicts and not _is_told(update, told)
    ]
    events = receive(tx, company.id, new, city)
    known = len(old.updates) - events - len(conflicts)
    return Applied(new_scheme, opened, events, known, conflicts)


def _take_scheme(tx: Tx, scheme: Scheme, city: City) -> None:
    schemes.add(tx, scheme, SOURCE)
    for mirror in city.mirrors_for("project"):
        recording.record_project(tx, scheme, mirror)


def _is_told(update: Update, told: Sequence[StoredEvent]) -> bool:
    """Whether the case has this event already, be it under another id: the feed and the files name it differently."""
    return any(event.event_id == update.event_id or _is_the_same(update, event) for event in told)


def _differs(update: Update, told: Sequence[StoredEvent]) -> bool:
    return any(event.event_id == update.event_id and not _is_the_same(update, event) for event in told)


def _is_the_same(update: Update, event: StoredEvent) -> bool:
    alike = event.stage == update.stage.value and event.occurred_at == update.occurred_at
    if update.status is None:
        return alike and event.status_code == update.status_code
    return alike and event.status == int(update.status)

"""From received updates to cases: each is put into its case's history, and the case is folded anew.

The caller's transaction also holds the page's receipt and its cursor, so that an update is never half taken.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hub.casework.histories import History, stored_event
from hub.casework.intake import City
from hub.store import cases, desk, inbox, schemes
from hub.store.cases import CaseRow, StoredEvent
from hub.store.desk import NewItem
from hub.store.engine import Tx
from hub.store.inbox import InboxState
from models.events import Update
from models.messages import Message

GROUP = 256
"""Most updates folded in one transaction."""


@dataclass(frozen=True, slots=True)
class Folded:
    """How many updates a fold looked at: taken into cases, left waiting for a case, held for a mapping."""

    taken: int = 0
    waiting: int = 0
    held: int = 0

    @property
    def looked_at(self) -> int:
        """All of them."""
        return self.taken + self.waiting + self.held


def fold_pending(tx: Tx, city: City, *, limit: int = GROUP) -> Folded:
    """Fold up to `limit` updates that have not been looked at yet."""
    new_events: dict[str, list[StoredEvent]] = defaultdict(list)
    outcome: dict[InboxState, list[int]] = defaultdict(list)
    for row in inbox.pending(tx, limit=limit):
        update = Update.from_store(row.body)
        case = _case_of(tx, row.source, update)
        if case is None:
            outcome[InboxState.WAITING].append(row.id)
        elif update.status is None:
            outcome[InboxState.HELD].append(row.id)
            _ask_for_mapping(tx, row.source, update)
        else:
            outcome[InboxState.FOLDED].append(row.id)
            new_events[case.number].append(stored_event(case.number, row, update, update.status))
    for number, events in new_events.items():
        _fold_case(tx, number, events, city)
    for state, ids in outcome.items():
        inbox.mark(tx, ids, state)
    return Folded(
        taken=len(outcome[InboxState.FOLDED]),
        waiting=len(outcome[InboxState.WAITING]),
        held=len(outcome[InboxState.HELD]),
    )


def fold_all(tx: Tx, city: City) -> None:
    """Fold everything that has not been looked at yet."""
    while fold_pending(tx, city).looked_at:
        pass


def _case_of(tx: Tx, source: str, update: Update) -> CaseRow | None:
    if update.remote_ref is not None:
        found = cases.by_remote_ref(tx, source, update.remote_ref)
        if found is not None:
            return found
    if update.scheme_id is None:
        return None
    return next((case for case in cases.by_scheme(tx, update.scheme_id) if case.company == source), None)


def _ask_for_mapping(tx: Tx, source: str, update: Update) -> None:
    message = Message(id="update-unmapped", params={"code": update.status_code, "text": update.status_text})
    subject = f"{source}:{update.status_code}"
    desk.open_item(tx, NewItem(kind="mapping", subject=subject, message=message, destination=source))


def _fold_case(tx: Tx, number: str, new: Sequence[StoredEvent], city: City) -> None:
    case = cases.get(tx, number)
    scheme = schemes.latest(tx, case.scheme_id) if case else None
    if case is None or scheme is None:
        raise LookupError(number)
    for event in new:
        cases.add_event(tx, event)
    company = next((each for each in city.companies if each.id == case.company), None)
    history = History(tx, case, scheme, company, city.mirrors, cases.events(tx, number))
    history.place({event.event_id for event in new})
    state = history.state
    if state.status is not None:
        changed_at = max(event.occurred_at for event in history.events.values())
        cases.save_state(
            tx, number, stage=state.stage, status=state.status, ended=state.ended, changed_at=changed_at
        )

"""From received updates to cases: each is put into its case's history, and the case is folded anew.

The caller's transaction also holds the page's receipt and its cursor, so that an update is never half taken.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hub.casework import evidence, opinions
from hub.casework.histories import History, stored_event
from hub.casework.intake import City
from hub.casework.mapped import tell_unmapped
from hub.store import cases, documents, held, inbox, issued, mappings, schemes
from hub.store.cases import CaseRow, StoredEvent
from hub.store.engine import Tx
from hub.store.held import Hold
from hub.store.inbox import InboxRow, InboxState
from models.documents import DocumentRef
from models.events import Update
from models.mapping import CodeMapping, Meaning

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


@dataclass(frozen=True, slots=True)
class _Arrived:
    row: InboxRow
    update: Update
    case: CaseRow


def fold_pending(tx: Tx, city: City, *, limit: int = GROUP) -> Folded:
    """Fold up to `limit` updates that have not been looked at yet."""
    tx.alone()
    rows = inbox.pending(tx, limit=limit)
    if not rows:
        return Folded()
    arrived = [
        _Arrived(row, update, case)
        for row in rows
        for update in [Update.from_store(row.body)]
        if (case := _case_of(tx, row.source, update)) is not None
    ]
    known = {each.row.id for each in arrived}
    waiting = [row.id for row in rows if row.id not in known]
    # Before the evidence is weighed: what waits here may be woken by it, and is folded in the next group.
    inbox.mark(tx, waiting, InboxState.WAITING)
    evidence.weigh(tx, [(each.case, each.update) for each in arrived])
    new_events, done, holds = _sorted(tx, arrived)
    for number, events in new_events.items():
        _fold_case(tx, number, events, city)
    for state, ids in done.items():
        inbox.mark(tx, ids, state)
    held.hold(tx, holds)
    tell_unmapped(tx, {each.row.source for each in arrived if each.row.id in {hold.id for hold in holds}})
    return Folded(taken=len(arrived) - len(holds), waiting=len(waiting), held=len(holds))


def _sorted(
    tx: Tx, arrived: Sequence[_Arrived]
) -> tuple[dict[str, list[StoredEvent]], dict[InboxState, list[int]], list[Hold]]:
    """What is folded, by case; what is done with; and what is held, because of its code or behind such an update."""
    held_up = dict(held.holders(tx, {each.case.number for each in arrived}))
    mapping = {source: mappings.get(tx, source) for source in {each.row.source for each in arrived}}
    new_events: dict[str, list[StoredEvent]] = defaultdict(list)
    done: dict[InboxState, list[int]] = defaultdict(list)
    holds: list[Hold] = []
    for each in arrived:
        number = each.case.number
        meaning = _meaning(each.update, mapping[each.row.source])
        if meaning is None or number in held_up:
            code = each.update.status_code if meaning is None else held_up[number]
            held_up.setdefault(number, code)
            holds.append(Hold(each.row.id, number, code))
        elif meaning == "ignored":
            done[InboxState.SET_ASIDE].append(each.row.id)
        else:
            done[InboxState.FOLDED].append(each.row.id)
            new_events[number].append(stored_event(number, each.row, each.update, meaning))
    return new_events, done, holds


def _meaning(update: Update, mapping: CodeMapping) -> Meaning | None:
    """The national status that the wire carries, else the one that the company's code stands for."""
    return update.status or mapping.find(update.status_code, update.stage)


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


def refold(tx: Tx, number: str, city: City) -> None:
    """Fold a case anew, after its history was corrected."""
    _fold_case(tx, number, (), city)


def _fold_case(tx: Tx, number: str, new: Sequence[StoredEvent], city: City) -> None:
    case = cases.get(tx, number)
    scheme = schemes.latest(tx, case.scheme_id) if case else None
    if case is None or scheme is None:
        raise LookupError(number)
    for event in new:
        cases.add_event(tx, event)
        if event.documents and case.company in city.issuing:
            _want_issued(tx, case, event)
    company = next((each for each in city.companies if each.id == case.company), None)
    history = History(tx, case, scheme, company, city, cases.events(tx, number))
    doubted = any(event.opinion and not event.legal for event in history.events.values())
    history.place({event.event_id for event in new})
    if doubted or any(event.opinion for event in new):
        opinions.heard(tx, city, case.scheme_id)
    state = history.state
    if state.status is not None:
        changed_at = max(event.occurred_at for event in history.events.values())
        cases.save_state(
            tx, number, stage=state.stage, status=state.status, ended=state.ended, changed_at=changed_at
        )


def _want_issued(tx: Tx, case: CaseRow, event: StoredEvent) -> None:
    refs = [DocumentRef.from_store(each) for each in event.documents]
    issued.note(tx, case.number, {ref.sha256 for ref in refs})
    documents.want(tx, refs, case.company)

"""What shows that a company holds a scheme: its receipt, or whatever else it says of the scheme later (迟到的证据)."""

from collections import defaultdict
from collections.abc import Sequence

from hub.delivery.kinds import Kind
from hub.store import cases, doubts, inbox, outbox
from hub.store.cases import CaseRow
from hub.store.claims import Claimed
from hub.store.engine import Tx
from hub.store.rows import Row, State
from models.events import Update
from models.status import HandlingStatus

_SHOWN: frozenset[str] = frozenset({Kind.PUSH, Kind.WITHDRAW})


def scheme_taken(tx: Tx, delivery: Claimed | Row, remote_ref: str | None) -> int:
    """A company has taken a scheme: its case gets the company's reference; how many updates waited for that."""
    if delivery.kind != Kind.PUSH or delivery.case_number is None:
        return 0
    if remote_ref is not None:
        cases.set_remote_ref(tx, delivery.case_number, remote_ref)
    cases.read_clocks(tx, delivery.case_number)
    return inbox.wake(tx, delivery.destination, remote_ref=remote_ref, scheme_id=delivery.scheme_id)


def weigh(tx: Tx, told: Sequence[tuple[CaseRow, Update]]) -> None:
    """Settle deliveries of unknown outcome of which these updates show that they arrived.

    An update about a version of a scheme is told by a company that holds that version; one that names no version shows
    it where the company cannot hold another. That a withdrawal arrived is shown by a matter withdrawn.
    """
    by_company: dict[str, list[tuple[CaseRow, Update]]] = defaultdict(list)
    for case, update in told:
        by_company[case.company].append((case, update))
    for company, said in sorted(by_company.items()):
        doubtful = doubts.of_schemes(tx, company, {case.scheme_id for case, _ in said}, _SHOWN)
        for row in doubtful:
            for case, update in said:
                if case.scheme_id == row.scheme_id and _shows(tx, update, row):
                    _settle(tx, row, update.remote_ref or case.remote_ref)
                    break


def _shows(tx: Tx, update: Update, row: Row) -> bool:
    if row.kind == Kind.WITHDRAW:
        return update.status is HandlingStatus.WITHDRAWN
    if update.scheme_version is not None:
        return update.scheme_version == row.version
    pushes = outbox.of_scheme(tx, destination=row.destination, scheme_id=row.scheme_id or "", kind=Kind.PUSH)
    return all(other.id == row.id or other.state is not State.DELIVERED for other in pushes)


def _settle(tx: Tx, row: Row, remote_ref: str | None) -> None:
    if remote_ref is None and row.state is State.WAITING:
        return  # it is about to be asked for, and the answer will have the reference that documents need
    if doubts.settle_by_evidence(tx, row.id, remote_ref):
        scheme_taken(tx, row, remote_ref)

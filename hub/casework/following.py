"""What follows from the outcome of a delivery, in the transaction that settles it."""

from dataclasses import dataclass

from hub.casework.folding import fold_all
from hub.casework.intake import City
from hub.delivery.kinds import OF_A_VERSION, Kind
from hub.store import cases, inbox, outbox, schemes
from hub.store.claims import Claimed, Delivered, Outcome
from hub.store.engine import Tx
from hub.store.rows import Row
from models.messages import Message


def scheme_taken(tx: Tx, delivery: Claimed | Row, remote_ref: str | None) -> int:
    """A company has taken a scheme: its case gets the company's reference; how many updates waited for that."""
    if delivery.kind != Kind.PUSH or delivery.case_number is None:
        return 0
    if remote_ref is not None:
        cases.set_remote_ref(tx, delivery.case_number, remote_ref)
    cases.read_clocks(tx, delivery.case_number)
    return inbox.wake(tx, delivery.destination, remote_ref=remote_ref, scheme_id=delivery.scheme_id)


def give_way(tx: Tx, delivery: Claimed) -> bool:
    """Supersede a version that failed while its successor was already queued: it must not hold that up."""
    if delivery.kind not in OF_A_VERSION or delivery.scheme_id is None or delivery.version is None:
        return False
    latest = schemes.latest(tx, delivery.scheme_id)
    if latest is None or latest.version <= delivery.version:
        return False
    newer = Message(id="delivery-superseded", params={"version": latest.version})
    return outbox.supersede_one(tx, delivery.id, newer)


@dataclass(frozen=True, slots=True)
class Following:
    """A scheme that a company has taken gives its case the company's reference; updates that waited for it flow."""

    city: City

    def __call__(self, tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        """Do what follows from `outcome`."""
        if not isinstance(outcome, Delivered):
            give_way(tx, claimed)
        elif scheme_taken(tx, claimed, outcome.remote_ref):
            fold_all(tx, self.city)

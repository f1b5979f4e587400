"""What follows from a delivery, in the transaction that settles it."""

from dataclasses import dataclass

from hub.casework.folding import fold_all
from hub.casework.intake import City
from hub.delivery.kinds import Kind
from hub.store import cases, inbox
from hub.store.claims import Claimed, Delivered
from hub.store.engine import Tx
from hub.store.rows import Row


def scheme_taken(tx: Tx, delivery: Claimed | Row, remote_ref: str | None) -> int:
    """A company has taken a scheme: its case gets the company's reference; how many updates waited for that."""
    if delivery.kind != Kind.PUSH or delivery.case_number is None:
        return 0
    if remote_ref is not None:
        cases.set_remote_ref(tx, delivery.case_number, remote_ref)
    return inbox.wake(tx, delivery.destination, remote_ref=remote_ref, scheme_id=delivery.scheme_id)


@dataclass(frozen=True, slots=True)
class Following:
    """A scheme that a company has taken gives its case the company's reference; updates that waited for it flow."""

    city: City

    def __call__(self, tx: Tx, claimed: Claimed, delivered: Delivered) -> None:
        """Do what follows from `delivered`."""
        if scheme_taken(tx, claimed, delivered.remote_ref):
            fold_all(tx, self.city)

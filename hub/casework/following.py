"""What follows from a delivery, in the transaction that settles it."""

from dataclasses import dataclass

from hub.casework.folding import fold_all
from hub.casework.intake import City
from hub.delivery.kinds import Kind
from hub.store import cases, inbox
from hub.store.claims import Claimed, Delivered
from hub.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Following:
    """A scheme that a company has taken gives its case the company's reference; updates that waited for it flow."""

    city: City

    def __call__(self, tx: Tx, claimed: Claimed, delivered: Delivered) -> None:
        """Do what follows from `delivered`."""
        if claimed.kind != Kind.PUSH or claimed.case_number is None:
            return
        if delivered.remote_ref is not None:
            cases.set_remote_ref(tx, claimed.case_number, delivered.remote_ref)
        woken = inbox.wake(
            tx, claimed.destination, remote_ref=delivered.remote_ref, scheme_id=claimed.scheme_id
        )
        if woken:
            fold_all(tx, self.city)

"""What follows from the outcome of a delivery, in the transaction that settles it."""

from dataclasses import dataclass

from hub.casework import opinions
from hub.casework.evidence import scheme_taken
from hub.casework.folding import fold_all
from hub.casework.intake import WITHDRAWN, City
from hub.delivery.kinds import OF_A_VERSION, RESUMED, Kind
from hub.delivery.outcomes import KEY_TAKEN
from hub.store import outbox, schemes
from hub.store.claims import Claimed, Delivered, Outcome, Parked
from hub.store.engine import Tx
from models.messages import Message


def give_way(tx: Tx, delivery: Claimed) -> bool:
    """Supersede what failed while a newer version was queued, or the scheme taken back: nobody needs it any more."""
    if delivery.kind not in OF_A_VERSION or delivery.scheme_id is None or delivery.version is None:
        return False
    if delivery.kind in RESUMED and schemes.withdrawal(tx, delivery.scheme_id) is not None:
        return outbox.supersede_one(tx, delivery.id, WITHDRAWN, RESUMED)
    latest = schemes.latest(tx, delivery.scheme_id)
    if latest is None or latest.version <= delivery.version:
        return False
    newer = Message(id="delivery-superseded", params={"version": latest.version})
    return outbox.supersede_one(tx, delivery.id, newer, RESUMED)


@dataclass(frozen=True, slots=True)
class Following:
    """A scheme that a company has taken gives its case the company's reference; updates that waited for it flow."""

    city: City

    def __call__(self, tx: Tx, claimed: Claimed, outcome: Outcome) -> None:
        """Do what follows from `outcome`."""
        if isinstance(outcome, Parked) and outcome.kind == KEY_TAKEN and claimed.kind == Kind.OPINIONS:
            opinions.tell_anew(tx, claimed)
        elif not isinstance(outcome, Delivered):
            give_way(tx, claimed)
        elif scheme_taken(tx, claimed, outcome.remote_ref):
            fold_all(tx, self.city)

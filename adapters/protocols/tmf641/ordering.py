"""What the hub wants of a carrier, in TMF641's terms: a version placed, a scheme taken back, a listener kept."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from adapters.contract import Unreadable
from adapters.errors import AuthError, CounterpartError, RejectedError, TransientError, UnknownOutcome
from adapters.protocols.tmf641.client import ServiceOrdering
from adapters.protocols.tmf641.happenings import Reader
from adapters.protocols.tmf641.order import SCHEME, amendment_of, field_of, following, instant, order_of
from adapters.protocols.tmf641.problems import explain
from adapters.protocols.tmf641.settings import Tmf641Settings
from adapters.protocols.tmf641.wire import ENDED, Cancellation, Order
from models.company import Company
from models.messages import Message
from models.scheme import Scheme, Withdrawal

log = logging.getLogger(__name__)

_IN_SERVICE: Final = frozenset({"completed", "partial"})
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


async def place(
    carrier: ServiceOrdering, scheme: Scheme, company: Company, key: str, settings: Tmf641Settings
) -> Order:
    """A version of a scheme with the carrier: an order of its own, or the change of one that is under way."""
    places = partial(field_of, scheme=scheme)
    order = order_of(scheme, company, key, settings)
    earlier = await _latest(carrier, scheme) if scheme.version > 1 else None
    if earlier is not None and earlier.state not in ENDED:
        return await carrier.amend(earlier.id, amendment_of(scheme, company, key, settings), places)
    if earlier is not None:
        order = following(order, earlier.id, changes=earlier.state in _IN_SERVICE)
    reply = await carrier.create(order, places)
    if reply.status == 201:
        return reply.read(Order)
    held = await find(carrier, key)
    if held is None:
        params: dict[str, str | int | float] = {"company": company.name, "status": reply.status}
        raise explain(reply, field_of=places) or RejectedError(
            Message(id="counterpart-refused", params=params), detail=reply.excerpt()
        )
    return held


async def find(carrier: ServiceOrdering, key: str) -> Order | None:
    """The order that was placed, or last changed, under `key`."""
    found = await carrier.find_orders("externalId", key, lambda order: order.external_id == key)
    return found[0] if found else None


async def take_back(
    carrier: ServiceOrdering, order_id: str, withdrawal: Withdrawal, reason: str
) -> Cancellation:
    """The task that takes an order back: the one there is, or a new one.

    A task has no external id. One that has not failed for this order is the one that was asked for, so that a
    resend has no second effect.
    """
    tasks = await carrier.find_cancellations(order_id)
    task = _standing(tasks)
    if task is None:
        task = await carrier.cancel(
            {
                "cancellationReason": withdrawal.reason or reason,
                "requestedCancellationDate": instant(withdrawal.withdrawn_at),
                "serviceOrder": {"id": order_id, "@referredType": "ServiceOrder"},
            }
        )
    return task


async def keep_listening(
    carrier: ServiceOrdering, callback: str, reader: Reader, now: datetime
) -> tuple[Unreadable, ...]:
    """Register the listener, which is nothing new to a carrier that has it; TMF641 cannot be asked for it.

    Without notifications everything is still read, only later: a failure stops nothing. One that will not pass by
    itself is told once a day.
    """
    try:
        await carrier.listen(callback)
    except AuthError:
        raise
    except (TransientError, UnknownOutcome) as error:
        log.info("listener not registered this time: %s", error)
    except CounterpartError:
        message = Message(id="tmf641-listener-refused", params={"company": reader.company})
        return (reader.aside(f"listener/{now.date()}", message, callback),)
    return ()


async def _latest(carrier: ServiceOrdering, scheme: Scheme) -> Order | None:
    """The order of this scheme that counts: one under way before those that have ended, the newest of them."""
    found = await carrier.find_orders(
        "externalReference.name",
        scheme.scheme_id,
        lambda order: order.reference(SCHEME) == scheme.scheme_id,
    )
    return max(found, key=_counts, default=None)


def _counts(order: Order) -> tuple[bool, datetime]:
    return order.state not in ENDED, order.order_date or _LONG_AGO


def _standing(tasks: Sequence[Cancellation]) -> Cancellation | None:
    return next((task for task in tasks if task.state != "terminatedWithError"), None)

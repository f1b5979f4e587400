"""The events a carrier sends to its listener, each with the order as it then was."""

from typing import Any

from sandbox.config import Counterpart
from sandbox.faults import Faults
from sandbox.ledger import Ledger
from sandbox.tmf641.orders import Book, Order, Resource
from sandbox.utility.webhooks import Webhooks

_CORRECTION_STARTS = 6


class Notifications(Webhooks):
    """What happens in the office becomes a milestone of its order, and is sent to whoever registered at `/hub`.

    One listener is told: the one registered last.
    """

    def __init__(self, counterpart: Counterpart, ledger: Ledger, faults: Faults, book: Book) -> None:
        super().__init__(counterpart, ledger, faults)
        self.url = None
        self._book = book
        self._count = 0

    def tell(self, event: dict[str, Any]) -> None:
        """An event of the office."""
        order = self._book.current(event["scheme_id"])
        assert order is not None  # noqa: S101 - the door opens the order before it asks the office
        fresh = not order.milestones
        changed = order.happened(event)
        at = event["occurred_at"]
        if fresh:
            self.about(order, "ServiceOrderCreateEvent", at)
        self.about(order, "ServiceOrderMilestoneEvent", at)
        if changed:
            self.about(order, "ServiceOrderStateChangeEvent", at)
        if event["handling_status"] == _CORRECTION_STARTS:
            self.about(order, "ServiceOrderInformationRequiredEvent", at, fieldPath="serviceOrderItem")

    def about(self, order: Order, kind: str, at: str, **more: str) -> None:
        """Send an event about an order."""
        self._send(kind, at, {"serviceOrder": order.resource()}, more)

    def about_cancellation(self, task: Resource, kind: str, at: str) -> None:
        """Send an event about a cancellation."""
        self._send(kind, at, {"cancelServiceOrder": task}, {})

    def body(self, event: dict[str, Any]) -> object:
        """The notification alone."""
        return event["notification"]

    def _send(self, kind: str, at: str, payload: Resource, more: Resource) -> None:
        self._count += 1
        number = f"{self._id}-{self._count:06}"
        notification = {
            "eventId": number,
            "eventType": kind,
            "eventTime": at,
            "timeOcurred": at,
            "domain": "serviceOrdering",
            **more,
            "event": payload,
        }
        super().tell({"id": number, "notification": notification})

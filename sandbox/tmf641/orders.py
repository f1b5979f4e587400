"""Service orders as a carrier keeps them: what was ordered, the milestones passed, the state that follows."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

BASE = "/tmf-api/serviceOrdering/v4"
ENDED = frozenset({"rejected", "cancelled", "completed", "failed", "partial"})

_STEPS = {
    1: "received",
    3: "accepted",
    6: "correctionStarted",
    7: "correctionEnded",
    8: "handling",
    11: "passed",
    12: "passedWithConditions",
    13: "notPassed",
    14: "withdrawn",
}
_STATES = {6: "pending", 13: "failed", 14: "cancelled"}
_DATED = {
    "inProgress": "startDate",
    "completed": "completionDate",
    "failed": "completionDate",
    "cancelled": "cancellationDate",
}

Resource = dict[str, Any]


@dataclass
class Order:
    """One order. `ordered` is what the hub sent, as last amended."""

    id: str
    ordered: Resource
    reference: str = ""
    state: str = "acknowledged"
    dates: dict[str, str] = field(default_factory=dict)
    milestones: list[Resource] = field(default_factory=list)
    alerts: list[Resource] = field(default_factory=list)

    @property
    def external_id(self) -> object:
        """The hub's key of what was sent last."""
        return self.ordered.get("externalId")

    def external(self, kind: str) -> str:
        """An external reference; empty where the hub gave none."""
        references = self.ordered.get("externalReference", [])
        return next(
            (str(each.get("name")) for each in references if each.get("externalReferenceType") == kind), ""
        )

    def happened(self, event: dict[str, Any]) -> bool:
        """Add what happened in the office as a milestone; answers whether it changed the state."""
        stage, status, before = event["stage"], event["handling_status"], self.state
        self.state = _STATES.get(status, "inProgress")
        if (stage, status) == ("review", 1):
            self.state = "acknowledged"
        elif stage == "acceptance" and status in (11, 12):
            self.state = "completed"
        if self.state in _DATED:
            self.dates.setdefault(_DATED[self.state], event["occurred_at"])
        self.milestones.append(_milestone(event, f"{stage}.{_STEPS[status]}", self.state))
        return self.state != before

    def resource(self) -> Resource:
        """As the wire shows it."""
        items = [{**item, "state": self.state} for item in self.ordered["serviceOrderItem"]]
        shown: Resource = {
            **self.ordered,
            "@type": "ServiceOrder",
            "id": self.id,
            "href": f"{BASE}/serviceOrder/{self.id}",
            "state": self.state,
            "serviceOrderItem": items,
            "milestone": self.milestones,
            **self.dates,
        }
        if self.alerts:
            shown["jeopardyAlert"] = self.alerts
        return deepcopy(shown)


class Book:
    """All orders and cancellations of one carrier, oldest first."""

    def __init__(self, prefix: str) -> None:
        self.orders: dict[str, Order] = {}
        self.cancellations: dict[str, Resource] = {}
        self._prefix = prefix
        self._current: dict[str, Order] = {}

    def open(self, ordered: Resource, now: str) -> Order:
        """An order that is being placed: the scheme's current one from now on."""
        order = Order(f"{self._prefix}-SO-{len(self.orders) + 1:06}", ordered, dates={"orderDate": now})
        self.orders[order.id] = self._current[order.external("schemeId")] = order
        return order

    def drop(self, order: Order, before: Order | None) -> None:
        """It was refused: there never was such an order."""
        del self.orders[order.id]
        if before is None:
            del self._current[order.external("schemeId")]
        else:
            self._current[order.external("schemeId")] = before

    def current(self, scheme_id: str) -> Order | None:
        """The order that stands for a scheme."""
        return self._current.get(scheme_id)

    def cancelled(self, order: Order, asked: Resource, now: str) -> Resource:
        """Note that an order was taken back."""
        number = f"{self._prefix}-CO-{len(self.cancellations) + 1:06}"
        task = {
            **asked,
            "@type": "CancelServiceOrder",
            "id": number,
            "effectiveCancellationDate": now,
            "state": "done",
        }
        self.cancellations[number] = task
        order.ordered = {**order.ordered, "cancellationReason": asked.get("cancellationReason", "")}
        return task


def _milestone(event: dict[str, Any], name: str, state: str) -> Resource:
    milestone: Resource = {
        "@type": "HandlingMilestone",
        "@baseType": "ServiceOrderMilestone",
        "id": event["id"],
        "name": name,
        "status": state,
        "message": event["status_text"],
        "milestoneDate": event["occurred_at"],
        "schemeVersion": event["version"],
        "handler": event["handler"],
    }
    if event["opinion"]:
        milestone |= {"opinion": event["opinion"], "opinionText": event["opinion_text"]}
    if event["documents"]:
        milestone["document"] = [_issued(document) for document in event["documents"]]
    return milestone


def _issued(document: dict[str, Any]) -> Resource:
    return {
        "sha256": document["sha256"],
        "name": document["name"],
        "mediaType": document["media_type"],
        "sizeBytes": document["size_bytes"],
        "number": document["number"],
        "issuedOn": document["issued_on"],
    }

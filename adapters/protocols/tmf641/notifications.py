"""What a carrier sends to its listener: ten kinds of event, each with the order or the cancellation it is about."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from adapters.contract import Page, Unreadable
from adapters.errors import ContractError
from adapters.protocols.tmf641.happenings import Reader, Reading
from adapters.protocols.tmf641.wire import Cancellation, Notification, Order
from models.messages import Message

_OF_ORDERS: Final = frozenset(
    f"ServiceOrder{what}Event"
    for what in (
        "Create",
        "AttributeValueChange",
        "StateChange",
        "InformationRequired",
        "Milestone",
        "Jeopardy",
    )
)
_ASKS: Final = "ServiceOrderInformationRequiredEvent"
_DELETED: Final = "ServiceOrderDeleteEvent"
_OF_CANCELLATIONS: Final = frozenset(
    f"CancelServiceOrder{what}Event" for what in ("Create", "StateChange", "InformationRequired")
)


def read_notification(body: bytes, reader: Reader, *, now: datetime) -> Page:
    """The updates of a notification whose signature has been checked. Raises `ContractError`."""
    try:
        notification = Notification.model_validate_json(body)
    except ValidationError:
        raise _unlike(body, reader) from None
    kind = notification.event_type[:1].upper() + notification.event_type[1:]
    payload = notification.event
    if kind in _OF_ORDERS and payload.service_order is not None:
        return _page(_order(notification, kind, reader, now))
    if kind == _DELETED and payload.service_order is not None:
        return _page(_deleted(payload.service_order, reader, body))
    if kind in _OF_CANCELLATIONS and payload.cancel_service_order is not None:
        return _page(_cancellation(kind, payload.cancel_service_order, reader, body))
    raise _unlike(body, reader)


def _order(notification: Notification, kind: str, reader: Reader, now: datetime) -> Reading:
    item = notification.event.service_order
    reading = reader.order(item, seen_at=now, asks=kind == _ASKS)
    if kind != _ASKS or all(update.status_code != "pending" for update in reading.updates):
        return reading
    # No milestone says what is asked: only this notification does.
    asked = reader.said(notification.field_path)
    params = {"company": reader.company, "order": str(item.get("id")), "field": asked}
    event_id = f"{params['order']}/asks/{notification.field_path}"
    aside = reader.aside(event_id, Message(id="tmf641-asks", params={**params}), {"fieldPath": asked})
    return replace(reading, unreadable=(*reading.unreadable, aside))


def _deleted(item: Any, reader: Reader, body: bytes) -> Reading:
    """An order was deleted: no step of the handling has that name, so a person has to ask."""
    try:
        order = Order.model_validate(item)
    except ValidationError:
        raise _unlike(body, reader) from None
    message = Message(id="tmf641-deleted", params={"company": reader.company, "order": order.id})
    return Reading(unreadable=(reader.aside(f"{order.id}/deleted", message, {"id": order.id}),))


def _cancellation(kind: str, item: Any, reader: Reader, body: bytes) -> Reading:
    """A cancellation on its way tells nothing yet; one that failed or asks something needs a person."""
    try:
        task = Cancellation.model_validate(item)
    except ValidationError:
        raise _unlike(body, reader) from None
    failed = task.state == "terminatedWithError"
    if not failed and kind != "CancelServiceOrderInformationRequiredEvent":
        return Reading()
    return Reading(unreadable=(_told_aside(task, item, reader),))


def _told_aside(task: Cancellation, item: Any, reader: Reader) -> Unreadable:
    message = Message(
        id="tmf641-cancellation-stuck",
        params={"company": reader.company, "order": task.service_order.id, "words": reader.said(task.words)},
    )
    return reader.aside(f"{task.service_order.id}/cancellation/{task.id}/{task.state}", message, item)


def _page(reading: Reading) -> Page:
    return Page(updates=reading.updates, unreadable=reading.unreadable, cursor=None)


def _unlike(body: bytes, reader: Reader) -> ContractError:
    shown = (reader.redactor.body(body, "application/json") or "")[:500]
    return ContractError(Message(id="callback-unreadable", params={"company": reader.company}), detail=shown)

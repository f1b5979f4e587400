"""What a carrier sends to its listener: read when it is theirs, refused when it is not."""

import json
from typing import Any

import pytest

from adapters.errors import AuthError, ContractError
from tests.adapters.support import NAME
from tests.adapters.telecom.carriers import carrier, milestone, order, signed, told
from tests.adapters.telecom.published import schema

EVENTS = [name for name in schema()["definitions"] if name.endswith("Event")]


def test_a_question_to_us_starts_a_correction_and_names_the_field() -> None:
    more = {"fieldPath": "serviceOrderItem[0].service.place"}
    page = told("ServiceOrderInformationRequiredEvent", event={"serviceOrder": order()}, **more)
    (update,) = page.updates
    assert (update.status_code, update.event_id) == ("pending", "SO-1/state/pending")
    assert [(item.message.id, item.message.params["field"]) for item in page.unreadable] == [
        ("tmf641-asks", "serviceOrderItem[0].service.place")
    ]
    recorded = order(state="pending", milestone=[milestone("review.correctionStarted", "pending")])
    page = told("ServiceOrderInformationRequiredEvent", event={"serviceOrder": recorded}, **more)
    assert [update.event_id for update in page.updates] == ["SO-1/milestone/M1"]
    assert page.unreadable == ()


@pytest.mark.parametrize(
    ("state", "kind", "asks"),
    [
        ("accepted", "CancelServiceOrderCreateEvent", False),
        ("done", "CancelServiceOrderStateChangeEvent", False),
        ("terminatedWithError", "CancelServiceOrderStateChangeEvent", True),
        ("inProgress", "CancelServiceOrderInformationRequiredEvent", True),
    ],
)
def test_a_cancellation_needs_a_person_only_when_it_is_stuck(state: str, kind: str, asks: bool) -> None:
    task = {"id": "C1", "state": state, "serviceOrder": {"id": "SO-1"}, "errorMessage": {"reason": "已施工"}}
    page = told(kind, event={"cancelServiceOrder": task})
    assert page.updates == ()
    assert [item.message.id for item in page.unreadable] == ["tmf641-cancellation-stuck"] * asks


def test_a_deleted_order_needs_a_person() -> None:
    page = told("ServiceOrderDeleteEvent", event={"serviceOrder": order()})
    assert page.updates == ()
    assert [(item.event_id, item.message.id) for item in page.unreadable] == [
        ("SO-1/deleted", "tmf641-deleted")
    ]


@pytest.mark.parametrize("kind", EVENTS)
def test_every_published_event_is_read_or_named_as_not_ours(kind: str) -> None:
    task = {"id": "C1", "state": "done", "serviceOrder": {"id": "SO-1"}}
    payload = {"cancelServiceOrder": task} if kind.startswith("Cancel") else {"serviceOrder": order()}
    page = told(kind, event=payload)
    assert (page.cursor, page.more) == (None, False)


def test_an_event_type_may_begin_with_a_small_letter() -> None:
    body = json.dumps(
        {"eventType": "serviceOrderMilestoneEvent", "event": {"serviceOrder": order()}}
    ).encode()
    assert len(carrier().read_callback(signed(body), body).updates) == 1


@pytest.mark.parametrize(
    "notification",
    [
        [],
        {},
        {"eventType": "ServiceOrderMilestoneEvent"},
        {"eventType": "ServiceOrderMilestoneEvent", "event": {}},
        {"eventType": "ServiceOrderMilestoneEvent", "event": {"cancelServiceOrder": {"id": "C"}}},
        {"eventType": "ProductOrderMilestoneEvent", "event": {"serviceOrder": {"id": "SO-1"}}},
        {"eventType": "CancelServiceOrderStateChangeEvent", "event": {"cancelServiceOrder": {"id": "C"}}},
        {"eventType": "ServiceOrderDeleteEvent", "event": {"serviceOrder": {"id": "SO-1"}}},
    ],
    ids=str,
)
def test_a_signed_message_that_is_no_notification_is_a_contract_error(notification: Any) -> None:
    body = json.dumps(notification).encode()
    with pytest.raises(ContractError):
        carrier().read_callback(signed(body), body)


def test_a_notification_that_nobody_signed_is_refused_before_it_is_read() -> None:
    with pytest.raises(AuthError) as raised:
        carrier().read_callback({}, b"not even json")
    assert raised.value.message.params == {"company": NAME}

"""What has happened to an order, told from the order itself: states, milestones, alerts, and what nobody can read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.status_maps import shipped
from adapters.telecom.adapter import TelecomAdapter
from models.stage import Stage
from models.status import HandlingStatus
from tests.adapters.support import NOON
from tests.adapters.telecom.carriers import AT, carrier, milestone, only, order, told
from tests.adapters.telecom.published import schema

MAPPING = shipped(TelecomAdapter)
STATES = schema()["definitions"]["ServiceOrderStateType"]["enum"]


STATUS_OF = {
    "acknowledged": (Stage.REVIEW, 1),
    "rejected": (Stage.REVIEW, 5),
    "pending": (Stage.REVIEW, 6),
    "held": (Stage.REVIEW, 9),
    "inProgress": (Stage.REVIEW, 8),
    "cancelled": (Stage.REVIEW, 14),
    "completed": (Stage.ACCEPTANCE, 11),
    "failed": (Stage.REVIEW, 13),
    "partial": (Stage.ACCEPTANCE, 12),
    "assessingCancellation": (Stage.REVIEW, "ignored"),
    "pendingCancellation": (Stage.REVIEW, "ignored"),
}


@pytest.mark.parametrize("state", STATES)
async def test_a_state_without_a_milestone_is_told_once_and_alike_by_both_ways(state: str) -> None:
    polled = (await only(order(state=state))).updates
    notified = told("ServiceOrderStateChangeEvent", event={"serviceOrder": order(state=state)}).updates
    assert [(update.stage, MAPPING.find(state, update.stage)) for update in polled] == [STATUS_OF[state]]
    assert [(update.status, update.status_code) for update in polled] == [(None, state)]
    assert [update.event_id for update in polled] == [update.event_id for update in notified]


def test_every_published_state_and_every_national_status_has_its_place() -> None:
    assert set(STATUS_OF) == set(STATES) <= set(MAPPING.status)
    assert set(MAPPING.status.values()) == {*HandlingStatus, "ignored"}


@pytest.mark.parametrize(
    ("dates", "at"),
    [
        ({"startDate": "2026-03-02T02:00:00Z"}, datetime(2026, 3, 2, 2, tzinfo=UTC)),
        ({"orderDate": "2026-03-01T02:00:00Z"}, datetime(2026, 3, 1, 2, tzinfo=UTC)),
        ({"milestone": [milestone("fibreSpliced", "held")]}, datetime(2026, 3, 2, 6, 20, tzinfo=UTC)),
        ({}, NOON),
    ],
    ids=["dated", "dated for another state", "dated by a milestone", "not dated"],
)
async def test_a_state_began_when_the_order_says_as_far_as_it_says_so(
    dates: dict[str, str], at: datetime
) -> None:
    *_, update = (await only(order(**dates))).updates
    assert (update.status_code, update.occurred_at) == ("inProgress", at)
    notified = told("ServiceOrderStateChangeEvent", event={"serviceOrder": order(**dates)})
    assert notified.updates[-1] == update


async def test_a_milestone_is_a_step_of_the_stage_it_names() -> None:
    page = await only(
        order(
            milestone=[
                milestone("review.received", "acknowledged", "M1"),
                milestone(
                    "review.passed", number="M2", opinion="agree", opinionText="同意。", schemeVersion=2
                ),
                milestone("hookup.accepted", number="M3", message="接入已受理"),
                milestone("fibreSpliced", number="M4"),
            ]
        )
    )
    assert [
        (update.event_id, update.stage, MAPPING.find(update.status_code, update.stage))
        for update in page.updates
    ] == [
        ("SO-1/milestone/M1", Stage.REVIEW, 1),
        ("SO-1/milestone/M2", Stage.REVIEW, 11),
        ("SO-1/milestone/M3", Stage.HOOKUP, 3),
        ("SO-1/milestone/M4", Stage.HOOKUP, None),
    ]
    assert [update.status_code for update in page.updates] == [
        "received",
        "passed",
        "accepted",
        "fibreSpliced",
    ]
    assert {update.remote_ref for update in page.updates} == {"SO-1"}
    assert {update.scheme_id for update in page.updates} == {"FA-1"}
    assert [update.scheme_version for update in page.updates] == [None, 2, None, None]
    assert page.updates[1].opinion_text == "同意。"
    assert page.updates[2].status_text == "接入已受理"


async def test_a_state_that_a_milestone_tells_of_is_not_told_again() -> None:
    recorded = await only(
        order(state="held", milestone=[milestone("hookup.specialProcedureStarted", "held")])
    )
    assert [update.status_code for update in recorded.updates] == ["specialProcedureStarted"]
    silent = await only(order(state="held", milestone=[milestone("hookup.accepted")]))
    assert [(update.stage, update.status_code) for update in silent.updates] == [
        (Stage.HOOKUP, "accepted"),
        (Stage.HOOKUP, "held"),
    ]


async def test_progress_tells_nothing_beside_the_steps_of_the_stages() -> None:
    silent = {key: value for key, value in milestone("review.received").items() if key != "status"}
    assert [update.status_code for update in (await only(order(milestone=[silent]))).updates] == ["received"]


async def test_a_scheme_number_that_cannot_be_one_is_kept_apart() -> None:
    references = [{"externalReferenceType": "schemeId", "name": "方案 7"}]
    page = await only(order(externalReference=references), order(id="SO-2"))
    assert [update.remote_ref for update in page.updates] == ["SO-2"]
    assert len(page.unreadable) == 1


async def test_why_an_order_was_rejected_is_kept_in_their_words() -> None:
    reasons = [{"reason": "无资源", "message": "局向满"}]
    (update,) = (await only(order(state="rejected", errorMessage=reasons))).updates
    assert update.opinion_text == "无资源 局向满"


async def test_an_alert_goes_to_a_person_and_changes_no_status() -> None:
    alert = {"id": "A1", "jeopardyType": "Critical", "alertDate": AT, "message": "管道堵塞，联系 13912345678"}
    endangered = order(milestone=[milestone("hookup.accepted")], jeopardyAlert=[alert])
    notified = told("ServiceOrderJeopardyEvent", event={"serviceOrder": endangered})
    polled = await only(endangered)
    assert [item.event_id for item in polled.unreadable] == ["SO-1/alert/A1"]
    assert [item.message for item in polled.unreadable] == [item.message for item in notified.unreadable]
    (item,) = polled.unreadable
    assert item.message.id == "tmf641-jeopardy"
    assert item.message.params["words"] == "Critical 管道堵塞，联系 ***"
    assert "13912345678" not in item.body
    assert [update.status_code for update in polled.updates] == ["accepted"]


@pytest.mark.parametrize("alert", [{"message": "迟"}, {"id": 7}, "迟"], ids=str)
async def test_an_alert_without_an_id_is_the_same_one_each_time(alert: Any) -> None:
    first, again = [(await only(order(jeopardyAlert=[alert]))).unreadable for _ in range(2)]
    assert [item.event_id for item in first] == [item.event_id for item in again]
    assert len(first) == 1


@pytest.mark.parametrize(
    "bad",
    [
        milestone("review.accepted", milestoneDate="2026-03-02 14:20:00"),
        milestone("", number="M9"),
        {"name": "review.accepted", "milestoneDate": AT},
        milestone("review.accepted", opinion="maybe"),
        milestone("review.accepted", document=[{"sha256": "x"}]),
        "M1",
    ],
    ids=["no offset", "no name", "no id", "no such opinion", "half a document", "no object"],
)
async def test_an_unreadable_milestone_is_kept_apart_and_its_neighbours_count(bad: Any) -> None:
    handler = {"handler": {"name": "陈志强", "department": "客服 13912345678"}}
    bad = bad | handler if isinstance(bad, dict) else bad
    page = await only(order(milestone=[bad, milestone("review.accepted", number="M2")]), order(id="SO-2"))
    assert [update.event_id for update in page.updates] == ["SO-1/milestone/M2", "SO-2/state/inProgress"]
    (item,) = page.unreadable
    assert item.message.id == "counterpart-event-unreadable"
    assert "陈志强" not in item.body + str(item.faults)
    assert "13912345678" not in item.body


@pytest.mark.parametrize(
    "bad",
    ["text", None, {}, {"id": "SO-9", "state": "lost"}, {"id": "SO-9", "state": "held", "milestone": {}}],
)
async def test_an_unreadable_order_is_kept_apart_and_its_neighbours_count(bad: Any) -> None:
    page = await only(bad, order())
    assert [update.remote_ref for update in page.updates] == ["SO-1"]
    assert len(page.unreadable) == 1
    assert page.unreadable == (await only(bad, order())).unreadable


async def test_a_number_too_long_for_an_id_still_tells_two_milestones_apart() -> None:
    long = "M" * 120
    page = await only(order(milestone=[milestone("review.accepted", number=long + each) for each in "ab"]))
    ids = [update.event_id for update in page.updates]
    assert len(set(ids)) == 2
    assert all(each.startswith("sha256:") for each in ids)


async def test_a_sweep_never_starts_beyond_the_present() -> None:
    far = milestone("review.accepted", milestoneDate="2099-01-01T00:00:00Z")
    cursor = (await only(order(milestone=[far]))).cursor
    assert json.loads(cursor or "")["since"] == NOON.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("cursor", ["128", "", "{", '{"offset": "x"}', '{"unknown": 1}'])
async def test_a_cursor_that_another_adapter_left_begins_anew(cursor: str) -> None:
    assert len((await carrier(order()).fetch_updates(cursor)).updates) == 1

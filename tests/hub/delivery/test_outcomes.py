"""What becomes of a delivery after each kind of error."""

import logging
import random
from datetime import UTC, datetime, timedelta

import pytest

from adapters.errors import (
    AuthError,
    ContractError,
    CounterpartError,
    RejectedError,
    TransientError,
    UnknownOutcome,
)
from hub.delivery.outcomes import Judge
from hub.settings import DeliverySettings
from hub.store.claims import Claimed, Parked, Retry
from models.messages import FieldFault, Message

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WORDS = Message(id="counterpart-says-no")
SETTINGS = DeliverySettings()


class NoChance(random.Random):
    """A chance that never adds jitter."""

    def random(self) -> float:
        return 0.0


def claimed(*, attempt: int = 1, unsure: bool = False, since: timedelta = timedelta(0)) -> Claimed:
    return Claimed(
        id=7,
        key="water-a:S1:v1",
        destination="water-a",
        lane="water-a/S1",
        kind="scheme.push",
        body={},
        attempt=attempt,
        token=attempt,
        unsure=unsure,
        scheme_id="S1",
        version=1,
        case_number="S1-water-a",
        created_at=NOW - since,
        first_claimed_at=NOW - since,
        trigger="schedule",
    )


@pytest.fixture
def judge() -> Judge:
    return Judge(SETTINGS, NoChance())


def test_what_was_certainly_not_accepted_is_tried_again_at_the_next_slot(judge: Judge) -> None:
    for attempt, seconds in [(1, 30), (2, 120), (3, 600), (4, 3600), (5, 21_600), (6, 86_400), (9, 86_400)]:
        verdict = judge.judge(TransientError(WORDS), claimed(attempt=attempt), now=NOW, can_ask=True)
        assert isinstance(verdict.outcome, Retry)
        assert verdict.outcome.delay.total_seconds() == seconds
        assert verdict.outcome.unsure is False
        assert verdict.counts_against


@pytest.mark.parametrize(
    ("wished", "granted"),
    [(90, 90), (0, 30), (-5, 30), (10_000_000, 3600)],
    ids=["wish", "now", "past", "absurd"],
)
def test_the_wish_of_the_counterpart_goes_before_the_schedule_up_to_a_cap(
    judge: Judge, wished: float, granted: float
) -> None:
    error = TransientError(WORDS, retry_after=wished)
    verdict = judge.judge(error, claimed(), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.outcome.delay.total_seconds() == granted


def test_a_throttling_answer_shows_life_and_does_not_count_against_the_destination(judge: Judge) -> None:
    error = TransientError(WORDS, retry_after=5, throttled=True)
    verdict = judge.judge(error, claimed(), now=NOW, can_ask=True)
    assert not verdict.counts_against
    assert verdict.hold_seconds == 5


def test_an_earlier_doubt_outlives_a_refused_connection(judge: Judge) -> None:
    verdict = judge.judge(TransientError(WORDS), claimed(attempt=2, unsure=True), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.outcome.unsure


def test_an_unknown_outcome_is_asked_about_where_the_counterpart_can_be_asked(judge: Judge) -> None:
    verdict = judge.judge(UnknownOutcome(WORDS), claimed(), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.outcome.unsure


def test_an_unknown_outcome_goes_to_a_person_where_nobody_can_be_asked(judge: Judge) -> None:
    verdict = judge.judge(UnknownOutcome(WORDS), claimed(), now=NOW, can_ask=False)
    assert isinstance(verdict.outcome, Parked)
    assert verdict.outcome.error.id == "delivery-outcome-unknown"
    assert verdict.outcome.unsure


def test_a_refusal_goes_to_the_desk_with_its_reasons_and_is_certain(judge: Judge) -> None:
    fault = FieldFault(field="demands.0.pipe_dn_mm", message=WORDS)
    verdict = judge.judge(RejectedError(WORDS, faults=[fault]), claimed(unsure=True), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Parked)
    assert verdict.outcome.faults == (fault,)
    assert verdict.outcome.unsure is False
    assert not verdict.counts_against


def test_refused_credentials_pause_the_destination_and_the_item_stays_in_the_queue(judge: Judge) -> None:
    verdict = judge.judge(AuthError(WORDS), claimed(), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)
    assert verdict.pause == WORDS


def test_a_broken_contract_is_never_retried_and_leaves_a_doubt(judge: Judge) -> None:
    verdict = judge.judge(ContractError(WORDS), claimed(), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Parked)
    assert verdict.outcome.unsure


@pytest.mark.parametrize("error", [TransientError(WORDS), UnknownOutcome(WORDS)])
def test_after_three_days_of_attempts_a_person_decides(judge: Judge, error: CounterpartError) -> None:
    verdict = judge.judge(error, claimed(attempt=9, since=timedelta(hours=72)), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Parked)
    assert verdict.outcome.error.id == "delivery-gave-up"
    verdict = judge.judge(error, claimed(attempt=9, since=timedelta(hours=71)), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Retry)


def test_a_defect_of_an_adapter_parks_the_item_and_tells_nothing_of_what_was_sent(
    judge: Judge, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        verdict = judge.judge(ValueError("phone 13800000000"), claimed(), now=NOW, can_ask=True)
    assert isinstance(verdict.outcome, Parked)
    assert "ValueError" in caplog.text
    assert "13800000000" not in caplog.text + verdict.outcome.detail + str(verdict.outcome.error)


def test_jitter_adds_at_most_a_tenth() -> None:
    judge = Judge(SETTINGS, random.Random(4))
    delays = set()
    for _ in range(200):
        outcome = judge.judge(TransientError(WORDS), claimed(), now=NOW, can_ask=True).outcome
        assert isinstance(outcome, Retry)
        delays.add(outcome.delay.total_seconds())
    assert len(delays) > 100
    assert all(30 <= delay <= 33 for delay in delays)

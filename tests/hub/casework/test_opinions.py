"""Opinions go back to the joint review together, by its deadline; what comes late follows."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.store import desk, reviews
from hub.store.clock import SettableClock
from hub.store.engine import Store
from hub.store.reviews import RoundState
from models.records import ApprovalRecord
from models.scheme import Withdrawal
from models.stage import Opinion
from tests.hub.casework.reviewing import ReviewingWorld, reviewing_world, two_company_scheme
from tests.hub.fakes import MONDAY, update

SCHEME = "FA-511702-2026-0007"
DUE = MONDAY + timedelta(days=5)


@pytest.fixture
def city(store: Store, clock: SettableClock, tmp_path: Path) -> ReviewingWorld:
    clock.advance((MONDAY - clock.now).total_seconds())
    return reviewing_world(store, tmp_path)


def gives(
    city: ReviewingWorld, company: str, opinion: Opinion, hour: float = 2, version: int | None = 1
) -> None:
    city.hear(
        company,
        update(3, hour - 1, scheme_version=version),
        update(11, hour, opinion=opinion, scheme_version=version, opinion_text="接驳点改在朝阳中路"),
    )


async def test_opinions_are_returned_together_once_the_last_one_is_in(city: ReviewingWorld) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    gives(city, "water-a", Opinion.AGREE)
    await city.pump()
    assert city.review.told == []
    gives(city, "gas-a", Opinion.AGREE_WITH_CONDITIONS, hour=4)
    await city.pump()
    assert city.review.told == [(1, 0, {"gas-a": "agree_with_conditions", "water-a": "agree"}, [])]
    (reply,) = city.review.replies.values()
    assert reply.closed_at == MONDAY + timedelta(hours=4)
    assert city.close_due() == 0


async def test_at_the_deadline_what_there_is_is_returned_with_who_is_missing(
    city: ReviewingWorld, clock: SettableClock
) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    gives(city, "water-a", Opinion.DISAGREE)
    assert city.close_due() == 0
    clock.advance(timedelta(days=6).total_seconds())
    assert city.close_due() == 1
    assert city.close_due() == 0
    await city.pump()
    assert city.review.told == [(1, 0, {"water-a": "disagree"}, ["gas-a"])]
    (reply,) = city.review.replies.values()
    assert reply.closed_at == DUE


async def test_a_late_opinion_and_a_changed_one_follow_as_supplements(
    city: ReviewingWorld, clock: SettableClock
) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    gives(city, "water-a", Opinion.AGREE)
    clock.advance(timedelta(days=6).total_seconds())
    city.close_due()
    gives(city, "gas-a", Opinion.AGREE, hour=150)
    gives(city, "gas-a", Opinion.AGREE, hour=150)
    city.hear("water-a", update(15, 160, opinion=Opinion.DISAGREE, scheme_version=1))
    await city.pump()
    assert city.review.told == [
        (1, 0, {"water-a": "agree"}, ["gas-a"]),
        (1, 1, {"gas-a": "agree"}, []),
        (1, 2, {"water-a": "disagree"}, []),
    ]


async def test_a_version_revised_before_the_deadline_begins_a_new_round(
    city: ReviewingWorld, clock: SettableClock
) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    gives(city, "water-a", Opinion.AGREE)
    city.take(two_company_scheme(2, opinion_due=DUE + timedelta(days=3)))
    await city.pump()
    # What is said of the old version now is said of nothing that is reviewed any more.
    gives(city, "gas-a", Opinion.DISAGREE, hour=30, version=1)
    clock.advance(timedelta(days=6).total_seconds())
    assert city.close_due() == 0
    for company in ("water-a", "gas-a"):
        city.hear(
            company,
            update(1, 40, event_id=f"{company}-v2", scheme_version=2),
            update(3, 41, scheme_version=2),
            update(11, 42, opinion=Opinion.AGREE, scheme_version=2),
        )
    await city.pump()
    assert city.review.told == [(2, 0, {"gas-a": "agree", "water-a": "agree"}, [])]
    with city.store.read() as tx:
        states = [round_.state for round_ in reviews.of_scheme(tx, SCHEME)]
    assert states == [RoundState.REVISED, RoundState.CLOSED]


async def test_a_reply_that_was_not_sent_when_the_scheme_is_revised_is_never_sent(
    city: ReviewingWorld,
) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    for company in ("water-a", "gas-a"):
        gives(city, company, Opinion.AGREE)
    city.take(two_company_scheme(2, opinion_due=DUE))
    await city.pump()
    assert city.review.told == []


async def test_a_withdrawn_scheme_gets_no_reply(city: ReviewingWorld, clock: SettableClock) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    for company in ("water-a", "gas-a"):
        gives(city, company, Opinion.AGREE)
    city.take(Withdrawal(scheme_id=SCHEME, reason="调整", withdrawn_at=MONDAY + timedelta(hours=5)))
    clock.advance(timedelta(days=6).total_seconds())
    assert city.close_due() == 0
    await city.pump()
    assert city.review.told == []


async def test_an_opinion_that_names_no_version_counts_for_the_round_it_came_in(city: ReviewingWorld) -> None:
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    for company in ("water-a", "gas-a"):
        gives(city, company, Opinion.AGREE, version=None)
    await city.pump()
    assert city.review.told == [(1, 0, {"gas-a": "agree", "water-a": "agree"}, [])]


async def test_a_reply_that_is_refused_waits_on_the_desk(city: ReviewingWorld) -> None:
    city.review.over = True
    city.take(two_company_scheme(opinion_due=DUE))
    await city.pump()
    for company in ("water-a", "gas-a"):
        gives(city, company, Opinion.AGREE)
    await city.pump()
    with city.store.read() as tx:
        (item,) = desk.open_items(tx)
    assert (item.message.id, item.destination) == ("province-review-over", "joint-review")


async def test_the_opinion_and_the_documents_of_a_pass_are_recorded_after_their_event(
    city: ReviewingWorld,
) -> None:
    paper = {
        "sha256": "a" * 64,
        "name": "审查意见.pdf",
        "media_type": "application/pdf",
        "size_bytes": 2048,
        "number": "供审〔2026〕12号",
        "issued_on": "2026-03-04",
    }
    city.take(two_company_scheme())
    await city.pump()
    city.hear(
        "water-a",
        update(3, 1),
        update(11, 2, opinion=Opinion.AGREE, documents=[paper]),
    )
    await city.pump()
    kinds = [record.record for record in city.mirror.order]
    assert kinds[:4] == ["project", "matter", "event", "event"]
    assert sorted(kinds[4:]) == ["approval", "opinion"]
    (approval,) = (record for record in city.mirror.order if isinstance(record, ApprovalRecord))
    assert (approval.number, approval.title, str(approval.issued_on)) == (
        "供审〔2026〕12号",
        "审查意见.pdf",
        "2026-03-04",
    )


async def test_a_mirror_that_takes_no_opinions_is_sent_none(
    city: ReviewingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    type(city.mirror).takes = frozenset({"project", "matter", "event"})
    try:
        city.take(two_company_scheme())
        await city.pump()
        gives(city, "water-a", Opinion.AGREE)
        await city.pump()
        assert {record.record for record in city.mirror.order} == {"project", "matter", "event"}
    finally:
        type(city.mirror).takes = frozenset({"project", "matter", "event", "opinion", "approval", "colour"})

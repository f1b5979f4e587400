"""One application reaches every utility that a scheme concerns, each by the way it has (联动报装)."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import Receipt
from adapters.errors import UnknownOutcome
from hub.casework.applications import Applied, NotApplicable, Way, apply
from hub.casework.projects import side_by_side
from hub.store import applications
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.application import LinkedApplication
from models.messages import Message
from models.scheme import Withdrawal
from models.stage import Stage
from tests.hub.casework.reviewing import ReviewingWorld, reviewing_world, two_company_scheme
from tests.hub.fakes import MONDAY, FakeUtility, update

SCHEME = "FA-511702-2026-0007"


class TakingApplications(FakeUtility):
    """Takes applications over its wire, by key."""

    def __init__(self, fake: FakeUtility) -> None:
        super().__init__(fake.company)
        self.applications: dict[str, LinkedApplication] = {}
        self.lost = 0

    async def submit_application(
        self, application: LinkedApplication, remote_ref: str, *, key: str
    ) -> Receipt:
        self.applications[key] = application
        if self.lost:
            self.lost -= 1
            raise UnknownOutcome(Message(id="counterpart-no-answer", params={"company": "供水"}))
        return Receipt(remote_ref=remote_ref)


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """What is told to whom is the same over any database."""
    return sqlite_url


@pytest.fixture
def city(store: Store, clock: SettableClock, tmp_path: Path) -> ReviewingWorld:
    clock.advance((MONDAY - clock.now).total_seconds())
    made = reviewing_world(store, tmp_path)
    taking = TakingApplications(made.utilities["water-a"])
    utilities = dict(made.hub.counterparts.utilities)
    utilities["water-a"] = replace(utilities["water-a"], adapter=taking)
    hub = replace(made.hub, counterparts=replace(made.hub.counterparts, utilities=utilities))
    return replace(made, utilities={**made.utilities, "water-a": taking}, hub=hub)


def form(**changes: Any) -> LinkedApplication:
    return LinkedApplication.model_validate(
        {
            "scheme_id": SCHEME,
            "applicant": "朝阳建设开发公司",
            "contact_name": "李明",
            "contact_phone": "13800000000",
            "wanted_on": date(2026, 9, 1),
            "submitted_at": MONDAY,
        }
        | changes
    )


def hand_in(city: ReviewingWorld, application: LinkedApplication | None = None) -> Applied:
    with city.store.begin() as tx:
        return apply(tx, city.city, application or form(), actor="李明")


def taken(city: ReviewingWorld) -> list[LinkedApplication]:
    water = city.utilities["water-a"]
    assert isinstance(water, TakingApplications)
    return list(water.applications.values())


async def test_a_form_reaches_each_company_by_the_way_it_has(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    applied = hand_in(city)
    assert applied.companies == {"gas-a": Way.OWN, "water-a": Way.SENT}
    await city.pump()
    assert taken(city) == [form()]
    with city.store.read() as tx:
        assert applications.latest(tx, SCHEME) == form()


async def test_the_same_form_again_has_no_effect_and_another_follows(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    assert hand_in(city).new
    assert not hand_in(city, form(submitted_at=MONDAY + timedelta(hours=1))).new
    assert hand_in(city, form(note="分两期接入")).new
    await city.pump()
    assert [each.note for each in taken(city)] == ["", "分两期接入"]


async def test_an_application_handed_in_with_its_scheme_goes_after_it(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    hand_in(city)
    await city.pump()
    assert len(city.utilities["water-a"].taken) == len(taken(city)) == 1


async def test_one_whose_answer_is_lost_is_sent_again_under_its_key(
    city: ReviewingWorld, clock: SettableClock
) -> None:
    water = city.utilities["water-a"]
    assert isinstance(water, TakingApplications)
    water.lost = 1
    city.take(two_company_scheme())
    await city.pump()
    hand_in(city)
    await city.pump()
    clock.advance(3600)
    report = await city.pump()
    assert report.total("delivered") == 1
    assert len(taken(city)) == 1


async def test_the_answers_stand_side_by_side(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    hand_in(city)
    for company, status in (("water-a", 3), ("gas-a", 5)):
        city.hear(company, update(1, 1, stage=Stage.APPLICATION, event_id=f"{company}-1"))
        city.hear(company, update(status, 2, stage=Stage.APPLICATION, event_id=f"{company}-2"))
    with city.store.read() as tx:
        answers = side_by_side(tx, SCHEME)
    stages = {each.company: each.stage(Stage.APPLICATION) for each in answers}
    assert {company: stage and int(stage.status) for company, stage in stages.items()} == {
        "gas-a": 5,
        "water-a": 3,
    }


async def test_nothing_can_be_applied_for_that_is_unknown_or_withdrawn(city: ReviewingWorld) -> None:
    with pytest.raises(NotApplicable) as unknown:
        hand_in(city)
    assert unknown.value.message.id == "application-scheme-unknown"
    city.take(two_company_scheme())
    hand_in(city)
    city.take(Withdrawal(scheme_id=SCHEME, reason="调整", withdrawn_at=MONDAY + timedelta(days=1)))
    with pytest.raises(NotApplicable) as withdrawn:
        hand_in(city, form(note="再报"))
    assert withdrawn.value.message.id == "application-scheme-withdrawn"
    # What was not sent yet when the scheme was withdrawn is not sent any more.
    await city.pump()
    assert taken(city) == []

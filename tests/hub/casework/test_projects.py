"""One project as a whole: companies, stages, documents, mirrors, and where its joint acceptance stands."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.casework.projects import project_view, side_by_side
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.projects import Acceptance, ProjectView
from models.scheme import Withdrawal
from models.stage import Opinion, Stage
from tests.hub.casework.reviewing import ReviewingWorld, reviewing_world, two_company_scheme
from tests.hub.fakes import MONDAY, update
from tests.models.builders import WATER, project_body

SCHEME = "FA-511702-2026-0007"
CODE = "2411-511703-04-01-249065"
HOURS = {stage: 10 * number for number, stage in enumerate(Stage)}


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """What is told to whom is the same over any database."""
    return sqlite_url


@pytest.fixture
def city(store: Store, clock: SettableClock, tmp_path: Path) -> ReviewingWorld:
    clock.advance((MONDAY - clock.now).total_seconds())
    return reviewing_world(store, tmp_path)


def view(city: ReviewingWorld) -> ProjectView:
    with city.store.read() as tx:
        found = project_view(tx, CODE, mirrors=["province"], names={"water-a": "通川供水"})
    assert found is not None
    return found


def passes(city: ReviewingWorld, company: str, *stages: Stage, status: int = 11, version: int = 1) -> None:
    for stage in stages:
        hour = HOURS[stage]
        opinion = Opinion.AGREE if stage is Stage.REVIEW else None
        more: dict[str, Any] = {"stage": stage, "scheme_version": version}
        city.hear(
            company,
            update(3, hour, event_id=f"{company}-{stage}-3", **more),
            update(status, hour + 1, event_id=f"{company}-{stage}-{status}", opinion=opinion, **more),
        )


async def test_a_project_is_read_across_companies_stages_and_mirrors(city: ReviewingWorld) -> None:
    city.take(two_company_scheme(opinion_due=MONDAY + timedelta(days=5)))
    await city.pump()
    passes(city, "water-a", Stage.REVIEW, Stage.APPLICATION)
    found = view(city)
    assert (found.code, found.events, found.recorded) == (CODE, 4, {"province": 0})
    await city.pump()
    found = view(city)
    assert found.recorded == {"province": 4}
    gas, water = found.cases
    assert (gas.company, gas.stages) == ("gas-a", ())
    assert (water.company_name, [stage.stage for stage in water.stages]) == (
        "通川供水",
        [Stage.REVIEW, Stage.APPLICATION],
    )
    review = water.stage(Stage.REVIEW)
    assert review is not None
    assert (review.passed, review.opinion, review.recorded) == (True, Opinion.AGREE, {"province": 2})
    (scheme,) = found.schemes
    assert scheme.review is not None
    assert (scheme.review.state, scheme.review.missing, scheme.review.returned) == ("open", ("gas-a",), False)
    passes(city, "gas-a", Stage.REVIEW)
    await city.pump()
    (scheme,) = view(city).schemes
    assert scheme.review is not None
    assert (scheme.review.state, scheme.review.returned) == ("closed", True)


async def test_answers_to_one_scheme_stand_side_by_side(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    passes(city, "water-a", Stage.REVIEW)
    passes(city, "gas-a", Stage.REVIEW, status=13)
    with city.store.read() as tx:
        answers = side_by_side(tx, SCHEME)
        assert side_by_side(tx, "FA-unknown") == ()
    assert {each.company: each.stages[0].passed for each in answers} == {"gas-a": False, "water-a": True}


@pytest.mark.parametrize(
    ("water", "gas", "state"),
    [
        ([Stage.HOOKUP], [], Acceptance.NOT_READY),
        ([Stage.HOOKUP], [Stage.HOOKUP], Acceptance.READY),
        ([Stage.HOOKUP, Stage.ACCEPTANCE], [Stage.HOOKUP], Acceptance.UNDER_WAY),
        ([Stage.ACCEPTANCE], [Stage.ACCEPTANCE], Acceptance.PASSED),
    ],
)
async def test_the_joint_acceptance_is_passed_when_every_company_has_passed_it(
    city: ReviewingWorld, water: Sequence[Stage], gas: Sequence[Stage], state: Acceptance
) -> None:
    city.take(two_company_scheme())
    await city.pump()
    passes(city, "water-a", *water)
    passes(city, "gas-a", *gas)
    found = view(city).acceptance
    assert found.state is state
    assert set(found.passed) | set(found.waiting) == {"water-a", "gas-a"}


async def test_an_acceptance_that_failed_is_told_until_it_is_begun_anew(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    passes(city, "water-a", Stage.ACCEPTANCE, status=13)
    found = view(city).acceptance
    assert (found.state, found.failed) == (Acceptance.FAILED, ("water-a",))
    city.hear("water-a", update(1, 60, stage=Stage.ACCEPTANCE, event_id="again"))
    assert view(city).acceptance.state is Acceptance.UNDER_WAY


async def test_a_company_that_a_revision_leaves_out_no_longer_counts(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    await city.pump()
    city.take(two_company_scheme(2, demands=[WATER]))
    await city.pump()
    passes(city, "water-a", Stage.ACCEPTANCE, version=2)
    found = view(city)
    assert {case.company: case.current for case in found.cases} == {"gas-a": False, "water-a": True}
    assert found.acceptance.state is Acceptance.PASSED


async def test_a_withdrawn_scheme_concerns_nobody_and_an_unknown_code_is_no_project(
    city: ReviewingWorld,
) -> None:
    city.take(two_company_scheme())
    city.take(Withdrawal(scheme_id=SCHEME, reason="调整", withdrawn_at=MONDAY + timedelta(days=30)))
    found = view(city)
    assert not any(case.current for case in found.cases)
    assert found.acceptance.state is Acceptance.NOT_READY
    with city.store.read() as tx:
        assert project_view(tx, "2411-511703-04-01-000000") is None


async def test_two_schemes_of_one_project_are_one_page(city: ReviewingWorld) -> None:
    city.take(two_company_scheme())
    city.take(two_company_scheme(scheme_id="FA-2", project=project_body(engineering_code="GC-2")))
    assert [scheme.scheme_id for scheme in view(city).schemes] == ["FA-2", SCHEME]

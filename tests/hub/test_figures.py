"""What the figures say, on both databases."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.contract import RecordAnswer
from adapters.errors import RejectedError
from hub.figures import Figures, figures
from hub.store import destinations, documents, outbox
from hub.store.clock import SettableClock
from hub.store.engine import Store
from models.messages import Message
from models.records import Record
from models.stage import Opinion, Stage
from tests.hub.fakes import World, update, world
from tests.models.builders import DIGEST, WATER, a_scheme, project_body, scheme_body

REVIEWED = [
    update(1, 1),
    update(3, 2),
    update(11, 3, opinion=Opinion.AGREE),
]
OLD_FORM = "2016-511702-03-01-000123"


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


def read(city: World, *mirrors: str) -> Figures:
    with city.store.read() as tx:
        return figures(tx, mirrors or ("province",), {"water-a": "通川供水"})


def scheme(**changes: Any) -> Any:
    return a_scheme(**({"demands": [WATER], "documents": []} | changes))


def refused(record: Record) -> RecordAnswer:
    return RecordAnswer(key=record.key, taken=False, message=Message(id="record-refused"))


def test_nothing_is_counted_as_nothing_in_every_state(city: World) -> None:
    found = read(city)
    assert (found.schemes, found.cases, found.events) == (0, 0, 0)
    assert found.deliveries == {state.value: 0 for state in outbox.State}
    assert found.recorded.model_dump() == {
        "events": 0,
        "everywhere": 0,
        "missing": 0,
        "by_mirror": {"province": 0},
    }
    assert found.inbox == {"new": 0, "waiting": 0, "held": 0}
    assert found.desk.open == 0


async def test_deliveries_are_counted_by_state_in_all_and_at_each_destination(city: World) -> None:
    city.take(scheme())
    assert read(city).deliveries["waiting"] == 2
    await city.pump()
    found = read(city)
    assert (found.deliveries["waiting"], found.deliveries["delivered"]) == (0, 2)
    assert found.by_destination["water-a"]["delivered"] == 1
    assert found.by_destination["province"]["delivered"] == 1


async def test_an_event_is_missing_until_the_province_has_taken_its_row(city: World) -> None:
    city.take(scheme())
    await city.pump()
    city.hear(*REVIEWED)
    before = read(city).recorded
    assert (before.events, before.everywhere, before.missing) == (3, 0, 3)
    await city.pump()
    after = read(city).recorded
    assert (after.events, after.everywhere, after.missing) == (3, 3, 0)


async def test_an_event_whose_row_the_province_refuses_stays_missing(city: World) -> None:
    city.province.answer = lambda record: (
        refused(record) if record.record == "event" and record.step == 2 else None
    )
    city.take(scheme())
    await city.pump()
    city.hear(*REVIEWED)
    await city.pump()
    recorded = read(city).recorded
    assert (recorded.events, recorded.everywhere, recorded.missing) == (3, 1, 2)


async def test_an_illegal_event_is_counted_but_is_not_one_to_be_recorded(city: World) -> None:
    city.take(scheme())
    await city.pump()
    city.hear(update(1, 1), update(12, 2, stage=Stage.ACCEPTANCE))
    await city.pump()
    found = read(city)
    assert found.events == 2
    assert (found.recorded.events, found.recorded.missing) == (1, 0)
    assert [cause.cause for cause in found.desk.by_cause] == ["update-illegal"]


async def test_an_event_is_recorded_everywhere_only_when_every_mirror_has_it(city: World) -> None:
    city.take(scheme())
    await city.pump()
    city.hear(*REVIEWED)
    await city.pump()
    recorded = read(city, "province", "supervision").recorded
    assert recorded.by_mirror == {"province": 3, "supervision": 0}
    assert (recorded.everywhere, recorded.missing) == (0, 3)


async def test_a_company_is_shown_with_how_far_its_cases_are(city: World) -> None:
    for number in ("1", "2"):
        changes = project_body(engineering_code=f"51170220260302000{number}")
        city.take(scheme(scheme_id=f"FA-{number}", project=changes))
    await city.pump()
    stages = [Stage.REVIEW, Stage.APPLICATION, Stage.HOOKUP, Stage.ACCEPTANCE]
    for place, stage in enumerate(stages):
        opinion = Opinion.AGREE if stage is Stage.REVIEW else None
        city.hear(
            update(3, place * 10 + 1, stage=stage, scheme_id="FA-1"),
            update(11, place * 10 + 2, stage=stage, scheme_id="FA-1", opinion=opinion),
        )
    found = read(city).companies["water-a"]
    assert (found.cases, found.pushed) == (2, 2)
    assert (found.opinions, found.hooked_up, found.accepted) == (1, 1, 1)


async def test_a_scheme_taken_in_two_versions_counts_as_pushed_once(city: World) -> None:
    city.take(scheme())
    await city.pump()
    city.take(scheme(version=2))
    await city.pump()
    found = read(city)
    assert (found.schemes, found.companies["water-a"].pushed) == (1, 1)


def test_doubts_are_counted_for_current_versions_alone(city: World) -> None:
    city.take(scheme(project=project_body(code=OLD_FORM)))
    assert read(city).warnings == 1
    city.take(scheme(version=2))
    assert read(city).warnings == 0


def test_an_update_of_an_unknown_case_is_counted_as_waiting(city: World) -> None:
    city.hear(update(1, 1, scheme_id="FA-unknown"))
    assert read(city).inbox == {"new": 0, "waiting": 1, "held": 0}


def test_documents_are_counted_by_state(city: World) -> None:
    city.take(a_scheme(**scheme_body(demands=[WATER])))
    assert read(city).documents == {"wanted": 1, "present": 0, "refused": 0}
    with city.store.begin() as tx:
        documents.mark_present(tx, DIGEST)
    assert read(city).documents["present"] == 1


def test_a_counterpart_is_shown_by_name_with_its_pause_and_its_breaker(
    city: World, clock: SettableClock
) -> None:
    with city.store.begin() as tx:
        destinations.pause(tx, "province", by="李明", reason=Message(id="destination-paused-by-person"))
        until = tx.now() + timedelta(seconds=30)
        destinations.save_breaker(tx, "water-a", failures=(), openings=1, opened_until=until)
    shown = {each.id: each for each in read(city).destinations}
    assert (shown["water-a"].name, shown["water-a"].breaker, shown["water-a"].paused) == (
        "通川供水",
        "open",
        False,
    )
    assert (shown["province"].name, shown["province"].paused) == ("province", True)
    clock.advance(31)
    assert {each.id: each.breaker for each in read(city).destinations}["water-a"] == "probe"


async def test_what_waits_for_a_person_is_counted_by_cause_the_most_frequent_first(city: World) -> None:
    def no(key: str) -> None:
        raise RejectedError(Message(id="gateway-scheme-refused", params={"company": "供水", "words": "管径"}))

    city.water.before = no
    for number in ("1", "2"):
        changes = project_body(engineering_code=f"51170220260302000{number}")
        city.take(scheme(scheme_id=f"FA-{number}", project=changes))
    city.take(scheme(scheme_id="FA-3", project=project_body(area_code="511799")))
    await city.pump()
    found = read(city).desk
    assert found.open == 3
    assert [(cause.cause, cause.destination, cause.count) for cause in found.by_cause] == [
        ("gateway-scheme-refused", "water-a", 2),
        ("scheme-unserved", None, 1),
    ]

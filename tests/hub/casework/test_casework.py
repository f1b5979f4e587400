"""From a scheme taken in to a case recorded at the province, over fake counterparts and a real store."""

from pathlib import Path
from typing import Any

import pytest

from adapters.contract import RecordAnswer
from adapters.errors import RejectedError
from hub.casework.deliveries import document_present
from hub.casework.intake import Intake
from hub.delivery.kinds import Kind
from hub.store import cases, desk, documents, inbox, outbox
from hub.store.engine import Store
from hub.store.inbox import InboxState
from hub.store.outbox import Row, State
from models.messages import Message
from models.records import EventRecord, MatterRecord, ProjectRecord, Record
from models.scheme import Scheme, Withdrawal
from models.stage import Stage
from tests.hub.fakes import MONDAY, World, update, world
from tests.models.builders import POWER, WATER, a_scheme, project_body

CASE = "FA-511702-2026-0007-water-a"


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


def deliveries(world: World, kind: Kind) -> list[Row]:
    with world.store.read() as tx:
        keys = tx.connection.exec_driver_sql("SELECT key FROM outbox ORDER BY id").scalars().all()
        rows = [outbox.by_key(tx, key) for key in keys]
    return [row for row in rows if row is not None and row.kind == kind]


def items(world: World) -> list[str]:
    with world.store.read() as tx:
        return sorted(item.message.id for item in desk.open_items(tx))


def a_water_scheme(**changes: Any) -> Scheme:
    return a_scheme(**({"demands": [WATER], "documents": []} | changes))


async def test_a_scheme_reaches_the_company_once_and_its_case_has_the_company_s_reference(
    city: World,
) -> None:
    assert city.take(a_water_scheme()) is Intake.NEW
    assert city.take(a_water_scheme()) is Intake.KNOWN
    await city.pump()
    await city.pump()
    assert city.water.pushes == ["water-a:FA-511702-2026-0007:v1"]
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert case.remote_ref == "R-FA-511702-2026-0007"


async def test_a_demand_that_no_company_serves_is_an_item_on_the_desk_until_somebody_serves_it(
    city: World,
) -> None:
    city.take(a_water_scheme(demands=[WATER, POWER]))
    assert items(city) == ["scheme-unserved"]
    city.take(a_water_scheme(version=2))
    assert items(city) == []


async def test_the_same_version_with_another_content_is_kept_out_and_shown(city: World) -> None:
    city.take(a_water_scheme())
    assert city.take(a_water_scheme(project=project_body(name="另一个名字"))) is Intake.CONFLICT
    await city.pump()
    assert items(city) == ["scheme-conflict"]
    assert [scheme.project.name for scheme in city.water.taken.values()] == ["朝阳片区安置房一期"]


async def test_a_newer_version_supersedes_what_still_waits_of_the_older(city: World) -> None:
    city.take(a_water_scheme())
    city.take(a_water_scheme(version=2))
    await city.pump()
    assert city.water.pushes == ["water-a:FA-511702-2026-0007:v2"]
    assert [row.state for row in deliveries(city, Kind.PUSH)] == [State.SUPERSEDED, State.DELIVERED]


async def test_an_older_version_that_arrives_late_is_kept_and_sent_to_nobody(city: World) -> None:
    city.take(a_water_scheme(version=2))
    assert city.take(a_water_scheme(version=1)) is Intake.NEW
    await city.pump()
    assert city.water.pushes == ["water-a:FA-511702-2026-0007:v2"]


async def test_a_withdrawal_before_anything_was_sent_sends_nothing(city: World) -> None:
    city.take(a_water_scheme())
    city.take(Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=MONDAY))
    await city.pump()
    assert city.water.pushes == []
    assert city.water.withdrawn == []


async def test_a_withdrawal_after_the_push_is_told_to_the_company(city: World) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.take(Withdrawal(scheme_id="FA-511702-2026-0007", withdrawn_at=MONDAY))
    await city.pump()
    assert city.water.withdrawn == ["R-FA-511702-2026-0007"]


async def test_a_company_that_a_revised_scheme_no_longer_concerns_is_told_so(city: World) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.take(a_water_scheme(version=2, demands=[POWER]))
    await city.pump()
    assert city.water.withdrawn == ["R-FA-511702-2026-0007"]


async def test_the_province_hears_of_project_matter_and_events_parents_first(city: World) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.hear(update(1, 1), update(3, 2), update(8, 3), update(11, 4, opinion="agree"))
    city.hear(update(1, 5, stage=Stage.APPLICATION))
    await city.pump()
    kinds = [type(record) for record in city.province.order]
    assert kinds[0] is ProjectRecord
    events = [record for record in city.province.order if isinstance(record, EventRecord)]
    matters = [record.matter for record in city.province.order if isinstance(record, MatterRecord)]
    assert matters == [f"{CASE}-1.1", f"{CASE}-2.1"]
    review = [(event.step, int(event.status)) for event in events if event.matter == f"{CASE}-1.1"]
    assert review == [(1, 1), (2, 3), (3, 8), (4, 11)]
    for matter in matters:
        places = [i for i, r in enumerate(city.province.order) if getattr(r, "matter", None) == matter]
        assert isinstance(city.province.order[places[0]], MatterRecord)


async def test_a_refused_matter_holds_back_its_events_and_nothing_else(city: World) -> None:
    def refuse(record: Record) -> RecordAnswer | None:
        refused = isinstance(record, MatterRecord) and record.stage is Stage.REVIEW
        no = Message(id="record-refused")
        return RecordAnswer(key=record.key, taken=False, message=no) if refused else None

    city.province.answer = refuse
    city.take(a_water_scheme())
    await city.pump()
    city.hear(update(1, 1), update(3, 2), update(1, 5, stage=Stage.APPLICATION))
    await city.pump()
    events = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert [event.matter for event in events] == [f"{CASE}-2.1"]
    waiting = [row.state for row in deliveries(city, Kind.EVENT)]
    assert waiting.count(State.WAITING) == 2
    assert items(city) == ["record-refused"]


async def test_an_illegal_event_is_kept_shown_and_not_recorded_until_a_late_one_makes_it_legal(
    city: World,
) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.hear(update(11, 4))
    assert items(city) == ["update-illegal"]
    await city.pump()
    assert not any(isinstance(record, EventRecord) for record in city.province.order)
    city.hear(update(3, 2))
    assert items(city) == []
    await city.pump()
    events = [record for record in city.province.order if isinstance(record, EventRecord)]
    assert [(event.step, int(event.status)) for event in events] == [(1, 3), (2, 11)]
    with city.store.read() as tx:
        case = cases.get(tx, CASE)
    assert case is not None
    assert (case.stage, case.status, case.ended) == ("review", 11, False)


async def test_an_update_for_a_case_not_known_yet_waits_and_flows_once_it_is(city: World) -> None:
    assert city.hear(update(1, 1, scheme_id=None, remote_ref="R-FA-511702-2026-0007")) == 1
    with city.store.read() as tx:
        assert inbox.counts(tx) == {("water-a", InboxState.WAITING): 1}
    city.take(a_water_scheme())
    await city.pump()
    with city.store.read() as tx:
        assert [event.status for event in cases.events(tx, CASE)] == [1]


async def test_an_update_that_names_its_scheme_flows_as_soon_as_the_scheme_is_known(city: World) -> None:
    city.hear(update(1, 1))
    city.take(a_water_scheme())
    await city.pump()
    with city.store.read() as tx:
        assert [event.status for event in cases.events(tx, CASE)] == [1]


async def test_a_repeated_update_has_one_effect(city: World) -> None:
    city.take(a_water_scheme())
    await city.pump()
    for _ in range(3):
        city.hear(update(1, 1))
    await city.pump()
    assert len([record for record in city.province.order if isinstance(record, EventRecord)]) == 1


async def test_a_status_that_nobody_has_mapped_is_held_and_asked_about_once(city: World) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.hear(
        update(None, 1, status_code="X9", event_id="a"), update(None, 2, status_code="X9", event_id="b")
    )
    assert items(city) == ["update-unmapped"]
    with city.store.read() as tx:
        assert inbox.counts(tx) == {("water-a", InboxState.HELD): 2}


async def test_a_changed_project_is_corrected_at_the_province_by_an_invalid_row_and_a_new_one(
    city: World,
) -> None:
    city.take(a_water_scheme())
    await city.pump()
    city.take(a_water_scheme(version=2, project=project_body(name="改名后的项目")))
    city.hear(update(1, 1))
    await city.pump()
    projects = [record for record in city.province.order if isinstance(record, ProjectRecord)]
    assert [(record.valid, record.project.name) for record in projects] == [
        (True, "朝阳片区安置房一期"),
        (False, "朝阳片区安置房一期"),
        (True, "改名后的项目"),
    ]
    assert len({record.key for record in projects}) == 3
    assert any(isinstance(record, EventRecord) for record in city.province.order)


async def test_a_project_refused_by_the_province_is_replaced_by_its_corrected_version(city: World) -> None:
    no = Message(id="record-refused")
    city.province.answer = lambda record: (
        RecordAnswer(key=record.key, taken=False, message=no)
        if isinstance(record, ProjectRecord) and record.project.name == "错误的名字"
        else None
    )
    city.take(a_water_scheme(project=project_body(name="错误的名字")))
    await city.pump()
    city.hear(update(1, 1))
    await city.pump()
    assert city.province.order == []
    city.take(a_water_scheme(version=2, project=project_body(name="正确的名字")))
    await city.pump()
    kinds = [type(record).__name__ for record in city.province.order]
    assert kinds == ["ProjectRecord", "MatterRecord", "EventRecord"]
    assert items(city) == []


async def test_a_document_that_arrives_after_the_withdrawal_of_an_unsent_scheme_waits_for_nothing(
    city: World,
) -> None:
    scheme = a_scheme(demands=[WATER])
    city.take(scheme)
    city.take(Withdrawal(scheme_id=scheme.scheme_id, withdrawn_at=MONDAY))
    with city.store.begin() as tx:
        documents.mark_present(tx, scheme.documents[0].sha256)
        document_present(tx, scheme.documents[0].sha256)
    assert deliveries(city, Kind.DOCUMENT) == []


async def test_a_document_that_arrives_is_sent_once_the_company_holds_the_scheme(city: World) -> None:
    scheme = a_scheme(demands=[WATER])
    city.take(scheme)
    with city.store.begin() as tx:
        documents.mark_present(tx, scheme.documents[0].sha256)
        document_present(tx, scheme.documents[0].sha256)
    await city.pump()
    assert city.water.documents == {scheme.documents[0].sha256: 1}


async def test_a_version_refused_while_its_successor_was_queued_gives_way_to_it(city: World) -> None:
    def refuse_the_first(key: str) -> None:
        if key.endswith(":v1"):
            city.take(a_water_scheme(version=2))
            raise RejectedError(Message(id="counterpart-refused"))

    city.water.before = refuse_the_first
    city.take(a_water_scheme())
    await city.pump()
    assert list(city.water.taken) == ["water-a:FA-511702-2026-0007:v2"]
    assert [row.state for row in deliveries(city, Kind.PUSH)] == [State.SUPERSEDED, State.DELIVERED]
    assert items(city) == []

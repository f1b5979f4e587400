"""What a person may do about what waits for one, on both databases."""

from pathlib import Path
from typing import Any

import pytest

from adapters.contract import RecordAnswer
from adapters.errors import AuthError, RejectedError
from hub.liaison import actions, listing, one, retrying
from hub.liaison.actions import How
from hub.liaison.filters import Filter
from hub.liaison.reasons import Skipped
from hub.liaison.refusals import NotPossible
from hub.liaison.retrying import Retried
from hub.people.person import operator
from hub.store import audit, cases, desk, destinations, documents, inbox, outbox
from hub.store.clock import SettableClock
from hub.store.desk import NewItem
from hub.store.engine import Store
from hub.store.inbox import InboxState
from hub.store.outbox import State
from models.messages import Message
from models.records import Record
from models.stage import Stage
from tests.hub.fakes import World, update, world
from tests.models.builders import DIGEST, WATER, a_scheme, project_body, scheme_body

NO = RejectedError(Message(id="gateway-scheme-refused", params={"company": "供水", "words": "管径"}))


@pytest.fixture
def city(store: Store, tmp_path: Path) -> World:
    return world(store, tmp_path)


def scheme(number: str = "7", **changes: Any) -> Any:
    project = project_body(engineering_code=f"51170220260302000{number}", name=f"{number} 号安置房")
    return a_scheme(
        **({"scheme_id": f"FA-{number}", "project": project, "demands": [WATER], "documents": []} | changes)
    )


def refuse(city: World) -> None:
    def no(key: str) -> None:
        raise NO

    city.water.before = no


def relent(city: World) -> None:
    city.water.before = lambda key: None


async def refused(city: World, *numbers: str) -> list[int]:
    """Push schemes that the company refuses; the numbers of their desk items."""
    refuse(city)
    for number in numbers:
        city.take(scheme(number))
        await city.pump()  # one by one: side by side they would be refused in any order
    relent(city)
    return [item.id for item in items(city)]


LI = operator("李明")


def items(city: World, limit: int = 100, after: int = 0, **filters: Any) -> tuple[desk.Item, ...]:
    with city.store.read() as tx:
        page = listing.page(tx, LI, Filter(**filters), size=limit, after=after)
    return tuple(line.item for line in page.lines)


def show(city: World, item_id: int) -> one.Detail:
    with city.store.read() as tx:
        return one.detail(tx, LI, item_id)


def retry(city: World, *item_ids: int) -> Retried:
    with city.store.begin() as tx:
        return retrying.retry(tx, LI, item_ids)


def resolve(city: World, item_id: int, how: How, **more: Any) -> desk.Item:
    with city.store.begin() as tx:
        return actions.resolve(tx, LI, item_id, how=how, **more)


def trail(city: World) -> list[tuple[str, str]]:
    with city.store.read() as tx:
        assert audit.verify(tx) is None
        return [(record.actor, record.action) for record in audit.records(tx)]


def state_of(city: World, key: str) -> State:
    with city.store.read() as tx:
        row = outbox.by_key(tx, key)
    assert row is not None
    return row.state


async def test_items_are_found_by_company_by_cause_and_by_what_they_are_about(city: World) -> None:
    await refused(city, "1", "2")
    city.take(scheme("3", project=project_body(area_code="511799", name="无人区")))
    assert [item.scheme_id for item in items(city)] == ["FA-1", "FA-2", "FA-3"]
    assert [item.scheme_id for item in items(city, company="water-a")] == ["FA-1", "FA-2"]
    assert [item.scheme_id for item in items(city, cause="scheme-unserved")] == ["FA-3"]
    assert [item.scheme_id for item in items(city, search="2 号安置")] == ["FA-2"]
    assert [item.scheme_id for item in items(city, search="fa-3")] == ["FA-3"]
    assert items(city, search="%") == ()


async def test_a_long_list_is_read_page_by_page(city: World) -> None:
    await refused(city, "1", "2", "3")
    first = items(city, limit=2)
    assert [item.scheme_id for item in first] == ["FA-1", "FA-2"]
    assert [item.scheme_id for item in items(city, limit=2, after=first[-1].id)] == ["FA-3"]


async def test_a_refused_delivery_is_shown_with_its_attempts(city: World) -> None:
    (item_id,) = await refused(city, "1")
    detail = show(city, item_id)
    assert detail.delivery is not None
    assert detail.delivery.state is State.ATTENTION
    assert [(each.number, each.outcome) for each in detail.attempts] == [(1, "parked")]
    assert detail.attempts[0].error == NO.message


async def test_what_waits_is_shown_in_the_lane_through_needs_and_behind_those(city: World) -> None:
    def no_project(record: Record) -> RecordAnswer | None:
        if record.record != "project":
            return None
        return RecordAnswer(key=record.key, taken=False, message=Message(id="record-refused"))

    city.province.answer = no_project
    city.take(scheme("1"))
    city.take(scheme("2"))
    await city.pump()
    city.hear(update(1, 1, scheme_id="FA-1"), update(3, 2, scheme_id="FA-1"))
    city.hear(update(1, 1, scheme_id="FA-2"))
    await city.pump()
    project = next(item for item in items(city) if item.scheme_id == "FA-1")
    behind = show(city, project.id).behind
    assert [waiting.kind for waiting in behind] == ["record.matter", "record.event", "record.event"]
    assert {waiting.scheme_id for waiting in behind} == {"FA-1"}


async def test_documents_are_shown_to_wait_behind_a_refused_scheme(city: World) -> None:
    refuse(city)
    city.take(a_scheme(**scheme_body(demands=[WATER])))
    with city.store.begin() as tx:
        documents.mark_present(tx, DIGEST)
    city.take(a_scheme(**scheme_body(demands=[WATER], version=2)))
    await city.pump()
    item = items(city, company="water-a")[0]
    assert [waiting.kind for waiting in show(city, item.id).behind] == ["document.send"]


async def test_a_retried_delivery_leaves_with_the_next_pump_and_the_trail_says_who(city: World) -> None:
    (item_id,) = await refused(city, "1")
    assert retry(city, item_id).retried == (item_id,)
    assert items(city) == ()
    await city.pump()
    assert "water-a:FA-1:v1" in city.water.taken
    detail = show(city, item_id)
    assert [each.trigger for each in detail.attempts] == ["schedule", "officer:李明"]
    assert (detail.item.resolution, detail.item.closed_by) == ("retried", "李明")
    assert trail(city) == [("李明", "failure.retry")]


async def test_what_is_closed_unknown_or_cannot_be_tried_is_skipped(city: World) -> None:
    (closed,) = await refused(city, "1")
    retry(city, closed)
    city.take(scheme("3", project=project_body(area_code="511799")))
    (unserved,) = (item.id for item in items(city))
    outcome = retry(city, closed, unserved, 999, 999)
    skipped = {closed: Skipped.CLOSED, unserved: Skipped.NOT_RETRYABLE, 999: Skipped.UNKNOWN}
    assert outcome == Retried((), skipped)
    assert [item.id for item in items(city)] == [unserved]


async def test_a_retry_of_a_paused_counterpart_speaks_with_it_again(city: World) -> None:
    def locked(key: str) -> None:
        raise AuthError(Message(id="counterpart-credentials", params={"company": "供水", "status": 401}))

    city.water.before = locked
    city.take(scheme("1"))
    await city.pump()
    (item,) = items(city)
    assert retry(city, item.id).retried == (item.id,)
    assert items(city) == ()
    with city.store.read() as tx:
        assert not destinations.get(tx)["water-a"].paused


def test_a_retry_of_a_refused_document_asks_for_it_again(city: World) -> None:
    city.take(a_scheme(**scheme_body(demands=[WATER])))
    with city.store.begin() as tx:
        message = Message(id="document-unavailable", params={"name": "总平面图.pdf", "source": "province"})
        documents.mark_refused(tx, DIGEST, message)
        item_id = desk.open_item(tx, NewItem(kind="document", subject=DIGEST, message=message))
    assert retry(city, item_id).retried == (item_id,)
    with city.store.read() as tx:
        assert [row.sha256 for row in documents.wanted(tx, 10)] == [DIGEST]


async def test_a_delivery_known_to_have_arrived_gives_its_case_the_companys_number(city: World) -> None:
    (item_id,) = await refused(city, "1")
    city.hear(update(1, 1, scheme_id=None, remote_ref="R-42"))
    resolve(city, item_id, How.DELIVERED, remote_ref="R-42", note="电话核实")
    assert items(city) == ()
    assert state_of(city, "water-a:FA-1:v1") is State.DELIVERED
    with city.store.read() as tx:
        (case,) = cases.by_scheme(tx, "FA-1")
        waiting = inbox.pending(tx, limit=10, state=InboxState.WAITING)
        pending = inbox.pending(tx, limit=10)
    assert case.remote_ref == "R-42"
    assert (len(waiting), len(pending)) == (0, 1)
    assert trail(city) == [("李明", "failure.resolve")]
    assert show(city, item_id).item.note == "电话核实"


async def test_a_discarded_delivery_lets_its_lane_go_on(city: World) -> None:
    (item_id,) = await refused(city, "1")
    resolve(city, item_id, How.DISCARDED)
    assert state_of(city, "water-a:FA-1:v1") is State.DISCARDED
    city.take(scheme("1", version=2))
    await city.pump()
    assert city.water.pushes[-1] == "water-a:FA-1:v2"


async def test_an_item_that_is_no_delivery_is_done(city: World) -> None:
    city.take(scheme("1"))
    await city.pump()
    city.hear(update(12, 1, stage=Stage.ACCEPTANCE, scheme_id="FA-1"))
    (item,) = items(city)
    resolve(city, item.id, How.DONE, note="误报")
    assert show(city, item.id).item.resolution == "done"
    assert items(city) == ()


@pytest.mark.parametrize("how", [How.DELIVERED, How.DISCARDED])
def test_an_item_that_is_no_delivery_cannot_be_called_delivered(city: World, how: How) -> None:
    city.take(scheme("1", project=project_body(area_code="511799")))
    (item,) = items(city)
    with pytest.raises(NotPossible) as refusal:
        resolve(city, item.id, how)
    assert refusal.value.message.id == "failure-needs-other-decision"
    assert [each.id for each in items(city)] == [item.id]


async def test_a_delivery_must_be_delivered_or_discarded_and_is_decided_once(city: World) -> None:
    (item_id,) = await refused(city, "1")
    with pytest.raises(NotPossible, match="failure-needs-other-decision"):
        resolve(city, item_id, How.DONE)
    resolve(city, item_id, How.DISCARDED)
    with pytest.raises(NotPossible, match="failure-closed"):
        resolve(city, item_id, How.DELIVERED)


async def test_a_delivery_under_way_cannot_be_decided(city: World, clock: SettableClock) -> None:
    (item_id,) = await refused(city, "1")
    with city.store.begin() as tx:
        detail = one.detail(tx, LI, item_id)
        assert detail.delivery is not None
        tx.connection.exec_driver_sql(f"UPDATE outbox SET state = 'sending' WHERE id = {detail.delivery.id}")
    with pytest.raises(NotPossible, match="failure-under-way"):
        resolve(city, item_id, How.DISCARDED)
    assert [item.id for item in items(city)] == [item_id]


def test_an_unknown_item_is_said_to_be_unknown(city: World) -> None:
    with pytest.raises(NotPossible, match="failure-unknown"):
        show(city, 42)

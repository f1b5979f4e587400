"""The carrier's stand-in: whatever it answers and notifies is as TM Forum publishes it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox.config import Config
from sandbox.tmf641.app import Carrier
from sandbox.world import World
from tests.adapters.support import raw_server
from tests.adapters.telecom.published import faults, schema
from tests.sandbox.carrier import Caller, Heard, an_order
from tests.sandbox.clients import Control
from tests.sandbox.conftest import city


@pytest.fixture
def configuration() -> dict[str, Any]:
    carrier = {
        "id": "telecom",
        "role": "utility",
        "kind": "telecom",
        "wire": "tmf641",
        "districts": ["511702"],
    }
    return city(counterparts=[carrier])


@pytest.fixture
def carrier(http: httpx.AsyncClient, announced: dict[str, Any]) -> Caller:
    return Caller(http, announced["counterparts"]["telecom"])


def test_its_address_is_the_published_one(announced: dict[str, Any]) -> None:
    assert announced["counterparts"]["telecom"]["base_url"].endswith(schema()["basePath"])


async def test_an_order_runs_through_its_states_with_a_milestone_for_each_step(
    carrier: Caller, control: Control
) -> None:
    placed = (await carrier.order()).json()
    assert (placed["state"], len(placed["milestone"])) == ("acknowledged", 1)
    await control.advance(60)
    (order,) = await carrier.orders()
    assert order["state"] == "completed"
    emitted = await control.effects("telecom", "event_emitted")
    assert [step["id"] for step in order["milestone"]] == [entry["business_key"] for entry in emitted]
    assert {step["name"].partition(".")[0] for step in order["milestone"]} == {
        "review",
        "application",
        "hookup",
        "acceptance",
    }
    assert order["orderDate"] < order["startDate"] < order["completionDate"]
    assert (await carrier.call("GET", f"/serviceOrder/{order['id']}")).json() == order


async def test_an_external_id_is_taken_once(carrier: Caller, control: Control) -> None:
    assert (await carrier.order()).status_code == 201
    assert (await carrier.order()).status_code == 409
    assert len(await control.effects("telecom", "scheme_taken")) == 1


async def test_an_amended_order_starts_over_and_the_same_amendment_again_changes_nothing(
    carrier: Caller, control: Control
) -> None:
    number = (await carrier.order()).json()["id"]
    await control.advance(1)
    newer = an_order(version="2", key="second", households=500)
    for _ in range(2):
        changed = await carrier.call("PATCH", f"/serviceOrder/{number}", newer)
        assert (changed.status_code, changed.json()["externalId"]) == (200, "second")
    assert [entry["facts"]["version"] for entry in await control.effects("telecom", "scheme_taken")] == [1, 2]
    older = await carrier.call("PATCH", f"/serviceOrder/{number}", an_order(key="third"))
    assert older.status_code == 409
    assert (await carrier.orders())[0]["externalId"] == "second"
    assert (await carrier.call("PATCH", "/serviceOrder/SO-9", newer)).status_code == 404


async def test_a_refused_order_is_none_and_says_why_by_place(carrier: Caller) -> None:
    refused = await carrier.order(area="511703")
    assert refused.status_code == 400
    (violation,) = refused.json()["violation"]
    assert violation["path"] == "/serviceOrderItem/0/service/place/0/areaCode"
    assert violation["allowed"] == ["511702"]
    refused = await carrier.order(households="many")
    assert refused.json()["violation"][0]["path"].endswith("/serviceCharacteristic/0/value")
    assert await carrier.orders() == []
    assert (await carrier.order()).status_code == 201


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"{}"])
async def test_what_is_no_order_is_refused(carrier: Caller, body: bytes) -> None:
    kind = {"content-type": "application/json;charset=utf-8"}
    answered = await carrier.http.post(
        f"{carrier.base}/serviceOrder", content=body, headers=carrier.auth | kind
    )
    assert answered.status_code == 400
    assert faults("Error", answered.json()) == []


async def test_a_cancelled_order_is_cancelled_once(carrier: Caller, control: Control) -> None:
    number = (await carrier.order()).json()["id"]
    task = {"serviceOrder": {"id": number}, "cancellationReason": "方案调整"}
    made = await carrier.call("POST", "/cancelServiceOrder", task)
    assert made.json()["state"] == "done"
    assert (await carrier.call("POST", "/cancelServiceOrder", task)).status_code == 409
    unknown = await carrier.call("POST", "/cancelServiceOrder", {"serviceOrder": {"id": "SO-9"}})
    assert unknown.status_code == 400
    (order,) = await carrier.orders()
    assert (order["state"], order["cancellationReason"]) == ("cancelled", "方案调整")
    listed = await carrier.call("GET", "/cancelServiceOrder", **{"serviceOrder.id": number})
    assert [each["id"] for each in listed.json()] == [made.json()["id"]]
    assert (await carrier.call("GET", f"/cancelServiceOrder/{made.json()['id']}")).json() == made.json()
    assert (await carrier.order(version="2", key="second")).status_code == 409
    assert len(await control.effects("telecom", "scheme_withdrawn")) == 1


async def test_lists_are_filtered_and_paged_and_say_how_many_there_are(
    carrier: Caller, control: Control
) -> None:
    for number in range(5):
        await carrier.order(key=f"key-{number}", scheme=f"FA-{number}")
    page = await carrier.call("GET", "/serviceOrder", offset="3", limit="10")
    assert (page.headers["x-total-count"], page.headers["x-result-count"]) == ("5", "2")
    (found,) = await carrier.orders(externalId="key-3")
    assert (await carrier.orders(**{"externalReference.name": "FA-3"})) == [found]
    assert len(await carrier.orders(state="acknowledged,held")) == 5
    assert await carrier.orders(state="held") == []
    await control.advance(40)
    latest = max(step["milestoneDate"] for each in await carrier.orders() for step in each["milestone"])
    changed = await carrier.orders(**{"milestone.milestoneDate.gte": latest})
    assert len(changed) == 1
    assert (await carrier.call("GET", "/serviceOrder", limit="0x")).status_code == 400


async def test_nobody_without_the_token_is_answered(carrier: Caller) -> None:
    carrier.auth = {"Authorization": "Bearer other"}
    for method, path in (("GET", "/serviceOrder"), ("GET", "/cancelServiceOrder/C-1")):
        assert (await carrier.call(method, path)).status_code == 401


async def test_what_is_not_there_is_said_as_published(carrier: Caller) -> None:
    for path in ("/serviceOrder/SO-9", "/cancelServiceOrder/C-9"):
        assert (await carrier.call("GET", path)).status_code == 404
    assert (await carrier.call("DELETE", "/hub/L9")).status_code == 404
    assert (await carrier.call("DELETE", "/serviceOrder/SO-9")).status_code == 405


@pytest.mark.parametrize(
    ("kind", "unlike"),
    [
        ("duplicate_events", lambda steps: steps * 2),
        ("out_of_order_events", lambda steps: steps[::-1]),
        ("unknown_status", lambda steps: [step | {"name": "review.unheardOf"} for step in steps]),
        ("late_events", lambda steps: steps[:-1]),
    ],
)
async def test_a_fault_spoils_the_milestones_and_nothing_else(
    carrier: Caller, control: Control, kind: str, unlike: Any
) -> None:
    await carrier.order()
    await control.advance(5)
    (plain,) = await carrier.orders()
    await control.fault("telecom", kind, operation="listServiceOrder", times=1)
    (spoilt,) = await carrier.orders()
    assert spoilt == plain | {"milestone": unlike(plain["milestone"])}
    assert spoilt != plain
    assert await carrier.orders() == [plain]


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    listener = Heard()
    async with raw_server(listener.take) as server:
        listener.url = f"{server.url}/in"
        yield listener


async def test_a_listener_hears_every_step_as_published(
    carrier: Caller, control: Control, heard: Heard
) -> None:
    registered = await carrier.call("POST", "/hub", {"callback": heard.url})
    assert registered.status_code == 201
    assert (await carrier.call("POST", "/hub", {"callback": heard.url})).status_code == 409
    number = (await carrier.order()).json()["id"]
    await carrier.call("PATCH", f"/serviceOrder/{number}", an_order(version="2", key="second"))
    await control.advance(60)
    await carrier.order(key="other", scheme="FA-2")
    (other,) = await carrier.orders(externalId="other")
    await carrier.call("POST", "/cancelServiceOrder", {"serviceOrder": {"id": other["id"]}})
    await control.advance(1)
    assert heard.kinds() >= {
        "ServiceOrderCreateEvent",
        "ServiceOrderMilestoneEvent",
        "ServiceOrderStateChangeEvent",
        "ServiceOrderAttributeValueChangeEvent",
        "CancelServiceOrderCreateEvent",
        "CancelServiceOrderStateChangeEvent",
    }
    assert [fault for each in heard.notifications for fault in faults(each["eventType"], each)] == []
    assert len({each["eventId"] for each in heard.notifications}) == len(heard.notifications)
    told = [
        each["event"]["serviceOrder"]["milestone"][-1]["id"]
        for each in heard.notifications
        if each["eventType"] == "ServiceOrderMilestoneEvent"
    ]
    emitted = await control.effects("telecom", "event_emitted")
    assert told == [entry["business_key"] for entry in emitted]
    assert (await carrier.call("DELETE", f"/hub/{registered.json()['id']}")).status_code == 204


async def test_a_question_for_more_goes_with_the_state_pending(
    carrier: Caller, control: Control, heard: Heard
) -> None:
    await carrier.call("POST", "/hub", {"callback": heard.url})
    for number in range(12):
        await carrier.order(key=f"key-{number}", scheme=f"FA-{number}")
    await control.advance(10)
    asked = [
        each for each in heard.notifications if each["eventType"] == "ServiceOrderInformationRequiredEvent"
    ]
    assert asked
    assert {each["event"]["serviceOrder"]["state"] for each in asked} == {"pending"}
    assert [fault for each in asked for fault in faults(each["eventType"], each)] == []


async def test_an_alert_is_part_of_the_order_and_is_sent(http: httpx.AsyncClient, heard: Heard) -> None:
    districts = ["511702"]
    only = {"id": "telecom", "role": "utility", "kind": "telecom", "wire": "tmf641", "districts": districts}
    world = World(Config.model_validate(city(counterparts=[only])))
    async with world.serving():
        address: dict[str, Any] = world.addresses()["telecom"]
        carrier = Caller(http, address)
        await carrier.call("POST", "/hub", {"callback": heard.url})
        number = (await carrier.order()).json()["id"]
        stand_in = world.utilities["telecom"]
        assert isinstance(stand_in, Carrier)
        stand_in.alert(number, "Critical", "管道堵塞")
        await world.advance(1)
        (order,) = await carrier.orders()
        assert [each["message"] for each in order["jeopardyAlert"]] == ["管道堵塞"]
    (alert,) = [each for each in heard.notifications if each["eventType"] == "ServiceOrderJeopardyEvent"]
    assert faults("ServiceOrderJeopardyEvent", alert) == []

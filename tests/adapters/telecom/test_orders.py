"""A scheme as a service order, judged by the published schema, and a carrier's answers that are not as they should."""

import json
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from adapters.contract import capabilities
from adapters.errors import ContractError, RejectedError
from adapters.http import Wiring
from adapters.protocols.tmf641.order import amendment_of, field_of, following, order_of
from adapters.protocols.tmf641.settings import Tmf641Settings
from adapters.telecom.adapter import TelecomAdapter
from models.problems import faults_of
from models.stage import UtilityKind
from tests.adapters.support import NAME, NOON, company
from tests.adapters.telecom.published import faults
from tests.adapters.telecom.sides import KEY, TAKEN_BACK, scheme
from tests.models.builders import CREDIT_CODE, DIGEST, WATER

BASE = "http://carrier.test/tmf-api/serviceOrdering/v4"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SETTINGS = {"base_url": BASE, "token": "geheim"}
CARRIER = company(UtilityKind.TELECOM)
POLYGON = {
    "crs": "EPSG:4545",
    "geometry": {
        "type": "Polygon",
        "coordinates": [[3455000, 452000], [3455000, 452100], [3455100, 452100], [3455000, 452000]],
    },
}


def settings() -> Tmf641Settings:
    return Tmf641Settings.model_validate(SETTINGS)


@pytest.mark.parametrize(
    "changes", [{}, {"site": POLYGON}, {"documents": []}, {"opinion_due": None}], ids=str
)
def test_an_order_is_as_published(changes: dict[str, Any]) -> None:
    wanted = scheme(**changes)
    order = order_of(wanted, CARRIER, KEY, settings())
    assert faults("ServiceOrder_Create", order) == []
    assert faults("ServiceOrder_Create", following(order, "SO-1", changes=True)) == []
    assert faults("ServiceOrder_Update", amendment_of(wanted, CARRIER, KEY, settings())) == []


def test_an_order_says_what_is_wanted_where_and_for_whom() -> None:
    order = order_of(scheme(site=POLYGON), CARRIER, KEY, settings())
    assert order["externalId"] == KEY
    references = {each["externalReferenceType"]: each["name"] for each in order["externalReference"]}
    assert references == {
        "schemeId": "FA-511702-2026-0007",
        "schemeVersion": "1",
        "projectCode": "2411-511703-04-01-249065",
    }
    (item,) = order["serviceOrderItem"]
    assert item["action"] == "add"
    wanted = {each["name"]: each["value"] for each in item["service"]["serviceCharacteristic"]}
    assert wanted == {"ftthHouseholds": 420, "equipmentRoom": True, "ductEntry": False}
    (place,) = item["service"]["place"]
    assert (place["spatialRef"], place["areaCode"]) == ("EPSG:4545", "511702")
    assert place["geometry"]["coordinates"][0][0] == [3455000, 452000]
    (document,) = item["service"]["relatedEntity"]
    assert (document["id"], document["@referredType"]) == (DIGEST, "Document")
    assert "href" not in document
    parties = {each["role"]: each for each in order["relatedParty"]}
    assert parties["developer"]["id"] == CREDIT_CODE
    assert parties["contact"]["contact"] == {"name": "李明", "phone": "13800000000"}
    assert (order["requestedStartDate"], order["requestedCompletionDate"]) == (
        "2026-03-02T01:00:00Z",
        "2026-03-09T10:00:00Z",
    )


def test_the_same_scheme_gives_the_same_order() -> None:
    assert order_of(scheme(), CARRIER, KEY, settings()) == order_of(scheme(), CARRIER, KEY, settings())


def test_a_scheme_that_asks_no_telecom_service_is_not_ordered() -> None:
    with pytest.raises(RejectedError) as raised:
        order_of(scheme(demands=[WATER]), CARRIER, KEY, settings())
    assert raised.value.message.id == "tmf641-no-demand"
    assert [fault.field for fault in raised.value.faults] == ["demands"]


@pytest.mark.parametrize(
    ("changes", "action"), [(True, "modify"), (False, "add")], ids=["in service", "nothing came of it"]
)
def test_an_order_after_one_that_has_ended_says_which(changes: bool, action: str) -> None:
    order = following(order_of(scheme(), CARRIER, KEY, settings()), "SO-1", changes=changes)
    assert order["orderRelationship"] == [{"id": "SO-1", "relationshipType": "supersedes"}]
    assert [item["action"] for item in order["serviceOrderItem"]] == [action]


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/serviceOrderItem/0/service/serviceCharacteristic/1/value", "demands.1.equipment_room"),
        ("/serviceOrderItem/0/service/serviceCharacteristic/7/value", "serviceOrderItem.0.service."),
        ("/serviceOrderItem/0/service/place/0/geometry/coordinates", "site.geometry.coordinates"),
        ("/externalReference/2/name", "project.code"),
        ("/relatedParty/1/contact/phone", "project.contact.phone"),
        ("/relatedParty/0/name", "project.developer"),
        ("/requestedCompletionDate", "opinion_due"),
        ("", "-"),
    ],
)
def test_a_place_in_an_order_is_told_as_the_schemes_own_field(pointer: str, field: str) -> None:
    assert field_of(pointer, scheme(demands=[WATER, scheme().demands[0]])).startswith(field)


def test_documents_travel_as_references_so_there_is_no_sending_of_files() -> None:
    assert capabilities(TelecomAdapter) == {
        "find_by_key",
        "withdraw_scheme",
        "fetch_updates",
        "reread",
        "read_callback",
    }


def test_a_callback_address_without_a_secret_is_refused() -> None:
    with pytest.raises(ValidationError) as raised:
        Tmf641Settings.model_validate(SETTINGS | {"callback_url": "https://hub.test/in"})
    assert [fault.message.id for fault in faults_of(raised.value)] == ["invalid-listener-without-secret"]
    secured = SETTINGS | {"callback_url": "https://hub.test/in", "webhook_secrets": [SECRET]}
    assert Tmf641Settings.model_validate(secured).callback_url == "https://hub.test/in"


class Answers:
    """A carrier that answers by route: `METHOD /path` without the base."""

    def __init__(self, **more: Any) -> None:
        self.routes: dict[str, httpx.Response] = {}
        self.asked: list[httpx.Request] = []
        transport = httpx.MockTransport(self._answer)
        self.adapter = TelecomAdapter.connect(
            CARRIER, SETTINGS | more, Wiring(transport=transport, clock=lambda: NOON)
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.routes[f"{request.method} {request.url.path.removeprefix('/tmf-api/serviceOrdering/v4')}"]


def listed(*items: Any, total: int | None = None) -> httpx.Response:
    headers = {} if total is None else {"x-total-count": str(total)}
    return httpx.Response(200, headers=headers, json=list(items))


def order(**more: Any) -> dict[str, Any]:
    return {"id": "SO-1", "state": "inProgress", "externalId": KEY} | more


def refused(status: int, **more: Any) -> httpx.Response:
    return httpx.Response(status, json={"code": "60", "reason": "号码不对，请联系 13912345678"} | more)


async def test_a_carrier_that_knows_no_filter_is_not_taken_for_one_that_holds_nothing() -> None:
    carrier = Answers()
    others = [order(id=f"SO-{number}", externalId="other") for number in range(20)]
    for total in (500, None):
        carrier.routes["GET /serviceOrder"] = listed(*others, total=total)
        with pytest.raises(ContractError):
            await carrier.adapter.find_by_key(KEY)
    carrier.routes["GET /serviceOrder"] = listed(*others, total=20)
    assert await carrier.adapter.find_by_key(KEY) is None
    carrier.routes["GET /serviceOrder"] = listed(*others, order(), total=500)
    found = await carrier.adapter.find_by_key(KEY)
    assert found is not None
    assert found.remote_ref == "SO-1"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"code": "x", "reason": "y"}),
        httpx.Response(200, json={"items": []}),
        httpx.Response(200, json=[{"id": "SO-1", "state": "lost", "externalId": KEY}]),
        httpx.Response(200, headers={"x-total-count": "many"}, json=[]),
        httpx.Response(200, headers={"x-total-count": "3"}, json=[]),
    ],
    ids=["404", "no list", "an unheard-of state", "no number", "more of nothing"],
)
async def test_a_list_that_is_not_as_published_says_nothing_of_a_key(answer: httpx.Response) -> None:
    carrier = Answers()
    carrier.routes["GET /serviceOrder"] = answer
    with pytest.raises(ContractError):
        await carrier.adapter.find_by_key(KEY)


async def test_a_conflict_about_another_order_is_a_refusal_in_their_words_without_a_telephone_number() -> (
    None
):
    carrier = Answers()
    carrier.routes |= {"POST /serviceOrder": refused(409), "GET /serviceOrder": listed(total=0)}
    with pytest.raises(RejectedError) as raised:
        await carrier.adapter.push_scheme(scheme(), key=KEY)
    assert raised.value.message.id == "tmf641-refused"
    assert "号码不对" in str(raised.value.message.params["words"])
    assert "13912345678" not in f"{raised.value.message} {raised.value.detail}"
    carrier.routes["POST /serviceOrder"] = httpx.Response(409)
    with pytest.raises(RejectedError) as raised:
        await carrier.adapter.push_scheme(scheme(), key=KEY)
    assert raised.value.message.id == "counterpart-refused"


@pytest.mark.parametrize(
    ("state", "call"),
    [
        ("acknowledged", "PATCH"),
        ("pending", "PATCH"),
        ("held", "PATCH"),
        ("rejected", "POST"),
        ("failed", "POST"),
        ("completed", "POST"),
    ],
)
async def test_an_order_under_way_is_changed_and_one_that_has_ended_is_followed(
    state: str, call: str
) -> None:
    carrier = Answers()
    ours = {"externalReference": [{"externalReferenceType": "schemeId", "name": "FA-511702-2026-0007"}]}
    carrier.routes |= {
        "GET /serviceOrder": listed(
            order(id="SO-0", state="cancelled", orderDate="2026-03-01T00:00:00Z", **ours),
            order(state=state, orderDate="2026-03-02T00:00:00Z", **ours),
            order(id="SO-2", state="inProgress"),
            total=3,
        ),
        "PATCH /serviceOrder/SO-1": httpx.Response(200, json=order()),
        "POST /serviceOrder": httpx.Response(201, json=order(id="SO-3")),
    }
    receipt = await carrier.adapter.push_scheme(scheme(version=2), key=KEY)
    assert carrier.asked[0].url.params["externalReference.name"] == "FA-511702-2026-0007"
    assert carrier.asked[-1].method == call
    assert receipt.remote_ref == ("SO-1" if call == "PATCH" else "SO-3")
    if call == "POST":
        assert json.loads(carrier.asked[-1].content)["orderRelationship"][0]["id"] == "SO-1"


async def test_a_cancellation_that_failed_is_asked_for_anew_and_one_that_fails_at_once_is_a_refusal() -> None:
    carrier = Answers()
    failed = {"id": "C-1", "state": "terminatedWithError", "serviceOrder": {"id": "SO-1"}}
    carrier.routes |= {
        "GET /cancelServiceOrder": listed(failed, total=1),
        "POST /cancelServiceOrder": httpx.Response(201, json=failed | {"id": "C-2", "state": "accepted"}),
    }
    receipt = await carrier.adapter.withdraw_scheme(TAKEN_BACK, "SO-1", key=f"{KEY}:w")
    assert receipt.remote_ref == "SO-1"
    sent = json.loads(carrier.asked[-1].content)
    assert (sent["cancellationReason"], faults("CancelServiceOrder_Create", sent)) == ("方案调整", [])
    answer = failed | {"errorMessage": {"reason": "已施工"}}
    carrier.routes["POST /cancelServiceOrder"] = httpx.Response(201, json=answer)
    with pytest.raises(RejectedError) as raised:
        await carrier.adapter.withdraw_scheme(TAKEN_BACK, "SO-1", key=f"{KEY}:w")
    assert raised.value.message.params == {"company": NAME, "words": "已施工"}


async def test_an_order_number_of_any_kind_stays_one_step_of_the_path() -> None:
    carrier = Answers()
    odd = "a/b?c 1"
    ours = {"externalReference": [{"externalReferenceType": "schemeId", "name": "FA-511702-2026-0007"}]}
    carrier.routes |= {
        "GET /serviceOrder": listed(order(id=odd, **ours), total=1),
        f"PATCH /serviceOrder/{odd}": httpx.Response(200, json=order(id=odd)),
    }
    await carrier.adapter.push_scheme(scheme(version=2), key=KEY)
    assert carrier.asked[-1].url.raw_path.endswith(b"/serviceOrder/a%2Fb%3Fc%201")

"""The judge judges: what is not as TM Forum publishes it is seen."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.adapters.telecom import published
from tests.adapters.telecom.published import check_exchange, faults, schema

BASE = "http://c.test/tmf-api/serviceOrdering/v4"
ORDER = {"serviceOrderItem": [{"id": "1", "action": "add", "service": {}}]}
KIND = "application/json;charset=utf-8"


def exchange(
    method: str = "POST",
    url: str = f"{BASE}/serviceOrder",
    kind: str = KIND,
    status: int = 201,
    body: Any = ORDER,
    answer: Any = ORDER,
) -> list[str]:
    sent = {} if body is None else {"json": body}
    request = httpx.Request(method, url, headers={"content-type": kind}, **sent)
    return check_exchange(request, httpx.Response(status, json=answer))


def test_what_is_published_passes() -> None:
    assert exchange() == []
    assert schema()["basePath"] == "/tmf-api/serviceOrdering/v4"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://c.test/tmf-api/serviceOrder/v4/serviceOrder"},
        {"url": f"{BASE}/serviceOrders"},
        {"method": "PUT"},
        {"kind": "application/json"},
        {"status": 202},
        {"body": {}},
        {"body": ORDER | {"externalID": "x"}},
        {"body": ORDER | {"requestedStartDate": "2026-03-02 01:00:00"}},
        {"body": {"serviceOrderItem": [{"id": "1", "action": "create", "service": {}}]}},
        {"answer": ORDER | {"state": "done"}},
        {"status": 400, "answer": {"code": "60"}},
    ],
    ids=str,
)
def test_what_is_not_published_is_seen(wrong: dict[str, Any]) -> None:
    assert len(exchange(**wrong)) > 0


def test_a_list_without_its_counts_is_seen() -> None:
    request = httpx.Request("GET", f"{BASE}/serviceOrder")
    counts = {"x-total-count": "0", "x-result-count": "0"}
    assert check_exchange(request, httpx.Response(200, json=[], headers=counts)) == []
    assert check_exchange(request, httpx.Response(200, json=[])) == [
        "X-Result-Count is missing",
        "X-Total-Count is missing",
    ]


def test_an_event_is_spelt_as_published() -> None:
    at = "2026-03-02T01:00:00Z"
    assert faults("ServiceOrderMilestoneEvent", {"timeOcurred": at}) == []
    assert faults("ServiceOrderMilestoneEvent", {"timeOccurred": at}) == [
        "$.timeOccurred is declared nowhere"
    ]


def test_without_the_schema_a_test_fails_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(published, "PUBLISHED", tmp_path / "tmf641-v4.1.0.swagger.json")
    with pytest.raises(pytest.fail.Exception, match="published schema is not at"):
        schema.__wrapped__()

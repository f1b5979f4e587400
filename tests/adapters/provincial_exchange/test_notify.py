"""The province is told of what was written, and the telling decides nothing."""

import json
import logging

import httpx
import pytest

from tests.adapters.province import project_record
from tests.adapters.provincial_exchange.support import PROJECT, Side, adapter_for, exchange_of

URL = "http://province.test/exchange/notify"


class Ear:
    """The province's address for notifications; `status` is its answer, `judges` whether it checks at once."""

    def __init__(self, side: Side) -> None:
        self.heard: list[httpx.Request] = []
        self.status = 202
        self.judges = False
        self._side = side

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request)
        if self.judges:
            await self._side.accept()
        return httpx.Response(self.status)


@pytest.fixture
async def side(sqlite_exchange: str) -> Side:
    return await exchange_of(sqlite_exchange)


async def test_the_province_is_told_once_a_batch_is_committed_and_only_then(side: Side) -> None:
    ear = Ear(side)
    adapter = adapter_for(
        side.url, transport=httpx.MockTransport(ear), notify_url=URL, notify_token="geheim-melder"
    )
    await adapter.record([project_record("dz-p-1"), project_record("dz-p-2")])
    (heard,) = ear.heard
    assert (heard.method, str(heard.url)) == ("POST", URL)
    assert json.loads(heard.content) == {"table": PROJECT, "rows": 2}
    assert heard.headers["authorization"] == "Bearer geheim-melder"
    await adapter.record([project_record("dz-p-1")])
    await adapter.find("project", ["dz-p-1"])
    assert len(ear.heard) == 1
    await adapter.aclose()
    await side.aclose()


async def test_what_the_province_judges_at_once_is_answered_at_once(side: Side) -> None:
    ear = Ear(side)
    ear.judges = True
    adapter = adapter_for(side.url, transport=httpx.MockTransport(ear), notify_url=URL)
    wrong = project_record().project.to_store()
    wrong["registration"]["industry_class"] = "77"
    wrong["engineering_code"] = "GC-2"
    answers = await adapter.record([project_record(), project_record("dz-p-2", project=wrong)])
    assert [(a.key, a.taken, a.pending) for a in answers] == [
        ("dz-p-1", True, False),
        ("dz-p-2", False, False),
    ]
    await adapter.aclose()
    await side.aclose()


@pytest.mark.parametrize("status", [401, 404, 500, 503])
async def test_a_notification_that_fails_is_logged_and_the_rows_wait_for_the_regular_check(
    side: Side, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Ear(side)
    ear.status = status
    adapter = adapter_for(
        side.url, transport=httpx.MockTransport(ear), notify_url=URL, notify_token="geheim-melder"
    )
    with caplog.at_level(logging.WARNING):
        (answer,) = await adapter.record([project_record()])
    assert answer.pending
    assert "was not notified of 1 rows" in caplog.text
    assert "geheim-melder" not in caplog.text
    await side.accept()
    assert (await adapter.find("project", ["dz-p-1"]))[0].taken
    await adapter.aclose()
    await side.aclose()

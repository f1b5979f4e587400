"""The province judges what stands in its exchange database, as its wire document has it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, insert, select

import sandbox
from sandbox.exchange.tables import metadata
from tests.sandbox.clients import Control, row
from tests.sandbox.conftest import city

PROJECT, CASE, EVENT = "SPGL_XMJBXXB", "SPGL_XMSPSXBLXXB", "SPGL_XMSPSXBLXXXXB"


@dataclass
class Side:
    """A city that writes into the database by hand, and the stand-in's control port."""

    url: str
    control: Control
    http: httpx.AsyncClient
    announced: dict[str, Any]

    def put(self, table: str, name: str, **columns: Any) -> None:
        """Insert the wire documents' example row, with these columns."""
        content = {
            column: datetime.strptime(value, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - China time by the standard
            if column in ("NKGSJ", "NJCSJ", "BLSJ")
            else value
            for column, value in row(name, **columns).items()
            if value is not None
        }
        engine = create_engine(self.url)
        with engine.begin() as connection:
            connection.execute(insert(metadata.tables[table]), [content])
        engine.dispose()

    def states(self, table: str) -> list[tuple[int, str | None]]:
        """Upload state and reason of each row."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            columns = metadata.tables[table].c
            found = connection.execute(select(columns.SJSCZT, columns.SBYY).order_by(columns.LSH))
            states = [(state, reason) for state, reason in found]
        engine.dispose()
        return states

    async def check(self) -> dict[str, Any]:
        """One regular check, now; the state after it."""
        response = await self.control.ask("POST", "exchange")
        assert response.status_code == 200
        return dict(response.json())


@pytest.fixture
async def side(tmp_path: Path, http: httpx.AsyncClient) -> AsyncIterator[Side]:
    url = f"sqlite:///{tmp_path / 'exchange.db'}"
    province = {"id": "province", "role": "province", "exchange_url": url}
    async with sandbox.running(city(counterparts=[province])) as announced:
        yield Side(url, Control(http, announced["control"]), http, announced)


async def test_a_row_is_checked_in_one_pass_and_accepted_in_the_next(side: Side) -> None:
    side.put(PROJECT, "project")
    assert side.states(PROJECT) == [(0, None)]
    state = await side.check()
    assert side.states(PROJECT) == [(1, None)]
    assert (state["settled"], state["pending"]) == (False, 1)
    state = await side.check()
    assert side.states(PROJECT) == [(3, None)]
    assert state["settled"]
    (entry,) = await side.control.effects("province", "row_taken")
    assert (entry["facts"]["table"], entry["facts"]["LSH"]) == (PROJECT, "1")


async def test_a_working_day_brings_a_check(side: Side) -> None:
    side.put(PROJECT, "project")
    assert not (await side.control.ask("GET", "state")).json()["settled"]
    await side.control.advance(2)
    assert side.states(PROJECT) == [(3, None)]


async def test_a_row_that_breaks_a_rule_fails_with_column_and_reason_and_its_neighbour_does_not(
    side: Side,
) -> None:
    side.put(PROJECT, "project", GCHYFL="77")
    side.put(PROJECT, "project", DFSJZJ="p-2")
    await side.check()
    (failed, reason), (checked, none) = side.states(PROJECT)
    assert (failed, checked, none) == (2, 1, None)
    assert reason == "GCHYFL：工程行业分类 77 不在省级字典内"
    assert (await side.control.ledger())["refusals"] == {"province": {"DICTIONARY": 1}}


async def test_a_child_needs_a_parent_that_is_accepted(side: Side) -> None:
    side.put(PROJECT, "project")
    side.put(CASE, "case")
    await side.check()
    assert side.states(CASE) == [(2, "上级数据尚未入库")]
    side.put(CASE, "case", DFSJZJ="c-2")
    await side.check()
    side.put(EVENT, "event")
    await side.check()
    assert [state for state, _ in side.states(CASE)] == [2, 3]
    assert [state for state, _ in side.states(EVENT)] == [1]


async def test_an_orphan_fails(side: Side) -> None:
    side.put(EVENT, "event")
    await side.check()
    ((state, reason),) = side.states(EVENT)
    assert state == 2
    assert "上级数据尚未入库" in (reason or "")


async def test_a_correction_retires_what_stands(side: Side) -> None:
    side.put(PROJECT, "project")
    await side.check()
    side.put(PROJECT, "project", DFSJZJ="p-void", SJYXBS=0, SJWXYY="有误")
    side.put(PROJECT, "project", DFSJZJ="p-fresh", XZQHDM="511703")
    await side.check()
    await side.check()
    assert [state for state, _ in side.states(PROJECT)] == [3, 3, 3]
    assert (await side.control.ledger())["twice"] == []


async def test_a_notification_is_answered_when_everything_is_judged(side: Side) -> None:
    province = side.announced["counterparts"]["province"]
    side.put(PROJECT, "project")
    refused = await side.http.post(province["notify_url"], json={})
    assert (refused.status_code, side.states(PROJECT)) == (401, [(0, None)])
    headers = {"authorization": f"Bearer {province['token']}"}
    told = await side.http.post(province["notify_url"], json={"table": PROJECT, "rows": 1}, headers=headers)
    assert (told.status_code, side.states(PROJECT)) == (202, [(3, None)])
    assert province["exchange_url"] == side.url


async def test_a_province_without_an_exchange_database_has_no_check(tmp_path: Path, control: Control) -> None:
    assert (await control.ask("POST", "exchange")).status_code == 404

"""A hub at work with the exchange database as its mirror: everything recorded once, whatever happens."""

import asyncio
import random
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.liaison.retrying import retry
from hub.people.person import operator
from hub.settings import read_settings
from hub.store import desk, figures, outbox
from tests.adapters.provincial_exchange.cutting import wire_to
from tests.adapters.provincial_exchange.town import MIRROR, keys_held, running_town, settle_home
from tests.durability.city import NO_FAILURES, City, make_home
from tests.durability.claims import check_settled
from tests.durability.days import live

TABLES = ("SPGL_XMJBXXB", "SPGL_XMSPSXBLXXB", "SPGL_XMSPSXBLXXXXB")


async def recorded(city: City) -> dict[str, int]:
    """Rows that stand at the province, by table."""
    counts = (await city.get("/state"))["counterparts"]["province"]
    return {table: counts[table] for table in TABLES}


async def facts(city: City) -> set[str]:
    """What is recorded at the province, whatever its keys."""
    return {key for (_, key), times in (await city.ledger()).effects("row_taken").items() if times}


@pytest.mark.parametrize("gate", ["accepted", "checked"])
async def test_everything_is_recorded_and_a_second_run_writes_nothing(
    tmp_path: Path, exchange_url: str, gate: str
) -> None:
    async with running_town(3, exchange_url) as city:
        settle_home(tmp_path / "home", city, exchange_url, gate=gate)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            await live(hub, city)
            await check_settled(city, hub)
            held = keys_held(exchange_url)
            assert set(held.values()) == {1}
            assert not any("~" in key for key in held)
            report = await run_cycle(hub, wait_for_leases=True)
            assert (report.sent, report.attention, report.mirrored.as_dict()) == (0, 0, {})
            assert keys_held(exchange_url) == held
            with hub.store.read() as tx:
                assert desk.open_items(tx) == ()


async def test_the_exchange_database_holds_what_the_gateway_would(
    tmp_path: Path, sqlite_exchange: str
) -> None:
    async with running_town(3, None) as city:
        make_home(tmp_path / "gateway", city)
        async with open_hub(read_settings(tmp_path / "gateway")) as hub:
            await live(hub, city)
        by_gateway, standing = await facts(city), await recorded(city)
    async with running_town(3, sqlite_exchange) as city:
        notify = city.announcement["counterparts"]["province"]["notify_url"]
        settle_home(tmp_path / "home", city, sqlite_exchange, notify_url=notify)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            await live(hub, city)
        assert await facts(city) == by_gateway
        assert await recorded(city) == standing
        assert min(standing.values()) > 0


async def test_a_row_that_fails_its_check_is_a_desk_item_with_the_reason_and_is_recorded_once_mended(
    tmp_path: Path, exchange_url: str
) -> None:
    wrong = NO_FAILURES | {"refused_rows": 1}
    async with running_town(5, exchange_url, failures=wrong, revised=0, withdrawn=0) as city:
        settle_home(tmp_path / "home", city, exchange_url)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            item = await _until_parked(hub, city)
            assert item.message.id == "province-check-failed"
            assert "不在省级字典内" in str(item.message.params["words"])
            assert [fault.field for fault in item.faults] == ["project.registration.industry_class"]
            assert item.destination == MIRROR
            await city.post("/mend", {})
            with hub.store.begin() as tx:
                assert retry(tx, operator("li"), [item.id]).retried == (item.id,)
            await live(hub, city)
            await check_settled(city, hub)
            assert [key for key in keys_held(exchange_url) if key.endswith("~2")] != []


async def _until_parked(hub: Hub, city: City) -> desk.Item:
    """Days pass until something waits for a person."""
    for _ in range(20):
        await run_cycle(hub, wait_for_leases=True)
        with hub.store.read() as tx:
            items = desk.open_items(tx)
        if items:
            return items[0]
        await city.post("/advance", {"days": 1})
    raise AssertionError("nothing was refused")


@pytest.mark.mariadb
@pytest.mark.parametrize("reached", [True, False], ids=["after", "before"])
async def test_commits_whose_answer_is_lost_leave_no_duplicate(
    tmp_path: Path, mariadb_exchange: str, reached: bool
) -> None:
    url = make_url(mariadb_exchange)
    chance = random.Random(7)
    async with running_town(9, mariadb_exchange) as city, wire_to("127.0.0.1", url.port or 0) as wire:
        through = url.set(port=wire.port).render_as_string()
        settle_home(tmp_path / "home", city, through)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            wire.pass_on = reached

            async def trouble() -> None:
                wire.cut_at = b"COMMIT" if wire.cuts < 8 and chance.random() < 0.7 else None

            wire.cut_at = b"COMMIT"
            await live(hub, city, each_day=trouble)
            assert wire.cuts > 3
            await check_settled(city, hub)
            held = keys_held(mariadb_exchange)
            assert set(held.values()) == {1}
            assert not any("~" in key for key in held)


async def _run(home: Path, city: City, *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.durability.days", str(home), city.announcement["control"], *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, errors = await process.communicate()
    assert process.returncode is not None
    assert process.returncode <= 0, errors.decode()
    return process.returncode, printed.decode()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
async def test_a_run_killed_at_any_moment_leaves_no_duplicate_and_settles_on_the_next(
    tmp_path: Path, seed: int, sqlite_exchange: str
) -> None:
    die_at = random.Random(seed).randrange(1, 600)
    async with running_town(seed, sqlite_exchange) as city:
        settle_home(tmp_path / "home", city, sqlite_exchange)
        code, _ = await _run(tmp_path / "home", city, "--die-at", str(die_at))
        assert code == -9, f"the run ended before its moment {die_at} of seed {seed}"
        code, _ = await _run(tmp_path / "home", city)
        assert code == 0
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            await check_settled(city, hub)
            with hub.store.read() as tx:
                assert outbox.waiting_count(tx) == 0
                assert figures.events(tx) > 0
        held = keys_held(sqlite_exchange)
        assert set(held.values()) == {1}
        assert not any("~" in key for key in held)

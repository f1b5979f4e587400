"""Carriers among the hub's counterparts, from the joint review to the province: nothing lost, nothing twice."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.errors import AuthError
from hub.bootstrap import Hub, open_hub
from hub.cli.intake import city_of
from hub.pulling import receive
from hub.settings import read_settings
from hub.store import desk, figures
from tests.adapters.telecom.sides import listening
from tests.durability.city import STAGES, City, make_home, running_city
from tests.durability.claims import check_settled
from tests.durability.days import live

DISTRICTS = ["511702", "511703"]
CARRIERS = ("telecom-a", "telecom-b")
DAYS = 5
"""Working days between two cycles."""


def carrier(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "role": "utility",
        "kind": "telecom",
        "wire": "tmf641",
        "districts": DISTRICTS,
        "name": name,
    }


@asynccontextmanager
async def telecom_city(home: Path, **config: Any) -> AsyncIterator[tuple[City, Hub]]:
    """Two carriers and a gas company over the open gateway, with a hub that speaks with all of them."""
    counterparts = [
        {"id": "province", "role": "province", "name": "省工改系统"},
        {"id": "gas-a", "role": "utility", "kind": "gas", "name": "燃气公司", "districts": DISTRICTS},
        *map(carrier, CARRIERS),
    ]
    callback = config.pop("callback", None)
    wanted: dict[str, Any] = {
        "projects": 4,
        "kinds": ["gas", "telecom"],
        "counterparts": counterparts,
    } | config
    async with running_city(seed=21, **wanted) as city:
        make_home(home, city)
        speak_tmf641(home, city, callback)
        async with open_hub(read_settings(home)) as hub:
            yield city, hub


def speak_tmf641(home: Path, city: City, callback: str | None) -> None:
    """Give the carriers of a home their own adapter, and the province items for their matters."""
    path = home / "liandong.toml"
    heading = "[authorities.settings.items]"
    items = [f'telecom.{stage} = {{ code = "telecom-{stage}", version = 1 }}' for stage in STAGES]
    text = path.read_text(encoding="utf-8").replace(heading, "\n".join([heading, *items]), 1)
    for name in CARRIERS:
        party = city.announcement["counterparts"][name]
        (home / "secrets" / f"{name}-webhook").write_text(party["webhook_secret"])
        head, company, rest = text.partition(f'id = "{name}"')
        rest = rest.replace('adapter = "gateway"', 'adapter = "telecom"', 1)
        base = f"base_url = {json.dumps(party['base_url'])}"
        more = [base, "page_size = 3", f'webhook_secrets = [{{ file = "secrets/{name}-webhook" }}]']
        if callback:
            more.append(f"callback_url = {json.dumps(f'{callback}/{name}')}")
        text = head + company + rest.replace(base, "\n".join(more), 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def test_every_carrier_gets_every_scheme_and_all_that_happens_is_recorded(home: Path) -> None:
    async with telecom_city(home) as (city, hub):
        await live(hub, city, days=DAYS)
        await check_settled(city, hub)
        taken = (await city.ledger()).effects("scheme_taken")
        first, second = ({key for (who, key) in taken if who == name} for name in CARRIERS)
        assert first == second
        assert {key.rpartition("/")[2] for key in first} == {"v1", "v2"}
        with hub.store.read() as tx:
            assert [item.message for item in desk.open_items(tx)] == []


async def test_files_are_sent_to_those_whose_wire_carries_them_and_to_nobody_else(home: Path) -> None:
    async with telecom_city(home) as (city, hub):
        assert hub.city.without_documents == city_of(hub.settings).without_documents == set(CARRIERS)
        await live(hub, city, days=DAYS)
        with hub.store.read() as tx:
            rows = tx.connection.exec_driver_sql(
                "SELECT destination FROM outbox WHERE kind = 'document.send'"
            )
            assert set(rows.scalars()) == {"gas-a"}


FAULTS: dict[str, dict[str, Any]] = {
    "a refused connection": {"kind": "refuse_connection"},
    "500 with effect": {"kind": "status", "status": 500, "times": 3, "effect": True},
    "503 with a wish to wait": {"kind": "status", "status": 503, "retry_after": "1", "times": 2},
    "a timeout after the effect": {"kind": "timeout_after", "times": 1},
    "a reply cut after the effect": {"kind": "cut_reply", "times": 3, "effect": True},
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_that_heals_leaves_no_trace(home: Path, fault: str) -> None:
    async with telecom_city(home) as (city, hub):
        days = 0

        async def trouble() -> None:
            nonlocal days
            days += 1
            if days in (1, 3):
                await city.fault(CARRIERS[0], **FAULTS[fault])
            elif days in (2, 4):
                await city.clear_faults()

        await live(hub, city, days=DAYS, each_day=trouble)
        await check_settled(city, hub)


@pytest.mark.parametrize("operation", ["createServiceOrder", "createCancelServiceOrder", "patchServiceOrder"])
async def test_an_order_whose_answer_was_lost_is_asked_for_and_not_sent_again(
    home: Path, operation: str
) -> None:
    async with telecom_city(home) as (city, hub):
        for name in CARRIERS:
            await city.fault(name, "timeout_after", operation=operation, times=1)
        await live(hub, city)  # often enough that a version 2 finds its order under way
        await check_settled(city, hub)
        report = (await city.ledger()).report
        assert [report["faults"][name] for name in CARRIERS] == [{"timeout_after": 1}] * 2
        schemes = sum((await city.ledger()).effects("scheme_taken").values())
        asked = [report["requests"][each] for each in ("gas-a", *CARRIERS)]
        sent = asked[0]["submitScheme"] + sum(
            each["createServiceOrder"] + each["patchServiceOrder"] for each in asked[1:]
        )
        assert sent == schemes


async def test_notifications_that_came_and_readings_that_follow_count_once(home: Path) -> None:
    async with listening() as listener, telecom_city(home, callback=listener.url) as (city, hub):

        async def hear() -> None:
            while not listener.messages.empty():
                headers, body = listener.messages.get_nowait()
                await take_in(hub, headers, body)

        await live(hub, city, days=DAYS, each_day=hear)
        await check_settled(city, hub)


async def test_notifications_alone_tell_everything_but_a_lost_one_is_made_up_by_the_next(home: Path) -> None:
    async with listening() as listener, telecom_city(home, callback=listener.url, withdrawn=0) as (city, hub):
        heard = 0

        async def hear() -> None:
            nonlocal heard
            while not listener.messages.empty():
                headers, body = listener.messages.get_nowait()
                heard += 1
                if heard % 3:  # every third is lost
                    await take_in(hub, headers, body)

        await live(hub, city, days=DAYS, each_day=hear)
        await check_settled(city, hub)
        assert heard > 20


async def take_in(hub: Hub, headers: dict[str, str], body: bytes) -> None:
    """What the door for callbacks does with a message: the company whose secret fits takes it."""
    for name in CARRIERS:
        try:
            page = hub.counterparts.utilities[name].adapter.read_callback(headers, body)
        except AuthError:
            continue  # signed by the other carrier
        with hub.store.begin() as tx:
            receive(tx, name, page.updates, hub.city)
        return
    raise AssertionError("signed by nobody")


async def test_no_exchange_that_is_kept_tells_a_contact(home: Path) -> None:
    async with telecom_city(home) as (city, hub):
        await live(hub, city, days=DAYS)
        with hub.store.read() as tx:
            kept = "".join(
                map(str, tx.connection.exec_driver_sql("SELECT exchange FROM attempt").scalars().all())
            )
            bodies = tx.connection.exec_driver_sql("SELECT body FROM scheme").scalars().all()
            assert figures.events(tx) > 0
        people = [
            json.loads(body)["project"]["contact"] if isinstance(body, str) else body for body in bodies
        ]
        assert "ContactParty" in kept
        assert len(people) >= 4
        for person in people:
            assert person["phone"] not in kept
            assert person["name"] not in kept

"""A power company among the hub's counterparts, from the joint review to the province: nothing lost, nothing twice."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from hub.bootstrap import Hub, open_hub
from hub.settings import read_settings
from hub.store import desk, figures
from inbound.app import create_app
from sandbox.calls import whole_body
from sandbox.server import Server
from tests.adapters.power.schemas import unlike
from tests.durability.city import STAGES, City, make_home, running_city
from tests.durability.claims import check_settled
from tests.durability.days import live

POWER = "power-a"
DISTRICTS = ["511702", "511703"]


@asynccontextmanager
async def power_city(home: Path, **config: Any) -> AsyncIterator[tuple[City, Hub]]:
    """A power company on its own wire and a gas company over the open gateway, with a hub that speaks with both."""
    company = {"role": "utility", "districts": DISTRICTS}
    counterparts = [
        {"id": "province", "role": "province", "name": "省工改系统"},
        {"id": "gas-a", "kind": "gas", "name": "燃气公司", **company},
        {"id": POWER, "kind": "power", "name": "供电公司", "wire": "iec61968", **company},
    ]
    wanted: dict[str, Any] = {"projects": 4, "kinds": ["gas", "power"], "counterparts": counterparts} | config
    async with running_city(seed=23, **wanted) as city:
        make_home(home, city)
        speak_iec61968(home, city.announcement["counterparts"][POWER])
        async with open_hub(read_settings(home)) as hub:
            yield city, hub


def speak_iec61968(home: Path, party: dict[str, Any]) -> None:
    """Give the power company of a home its own adapter, and the province items for its matters."""
    path = home / "liandong.toml"
    (home / "secrets" / "events").write_text(party["webhook_secret"])
    heading = "[authorities.settings.items]"
    items = [f'power.{stage} = {{ code = "power-{stage}", version = 1 }}' for stage in STAGES]
    text = path.read_text(encoding="utf-8").replace(heading, "\n".join([heading, *items]), 1)
    head, company, rest = text.partition(f'id = "{POWER}"')
    rest = rest.replace('adapter = "gateway"', 'adapter = "power"', 1).replace(
        "token = ",
        f'callback_secrets = [{{ file = "secrets/events" }}]\nkey_id = {json.dumps(party["key_id"])}\n'
        "page_size = 5\nsecret = ",
        1,
    )
    path.write_text(head + company + rest, encoding="utf-8")


class Door:
    """The hub's own door for callbacks, watched: what came, what was answered; closed while `shut`."""

    def __init__(self, hub: Hub) -> None:
        self._app = create_app(hub)
        self.events: list[bytes] = []
        self.answers: list[int] = []
        self.acknowledgements: list[bytes] = []
        self.shut = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, again = await whole_body(receive, 1 << 20)
        self.events.append(body)

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answers.append(message["status"])
            elif self.answers[-1] == 200 and message.get("body"):
                self.acknowledgements.append(message["body"])
            await send(message)

        app = Response(status_code=503) if self.shut else self._app
        await app(scope, again, watch)


@asynccontextmanager
async def told_at(city: City, hub: Hub) -> AsyncIterator[Door]:
    """A door that the company posts its events to."""
    door = Door(hub)
    server = Server(door)
    await server.start()
    try:
        await city.post("/callbacks", {"counterpart": POWER, "url": f"{server.address}/callbacks/{POWER}"})
        yield door
    finally:
        await server.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def test_schemes_versions_and_withdrawals_reach_it_and_all_that_happens_is_recorded(home: Path) -> None:
    async with power_city(home) as (city, hub):
        await live(hub, city)
        await check_settled(city, hub)
        ledger = await city.ledger()
        taken = [key for who, key in ledger.effects("scheme_taken") if who == POWER]
        assert {key.rpartition("/")[2] for key in taken} == {"v1", "v2"}
        assert any(who == POWER for who, _ in ledger.effects("scheme_withdrawn"))
        assert any(who == POWER for who, _ in ledger.effects("document_completed"))
        with hub.store.read() as tx:
            assert [item.message for item in desk.open_items(tx)] == []


FAULTS: dict[str, dict[str, Any]] = {
    "a refused connection": {"kind": "refuse_connection"},
    "an outcome left open in a reply of HTTP 200": {
        "kind": "status",
        "status": 500,
        "times": 3,
        "effect": True,
    },
    "502 of a proxy, with effect": {"kind": "proxy_status", "status": 502, "times": 3, "effect": True},
    "busy, in a reply of HTTP 200": {"kind": "status", "status": 503, "retry_after": "1", "times": 2},
    "a timeout after the effect": {"kind": "timeout_after", "times": 1},
    "a reply cut after the effect": {"kind": "cut_reply", "times": 3, "effect": True},
    "events recorded late": {"kind": "late_events"},
    "events disordered": {"kind": "out_of_order_events"},
    "events repeated": {"kind": "duplicate_events"},
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_that_heals_leaves_no_trace(home: Path, fault: str) -> None:
    async with power_city(home) as (city, hub):
        days = 0

        async def trouble() -> None:
            nonlocal days
            days += 1
            if days in (1, 3):
                await city.fault(POWER, **FAULTS[fault])
            elif days in (2, 4):
                await city.clear_faults()

        await live(hub, city, each_day=trouble)
        await check_settled(city, hub)


async def test_events_that_were_posted_are_acknowledged_after_their_commit_and_count_once(home: Path) -> None:
    async with power_city(home) as (city, hub), told_at(city, hub) as door:
        await live(hub, city)
        await check_settled(city, hub)
        acknowledged = (await city.ledger()).effects("webhook_taken")
        assert len(door.acknowledgements) == sum(acknowledged.values()) > 10
        assert [fault for each in (*door.events, *door.acknowledgements) for fault in unlike(each)] == []
        assert set(door.answers) == {200}


async def test_an_event_that_was_not_kept_is_posted_again_until_it_is_acknowledged(home: Path) -> None:
    async with power_city(home) as (city, hub), told_at(city, hub) as door:
        door.shut = True

        async def mend() -> None:
            door.shut = len(door.answers) < 5

        await live(hub, city, each_day=mend)
        await check_settled(city, hub)
        assert set(door.answers) == {200, 503}
        told = (await city.ledger()).effects("webhook_taken")
        assert set(told.values()) == {1}


async def test_a_forged_event_changes_nothing(home: Path) -> None:
    async with power_city(home) as (city, hub), told_at(city, hub) as door:
        await city.fault(POWER, "forge_webhook", times=3)
        await live(hub, city)
        await check_settled(city, hub)
        assert door.answers.count(401) == 3


async def test_no_exchange_that_is_kept_tells_a_contact_or_a_handler(home: Path) -> None:
    async with power_city(home) as (city, hub):
        await live(hub, city)
        with hub.store.read() as tx:
            read = tx.connection.exec_driver_sql
            kept = "".join(map(str, read("SELECT exchange FROM attempt").scalars().all()))
            bodies = [json.loads(str(body)) for body in read("SELECT body FROM scheme").scalars().all()]
            assert figures.events(tx) > 0
        assert "SupplyScheme" in kept
        assert len(bodies) >= 4
        for body in bodies:
            person = body["project"]["contact"]
            assert person["phone"] not in kept
            assert person["name"] not in kept

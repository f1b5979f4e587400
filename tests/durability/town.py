"""A town of five wires to break things in: water, power, gas, telecom and the province, each as its wire document says.

The stand-ins run in this process; the hub's home lies beside them and is configured as the demo configures its own.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sandbox
from hub.demo import parties
from tests.durability.city import NO_FAILURES, City

DISTRICTS: Final = ["511702", "511703"]
WATER, POWER, GAS, TELECOM, PROVINCE = "water-a", "power-a", "gas-a", "telecom-a", "province"
WIRES: Final = {
    WATER: ("water", "gateway"),
    POWER: ("power", "iec61968"),
    GAS: ("gas", "batch"),
    TELECOM: ("telecom", "tmf641"),
}
CALLING_BACK: Final = (WATER, POWER)
"""One of them by turns, from seed to seed: what calls back may tell things out of order, what is read may not."""

QUICK: Final = {
    "schedule": ["50ms"],
    "lease": "150ms",
    "breaker_open": "50ms",
    "breaker_open_max": "50ms",
}
"""Delivery for programmes that live by the real clock: what takes minutes elsewhere takes milliseconds."""


@dataclass(frozen=True)
class Town(City):
    """A running town, and what it was asked to play."""

    config: dict[str, Any]


@asynccontextmanager
async def running_town(
    seed: int,
    *,
    projects: int = 4,
    door: str | None = None,
    transport: str = "folder",
    kinds: tuple[str, ...] = ("water", "power", "gas", "telecom"),
    **config: Any,
) -> AsyncIterator[Town]:
    """The stand-ins over `projects` projects. One company calls back at `door`, the base of a hub's callbacks."""
    utilities = [
        {
            "id": id,
            "role": "utility",
            "kind": kind,
            "wire": wire,
            "name": f"{id}公司",
            "districts": DISTRICTS,
            "callback_url": f"{door}/{id}" if door and id == CALLING_BACK[seed % 2] else None,
        }
        | ({"transport": transport} if wire == "batch" else {})
        for id, (kind, wire) in WIRES.items()
        if kind in kinds
    ]
    wanted = {
        "seed": seed,
        "projects": projects,
        "kinds": list(kinds),
        "districts": DISTRICTS,
        "counterparts": [{"id": PROVINCE, "role": "province", "name": "省工改系统"}, *utilities],
        "push_days": 2,
        "revised": 1,
        "withdrawn": 1,
        "failures": NO_FAILURES,
    } | config
    async with sandbox.running(wanted) as announcement:
        yield Town(announcement, wanted)


def make_home(
    home: Path,
    town: City,
    *,
    store_url: str,
    delivery: Mapping[str, Any] = QUICK,
    limits: dict[str, Any] | None = None,
) -> None:
    """A hub's home folder for `town` over a store that is migrated already."""
    home.mkdir(parents=True)
    bounds = {"concurrency": 8, "rate_per_second": 1000.0, "deadline": "2s"} | (limits or {})
    announced = _with_folders(town)
    authorities = parties.authorities(home, announced)
    companies = [_by_sftp(home, announced, each) for each in parties.companies(home, announced)]
    lines = ["[delivery]", *_entries(delivery), "[store]", f"url = {json.dumps(store_url)}"]
    for section, each in [
        *(("authorities", each) for each in authorities),
        *(("companies", each) for each in companies),
    ]:
        lines += [f"[[{section}]]", *_entries(each | {"limits": bounds})]
    (home / "liandong.toml").write_text("\n".join(lines), encoding="utf-8")


def _with_folders(town: City) -> dict[str, Any]:
    # The demo exchanges files in folders alone; a company behind SFTP is configured here.
    announced = {id: {"folder": ""} | party for id, party in town.announcement["counterparts"].items()}
    return {"counterparts": announced}


def _by_sftp(home: Path, announced: Mapping[str, Any], company: dict[str, Any]) -> dict[str, Any]:
    party = announced["counterparts"][company["id"]]
    if "host_key" not in party:
        return company
    (home / parties.SECRETS / company["id"]).write_text(party["password"])
    password = {"file": f"{parties.SECRETS}/{company['id']}"}
    settings = {name: party[name] for name in ("host", "port", "user")}
    return company | {"settings": settings | {"password": password, "host_keys": [party["host_key"]]}}


def _entries(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    match value:
        case Mapping():
            return "{ " + ", ".join(_entries(value)) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)

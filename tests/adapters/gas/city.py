"""A small city whose gas company exchanges batch files, and a hub's home beside it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.durability import city as plain
from tests.durability.city import City, running_city

DISTRICTS = ["511702", "511703"]


@asynccontextmanager
async def running(seed: int, *, transport: str = "folder", **config: Any) -> AsyncIterator[City]:
    """The durability suite's city with a gas company by files, over a folder or SFTP."""
    utility = {"role": "utility", "districts": DISTRICTS}
    counterparts = [
        {"id": "province", "role": "province", "name": "省工改系统"},
        {"id": "water-a", "kind": "water", "name": "供水公司", **utility},
        {
            "id": "gas-a",
            "kind": "gas",
            "name": "燃气公司",
            "wire": "batch",
            "transport": transport,
            **utility,
        },
    ]
    async with running_city(seed, **{"counterparts": counterparts, **config}) as city:
        yield city


def make_home(home: Path, city: City) -> None:
    """The durability suite's home, its gas company reached by files."""
    plain.make_home(home, city)
    party = city.announcement["counterparts"]["gas-a"]
    file = home / "liandong.toml"
    before, _, after = file.read_text("utf-8").partition('id = "gas-a"')
    common, _, rest = after.partition("[companies.settings]\n")
    _, _, rest = rest.partition("token")
    rest = rest.partition("\n")[2]
    common = common.replace('adapter = "gateway"', 'adapter = "gas"')
    settings = "\n".join(f"{name} = {json.dumps(value)}" for name, value in settings_of(party).items())
    settings = settings.replace('"<password>"', '{ file = "secrets/gas-a" }')
    file.write_text(f'{before}id = "gas-a"{common}[companies.settings]\n{settings}\n{rest}', "utf-8")


def settings_of(party: dict[str, Any]) -> dict[str, Any]:
    """What the adapter is configured with for an announced company; the password as a place to fill."""
    if "folder" in party:
        return {"folder": party["folder"]}
    return {
        "host": party["host"],
        "port": party["port"],
        "user": party["user"],
        "password": "<password>",
        "host_keys": [party["host_key"]],
    }

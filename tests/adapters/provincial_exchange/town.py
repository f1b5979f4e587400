"""A small city whose province takes rows through its exchange database, and a hub's home beside it."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url

from sandbox.exchange.tables import metadata
from tests.durability.city import KINDS, STAGES, City, make_home, running_city
from tests.mariadb import ACCOUNT, PASSWORD

MIRROR = "province-db"
DISTRICTS = ["511702", "511703"]


@asynccontextmanager
async def running_town(seed: int, exchange_url: str | None, **config: Any) -> AsyncIterator[City]:
    """The stand-ins; without `exchange_url` the province is its gateway alone."""
    counterparts = [
        {"id": "province", "role": "province", "name": "省工改系统", "exchange_url": exchange_url},
        {"id": "water-a", "role": "utility", "kind": "water", "name": "供水公司", "districts": DISTRICTS},
        {"id": "gas-a", "role": "utility", "kind": "gas", "name": "燃气公司", "districts": DISTRICTS},
    ]
    async with running_city(seed, counterparts=counterparts, **config) as city:
        yield city


def settle_home(home: Path, city: City, exchange_url: str, **settings: Any) -> None:
    """A hub's home for `city` that collects by the gateway and records through the exchange database."""
    make_home(home, city)
    path = home / "liandong.toml"
    written = path.read_text(encoding="utf-8").replace('roles = ["mirror", "source"]', 'roles = ["source"]')
    address = make_url(exchange_url)
    values: dict[str, Any] = {"poll_seconds": 0.02, "situation": "新建"} | settings
    if address.get_backend_name() == "mariadb":
        address = address.set(username=ACCOUNT)
        (home / "secrets" / MIRROR).write_text(PASSWORD)
    values["url"] = address.render_as_string()
    lines = [
        "[[authorities]]",
        f"id = {json.dumps(MIRROR)}",
        'name = "省工改系统前置库"',
        'roles = ["mirror"]',
        'adapter = "province-exchange"',
        'limits = { deadline = "5s" }',
        "[authorities.settings]",
        *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()),
        'procedure = { code = "P1", version = 1 }',
    ]
    if (home / "secrets" / MIRROR).exists():
        lines.append(f'password = {{ file = "secrets/{MIRROR}" }}')
    if "notify_url" in values:
        lines.append('notify_token = { file = "secrets/province" }')
    lines.append("[authorities.settings.items]")
    lines += [f'{k}.{s} = {{ code = "{k}-{s}", version = 1 }}' for k in KINDS for s in STAGES]
    path.write_text("\n".join([written, *lines]), encoding="utf-8")


def keys_held(exchange_url: str) -> Counter[str]:
    """How often each DFSJZJ stands in the database, all tables together."""
    engine = create_engine(exchange_url)
    with engine.connect() as connection:
        tables = metadata.tables.values()
        keys = Counter(
            f"{table.name}/{key}" for table in tables for key in connection.scalars(select(table.c.DFSJZJ))
        )
    engine.dispose()
    return keys

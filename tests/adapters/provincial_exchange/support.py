"""Both sides of an exchange database: the adapter with the city's account, the province with its own."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from adapters.contract import Authority
from adapters.http import SeamLimits, Wiring
from adapters.provincial.exchange.mirror import ProvinceExchange
from models.records import EventRecord, MatterRecord
from sandbox.clock import Clock
from sandbox.config import CHINA
from sandbox.exchange.job import Exchange
from sandbox.exchange.tables import metadata
from sandbox.ledger import Ledger
from sandbox.province.rows import Rows
from tests.adapters.province import NAME, SETTINGS, event_record, matter_record, project_record
from tests.house.support import ROOT
from tests.mariadb import ACCOUNT, PASSWORD

PROJECT, MATTER, EVENT = "SPGL_XMJBXXB", "SPGL_XMSPSXBLXXB", "SPGL_XMSPSXBLXXXXB"
DOCUMENT = ROOT / "docs" / "wires" / "province-exchange.md"
MAPPING = {name: SETTINGS[name] for name in ("items", "procedure", "situation", "departments")}

GCDM = project_record().project.engineering_code


def matter(key: str = "dz-c-1", **changes: Any) -> MatterRecord:
    """A matter of the project that `project_record` makes."""
    return matter_record(key, engineering_code=GCDM, **changes)


def happening(key: str = "dz-e-1", **changes: Any) -> EventRecord:
    """An event of that matter."""
    return event_record(key, engineering_code=GCDM, **changes)


def definitions() -> list[str]:
    """The statements of the wire document that make the tables, as MySQL takes them."""
    (block,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return [each.strip() for each in block.split(";") if each.strip()]


def make_tables(engine: Engine) -> None:
    """On MariaDB by the document's own statements, elsewhere by the stand-in's."""
    if engine.dialect.name in ("mysql", "mariadb"):
        with engine.begin() as connection:
            for statement in definitions():
                connection.execute(text(statement))
    metadata.create_all(engine)


def adapter_for(
    url: str,
    *,
    limits: SeamLimits | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    **settings: Any,
) -> ProvinceExchange:
    """The adapter, with the city's account where the database has accounts."""
    address = make_url(url)
    if address.get_backend_name() == "mariadb":
        address = address.set(username=ACCOUNT)
        settings = {"password": PASSWORD} | settings
    return ProvinceExchange.connect(
        Authority(id="province-db", name=NAME),
        {**MAPPING, "url": address.render_as_string(), **settings},
        Wiring(limits or SeamLimits(), transport),
    )


@dataclass
class Side:
    """The adapter, the province's regular check, and the owner's view of the tables."""

    url: str
    adapter: ProvinceExchange
    owner: Engine
    job: Exchange
    ledger: Ledger

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, in the order in which they came."""
        with self.owner.connect() as connection:
            found = connection.execute(metadata.tables[table].select().order_by(text("1")))
            return [dict(row) for row in found.mappings()]

    def execute(self, statement: str) -> None:
        """Whatever the province does to its own database."""
        with self.owner.begin() as connection:
            connection.exec_driver_sql(statement)

    async def accept(self) -> None:
        """The province checks what is new, and accepts it."""
        await self.job.run()
        await self.job.run()

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self.adapter.aclose()
        await self.job.close()
        self.owner.dispose()


async def exchange_of(url: str, **settings: Any) -> Side:
    """Both sides over a new exchange database at `url`."""
    owner = create_engine(url)
    make_tables(owner)
    clock = Clock(datetime(2026, 3, 2, 9, tzinfo=CHINA))
    ledger = Ledger(clock)
    job = Exchange(url, Rows(clock, ledger, "province"))
    return Side(url, adapter_for(url, **settings), owner, job, ledger)

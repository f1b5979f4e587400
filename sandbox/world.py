"""The sandbox as a whole: clock, ledger, faults and stand-ins, each behind a server of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from sandbox.batch.company import FileCompany
from sandbox.batch.premises import SharedFolder
from sandbox.batch.sftp import SftpServer
from sandbox.clock import Clock
from sandbox.config import Config, Counterpart
from sandbox.deliberate import Wrongs
from sandbox.doors import DOORS, Door, Setting
from sandbox.exchange.door import PATH as NOTIFY
from sandbox.exchange.door import NotificationDoor
from sandbox.exchange.job import Exchange
from sandbox.faults import REFUSE_CONNECTION, Fault, Faults
from sandbox.gate import Gate, StandIn
from sandbox.ledger import Ledger
from sandbox.names import district
from sandbox.province.app import Province
from sandbox.province.rows import Rows
from sandbox.review.feed import Review
from sandbox.review.opinions import Replies
from sandbox.review.projects import OUTSIDE_THE_DICTIONARY, Project
from sandbox.server import Server
from sandbox.supervision.app import Supervision
from sandbox.utility.webhooks import Webhooks


class World:
    """Everything that is played. Nothing is served before `serving`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.clock = Clock(config.start)
        self.ledger = Ledger(self.clock)
        self.faults = Faults()
        self.wrongs = Wrongs()
        self.province: Province | None = None
        self.exchange: Exchange | None = None
        self.supervision: Supervision | None = None
        self.utilities: dict[str, Door | FileCompany] = {}
        self.webhooks: dict[str, Webhooks] = {}
        self.servers: dict[str, Server | SharedFolder | SftpServer] = {}
        self.counterparts = {each.id: each.filled(config.seed) for each in config.counterparts}
        for counterpart in self.counterparts.values():
            if counterpart.role == "utility":
                self._open(counterpart, self._utility(counterpart))
        for counterpart in self.counterparts.values():
            if counterpart.role == "province":
                self._open(counterpart, self._make_province(counterpart))
            elif counterpart.role == "supervision":
                self.supervision = Supervision(counterpart, self.clock, self.ledger)
                self._open(counterpart, self.supervision)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen until left; then every connection is closed."""
        async with AsyncExitStack() as stack:
            for webhooks in self.webhooks.values():
                stack.push_async_callback(webhooks.close)
            if self.exchange is not None:
                await self.exchange.open()
                stack.push_async_callback(self.exchange.close)
            for server in self.servers.values():
                await server.start()
                stack.push_async_callback(server.stop)
            yield

    async def advance(self, days: int) -> None:
        """Let working days pass, and let the hub be told of what happened."""
        for _ in range(days):
            self.clock.advance(1)
            for webhooks in self.webhooks.values():
                await webhooks.retry()
            if self.exchange is not None:
                await self.exchange.run()
            await asyncio.sleep(0)

    def add_fault(self, fault: Fault) -> None:
        """Let a fault strike from now on. Raises `KeyError` when there is no such counterpart."""
        server = self.servers[fault.counterpart]
        self.faults.add(fault)
        if fault.kind == REFUSE_CONNECTION:
            server.unplug()

    async def clear_faults(self) -> None:
        """Let nothing go wrong any more that was asked to."""
        self.faults.clear()
        for server in self.servers.values():
            await server.plug_in()

    async def state(self) -> dict[str, object]:
        """Where things stand; `settled`: nothing is going to happen any more by itself."""
        pending = self.clock.pending + sum(webhooks.pending for webhooks in self.webhooks.values())
        pending += await self.exchange.waiting() if self.exchange is not None else 0
        counts: dict[str, object] = {
            name: utility.office.counts() for name, utility in self.utilities.items()
        }
        if self.province is not None:
            pushed = len({change.project.number for change in self.province.review.changes})
            counts[self.province.id] = {"projects_pushed": pushed, **self.province.rows.counts()}
        if self.supervision is not None:
            counts[self.supervision.id] = self.supervision.rows.counts()
        return {
            "now": self.clock.now.isoformat(),
            "settled": pending == 0,
            "pending": pending,
            "counterparts": counts,
            "deliberate": self.wrongs.report(),
        }

    def addresses(self) -> dict[str, dict[str, object]]:
        """How each counterpart is reached, with its credentials."""
        return {name: self._address(each) for name, each in self.counterparts.items()}

    def _address(self, counterpart: Counterpart) -> dict[str, object]:
        base = self.servers[counterpart.id].address
        common: dict[str, object] = {
            "role": counterpart.role,
            "name": counterpart.name,
            "token": counterpart.token,
        }
        if counterpart.role == "province":
            return {
                **common,
                "base_url": base,
                "paasid": counterpart.paasid,
                **self._exchange_of(counterpart),
            }
        if self.supervision is not None and counterpart.id == self.supervision.id:
            return {**common, "base_url": base + self.supervision.base, "key_id": counterpart.paasid}
        utility = self.utilities[counterpart.id]
        if isinstance(utility, FileCompany):
            common |= utility.premises.details()
        return {
            **common,
            "base_url": base + utility.base,
            "wire": counterpart.wire,
            "kind": counterpart.kind,
            "districts": list(counterpart.districts),
            "credit_code": counterpart.credit_code,
            "webhook_secret": counterpart.secret,
            "key_id": counterpart.paasid,
        }

    def _exchange_of(self, province: Counterpart) -> dict[str, object]:
        if province.exchange_url is None:
            return {}
        door = self.servers[f"{province.id}-exchange"]
        return {"exchange_url": province.exchange_url, "notify_url": door.address + NOTIFY}

    def _open(self, counterpart: Counterpart, stand_in: StandIn | FileCompany) -> None:
        if isinstance(stand_in, FileCompany):
            self.servers[counterpart.id] = stand_in.premises
            return
        self.servers[counterpart.id] = Server(Gate(stand_in, self.faults, self.ledger), counterpart.port)

    def _utility(self, counterpart: Counterpart) -> Door | FileCompany:
        setting = Setting(counterpart, self.clock, self.ledger, self.faults, self.config.seed)
        door, self.webhooks[counterpart.id] = DOORS[counterpart.wire](setting)
        self.utilities[counterpart.id] = door
        return door

    def _make_province(self, counterpart: Counterpart) -> Province:
        rows = Rows(self.clock, self.ledger, counterpart.id)
        review = Review(self.config, self.clock, self.ledger, self.wrongs, counterpart.id)
        for project in review.projects:
            if project.flaw == "refused_rows":
                self._refuse_row(counterpart.id, rows, project)
            elif project.flaw == "refused_schemes":
                self._refuse_scheme(project)
        if counterpart.exchange_url is not None:
            self.exchange = Exchange(counterpart.exchange_url, rows)
            door = NotificationDoor(counterpart, self.exchange)
            self.servers[door.id] = Server(Gate(door, self.faults, self.ledger))
        replies = Replies(review, self.clock, self.ledger, counterpart.id)
        self.province = Province(counterpart, review, rows, replies, self.ledger)
        return self.province

    def _refuse_row(self, province: str, rows: Rows, project: Project) -> None:
        gcdm = str(project.columns["GCDM"])
        sentence = f"{project.columns['XMMC']}（{gcdm}）的工程行业分类不在省级字典内，项目数据被退回。"
        repair = partial(rows.sectors.add, OUTSIDE_THE_DICTIONARY)
        self.wrongs.add("refused_rows", province, gcdm, sentence, repair)

    def _refuse_scheme(self, project: Project) -> None:
        """By the first company that its demands are for."""
        for kind in project.kinds():
            for name, utility in self.utilities.items():
                counterpart = self.counterparts[name]
                if counterpart.kind == kind and project.area in counterpart.districts:
                    utility.office.refuse(project.scheme_no)
                    where = f"{project.columns['XMMC']}（{project.scheme_no}，{district(project.area)}）"
                    repair = partial(utility.office.relent, project.scheme_no)
                    sentence = f"{counterpart.name}退回{where}的方案。"
                    self.wrongs.add("refused_schemes", name, project.scheme_no, sentence, repair)
                    return

"""A small town with its desk: stand-ins, a hub that has worked two days, and the desk served on a free port."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

import sandbox
from desk.app import create_app
from hub.bootstrap import Hub, open_hub
from hub.cycle import run_cycle
from hub.demo.home import prepare
from hub.demo.standins import Control
from hub.people import accounts
from hub.people.accounts import NewAccount
from hub.people.person import operator
from hub.people.roles import Role
from hub.settings import read_settings
from hub.store import migrate

PASSWORD = "liandong-desk"
PEOPLE = {
    "zhou": ("周敏", Role.OFFICER),
    "he": ("何建国", Role.SUPERVISOR),
    "admin": ("邓丽", Role.ADMINISTRATOR),
    "wu": ("吴晓", Role.AUDITOR),
    "tan": ("谭静", Role.VIEWER),
}
ALL = ["511702", "511703", "511722", "511723"]
CONFIG: dict[str, Any] = {
    "seed": 11,
    "projects": 21,
    "kinds": ["water", "gas"],
    "districts": ALL,
    "push_days": 1,
    "revised": 0,
    "withdrawn": 0,
    "counterparts": [
        {"id": "province", "role": "province", "name": "四川省工程建设项目审批管理系统"},
        {"id": "water-a", "role": "utility", "kind": "water", "name": "达州市供水有限公司", "districts": ALL},
        {
            "id": "gas-m",
            "role": "utility",
            "kind": "gas",
            "wire": "manual",
            "name": "宣汉开江燃气有限公司",
            "districts": ALL,
        },
    ],
    "failures": {
        "unserved": 1,
        "old_form_codes": 0,
        "failing_check_digits": 0,
        "wrong_digests": 1,
        "wrong_types": 0,
        "refused_rows": 3,
        "refused_schemes": 12,
    },
}


@dataclass
class Town:
    """The desk's address, the hub behind it, and the stand-ins' control."""

    url: str
    hub: Hub
    control: Control
    loop: asyncio.AbstractEventLoop

    def do(self, work: Any) -> Any:
        """Run a coroutine where the town lives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def mend(self, kind: str, *, but: str = "") -> None:
        """The counterpart mends what it refused, except where `but` is the subject."""
        for wrong in self.control.state()["deliberate"]:
            if wrong["kind"] == kind and wrong["subject"] != but and wrong["mendable"]:
                self.control._call("POST", "mend", {"id": wrong["id"]})

    def taken(self) -> set[str]:
        """What the water company has taken, by the schemes' business keys."""
        entries = self.control.ledger()["entries"]
        return {each["business_key"] for each in entries if each["effect"] == "scheme_taken"}


async def _at_work(home: Path, announcement: dict[str, Any], ready: Any) -> None:
    prepare(home, announcement)
    settings = read_settings(home)
    migrate.upgrade(settings.store_url)
    async with open_hub(settings) as hub:
        _let_in(hub)
        control = Control(announcement["control"])
        for _ in range(3):
            await run_cycle(hub, wait_for_leases=True)
            await asyncio.to_thread(control.advance)
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(hub), log_config=None, access_log=False))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110  (the server has no event for it)
            await asyncio.sleep(0.01)
        await ready(Town(url, hub, control, asyncio.get_running_loop()))
        server.should_exit = True
        await serving


def _let_in(hub: Hub) -> None:
    with hub.store.begin() as tx:
        for login, (name, role) in PEOPLE.items():
            new = NewAccount(login, name, role, password=PASSWORD, demo=True)
            accounts.create(tx, operator("tests"), new, hub.settings.people)


@contextmanager
def town(home: Path, **config: Any) -> Iterator[Town]:
    """A town for as long as the block lasts, in a thread of its own: the browser's is not an event loop's."""
    came: list[Town] = []
    failed: list[BaseException] = []
    there, leaving = threading.Event(), threading.Event()

    async def ready(made: Town) -> None:
        came.append(made)
        there.set()
        await asyncio.to_thread(leaving.wait)

    async def live() -> None:
        async with sandbox.running(json.loads(json.dumps(CONFIG | config))) as announcement:
            await _at_work(home, announcement, ready)

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:
            failed.append(error)
        finally:
            there.set()

    thread = threading.Thread(target=run, name="town")
    thread.start()
    there.wait(120)
    try:
        if failed:
            raise failed[0]
        yield came[0]
    finally:
        leaving.set()
        thread.join(60)
    if failed:
        raise failed[0]

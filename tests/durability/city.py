"""A small city to break things in: the stand-ins in this process, a hub's home beside them, and the ledger."""

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sandbox
from hub.store import migrate

STAGES = ("review", "application", "hookup", "acceptance")
KINDS = ("water", "gas")
DISTRICTS = ["511702", "511703"]
PARTIES = [
    {"id": "province", "role": "province", "name": "省工改系统"},
    {"id": "water-a", "role": "utility", "kind": "water", "name": "供水公司", "districts": DISTRICTS},
    {"id": "gas-a", "role": "utility", "kind": "gas", "name": "燃气公司", "districts": DISTRICTS},
]
NO_FAILURES = dict.fromkeys(
    (
        "unserved",
        "old_form_codes",
        "failing_check_digits",
        "wrong_digests",
        "wrong_types",
        "refused_rows",
        "refused_schemes",
    ),
    0,
)


@dataclass(frozen=True)
class City:
    """The stand-ins' control address and what they announced."""

    announcement: dict[str, Any]

    async def get(self, path: str) -> Any:
        """Read from the control port."""
        return await asyncio.to_thread(self._call, "GET", path, None)

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask something of the control port."""
        return await asyncio.to_thread(self._call, "POST", path, body)

    async def clear_faults(self) -> None:
        """Everything works again."""
        await asyncio.to_thread(self._call, "DELETE", "/faults", None)

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        url = f"{self.announcement['control']}/_sandbox{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)  # noqa: S310  (loopback)
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  (loopback)
            text = answer.read()
        return json.loads(text) if text else None

    async def fault(self, counterpart: str, kind: str, **more: Any) -> None:
        """Let something go wrong."""
        await self.post("/faults", {"counterpart": counterpart, "kind": kind, **more})

    async def settled(self) -> bool:
        """Whether nothing more will happen by itself."""
        state = await self.get("/state")
        return bool(state["settled"])

    async def ledger(self) -> "Ledger":
        """What really took effect."""
        return Ledger(await self.get("/ledger"))


@dataclass(frozen=True)
class Ledger:
    """The stand-ins' own record, and the questions a check asks of it."""

    report: dict[str, Any]

    @property
    def twice(self) -> list[dict[str, Any]]:
        """Effects that stand more than once."""
        found: list[dict[str, Any]] = self.report["twice"]
        return found

    def effects(self, effect: str) -> Counter[tuple[str, str]]:
        """How often an effect took place, by counterpart and business key."""
        return Counter(
            (entry["counterpart"], entry["business_key"])
            for entry in self.report["entries"]
            if entry["effect"] == effect
        )

    def total(self, effect: str) -> int:
        """How many effects of this name took place."""
        return sum(self.effects(effect).values())

    @property
    def rows_taken(self) -> Counter[str]:
        """Rows that the province took, by table."""
        return Counter(
            entry["facts"]["table"] for entry in self.report["entries"] if entry["effect"] == "row_taken"
        )


@asynccontextmanager
async def running_city(seed: int, *, projects: int = 4, **config: Any) -> AsyncIterator[City]:
    """Stand-ins for a water and a gas company and the province, over a few projects without deliberate failures."""
    wanted = {
        "seed": seed,
        "projects": projects,
        "kinds": list(KINDS),
        "districts": DISTRICTS,
        "counterparts": PARTIES,
        "push_days": 2,
        "revised": 1,
        "withdrawn": 1,
        "failures": NO_FAILURES,
    }
    async with sandbox.running(wanted | config) as announcement:
        yield City(announcement)


def make_home(home: Path, city: City, *, store_url: str | None = None) -> None:
    """A hub's home folder for `city`: configuration, secrets, a migrated database, quick retries."""
    (home / "secrets").mkdir(parents=True)
    lines = [
        "[delivery]",
        'schedule = ["50ms"]',
        'lease = "1s"',
        'breaker_open = "50ms"',
        'breaker_open_max = "50ms"',
    ]
    if store_url is not None:
        lines += ["[store]", f"url = {json.dumps(store_url)}"]
    for id, party in city.announcement["counterparts"].items():
        (home / "secrets" / id).write_text(party["token"])
        lines += _PARTS[party["role"]](id, party)
    (home / "liandong.toml").write_text("\n".join(lines), encoding="utf-8")
    migrate.upgrade(store_url or f"sqlite:///{home / 'liandong.db'}")


def _company(id: str, party: dict[str, Any]) -> list[str]:
    return [
        "[[companies]]",
        f"id = {json.dumps(id)}",
        f"name = {json.dumps(party['name'], ensure_ascii=False)}",
        f"kind = {json.dumps(party['kind'])}",
        'adapter = "gateway"',
        f"districts = {json.dumps(party['districts'])}",
        f"credit_code = {json.dumps(party['credit_code'])}",
        'limits = { deadline = "2s" }',
        "[companies.settings]",
        *_connection(id, party),
    ]


def _authority(id: str, party: dict[str, Any]) -> list[str]:
    items = [
        f'{kind}.{stage} = {{ code = "{kind}-{stage}", version = 1 }}' for kind in KINDS for stage in STAGES
    ]
    return [
        "[[authorities]]",
        f"id = {json.dumps(id)}",
        f"name = {json.dumps(party['name'], ensure_ascii=False)}",
        'roles = ["mirror", "source"]',
        'adapter = "province-gateway"',
        'limits = { deadline = "2s" }',
        "[authorities.settings]",
        *_connection(id, party),
        f"paasid = {json.dumps(party['paasid'])}",
        'procedure = { code = "P1", version = 1 }',
        'situation = "新建"',
        "[authorities.settings.items]",
        *items,
    ]


def _platform(id: str, party: dict[str, Any]) -> list[str]:
    return [
        "[[authorities]]",
        f"id = {json.dumps(id)}",
        f"name = {json.dumps(party['name'], ensure_ascii=False)}",
        'roles = ["mirror"]',
        'adapter = "supervision"',
        'limits = { deadline = "2s" }',
        "[authorities.settings]",
        f"base_url = {json.dumps(party['base_url'])}",
        f"key_id = {json.dumps(party['key_id'])}",
        f"secret = {{ file = {json.dumps(f'secrets/{id}')} }}",
    ]


_PARTS = {"province": _authority, "supervision": _platform, "utility": _company}


def _connection(id: str, party: dict[str, Any]) -> list[str]:
    return [
        f"base_url = {json.dumps(party['base_url'])}",
        f"token = {{ file = {json.dumps(f'secrets/{id}')} }}",
    ]

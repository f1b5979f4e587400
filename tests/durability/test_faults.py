"""Every kind of fault at either side, healed: two cycles later all is settled, nothing lost, nothing twice."""

from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_hub
from hub.settings import read_settings
from hub.store import destinations
from tests.durability.city import make_home, running_city
from tests.durability.claims import check_settled
from tests.durability.days import live

FAULTS: dict[str, dict[str, Any]] = {
    "a refused connection": {"kind": "refuse_connection"},
    "500 without effect": {"kind": "status", "status": 500, "times": 3},
    "500 with effect": {"kind": "status", "status": 500, "times": 3, "effect": True},
    "502 of a proxy, with effect": {"kind": "proxy_status", "status": 502, "times": 3, "effect": True},
    "503 with a wish to wait": {"kind": "status", "status": 503, "retry_after": "1", "times": 2},
    "429": {"kind": "status", "status": 429, "retry_after": "0", "times": 3},
    "a timeout before the effect": {"kind": "timeout_before", "times": 1},
    "a timeout after the effect": {"kind": "timeout_after", "times": 1},
    "a reply cut after the effect": {"kind": "cut_reply", "times": 3, "effect": True},
    "a slow answer": {"kind": "slow", "seconds": 0.3, "times": 5},
}


SIDES = ("water-a", "province")
"""Each fault strikes one side in every run of the suite, and the other in `make test-long`."""
CELLS = [
    pytest.param(fault, side, marks=() if (number + place) % 2 else pytest.mark.long)
    for number, fault in enumerate(FAULTS)
    for place, side in enumerate(SIDES)
]


@pytest.mark.parametrize(("fault", "counterpart"), CELLS)
async def test_a_fault_that_heals_leaves_no_trace(tmp_path: Path, counterpart: str, fault: str) -> None:
    async with running_city(seed=11) as city:
        make_home(tmp_path / "home", city)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            days = 0

            async def trouble() -> None:
                nonlocal days
                days += 1
                if days in (1, 3):
                    await city.fault(counterpart, **FAULTS[fault])
                elif days in (2, 4):
                    await city.clear_faults()

            await live(hub, city, each_day=trouble)
            await check_settled(city, hub)


@pytest.mark.parametrize("counterpart", ["water-a", "province"])
async def test_refused_credentials_hold_everything_back_until_they_are_mended(
    tmp_path: Path, counterpart: str
) -> None:
    async with running_city(seed=12) as city:
        make_home(tmp_path / "home", city)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            days = 0

            async def trouble() -> None:
                nonlocal days
                days += 1
                if days == 1:
                    await city.fault(counterpart, "unauthorized")
                elif days == 3:
                    await city.clear_faults()
                    with hub.store.begin() as tx:
                        assert destinations.get(tx)[counterpart].paused
                        destinations.resume(tx, counterpart, "wang")

            await live(hub, city, each_day=trouble)
            await check_settled(city, hub)

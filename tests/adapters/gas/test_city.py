"""A city's gas company by files, lived through by the hub's own cycle: nothing lost, nothing twice."""

from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_hub
from hub.settings import read_settings
from hub.store import desk
from tests.adapters.gas.city import make_home, running
from tests.durability.claims import check_settled
from tests.durability.days import live

FAULTS: dict[str, dict[str, Any]] = {
    "a half-written status file": {"kind": "half_written_file", "times": 2},
    "the same file twice": {"kind": "repeated_file", "times": 3},
    "rows in another order": {"kind": "out_of_order_events", "times": 3},
    "rows twice in a file": {"kind": "duplicate_events", "times": 3},
    "an acknowledgement that comes late": {"kind": "missing_ack", "times": 3},
    "a place that is gone": {"kind": "refuse_connection"},
}
CUTS: dict[str, dict[str, Any]] = {
    "a cut before the rename": {"kind": "cut_reply", "operation": "handOver", "times": 3},
    "a cut after the rename": {"kind": "cut_reply", "operation": "handOver", "times": 3, "effect": True},
    "a cut while archiving": {"kind": "cut_reply", "operation": "archive", "times": 2, "effect": True},
    "no answer to the rename": {"kind": "timeout_after", "operation": "handOver", "times": 1},
    "a cut while writing": {"kind": "cut_upload", "after_bytes": 100, "times": 3},
    "a server that is gone": {"kind": "refuse_connection"},
}


async def lived(home: Path, fault: dict[str, Any] | None, transport: str) -> list[desk.Item]:
    """Days until all is settled, with `fault` on the first and third; what then stands on the desk."""
    async with running(seed=21, projects=3, transport=transport) as city:
        make_home(home, city)
        async with open_hub(read_settings(home)) as hub:
            days = 0

            async def trouble() -> None:
                nonlocal days
                days += 1
                if fault and days in (1, 3):
                    await city.fault("gas-a", **fault)
                elif days in (2, 4):
                    await city.clear_faults()

            await live(hub, city, each_day=trouble)
            await check_settled(city, hub)
            ledger = await city.ledger()
            assert ledger.effects("document_completed")
            struck = ledger.report["faults"].get("gas-a", {})
            # A place that is gone cannot count who comes in vain.
            assert bool(struck) == (fault is not None and fault["kind"] != "refuse_connection")
            with hub.store.read() as tx:
                return list(desk.open_items(tx))


@pytest.mark.parametrize("transport", ["folder", "sftp"])
async def test_a_city_with_files_settles_with_nothing_lost_and_nothing_twice(
    tmp_path: Path, transport: str
) -> None:
    assert await lived(tmp_path / "home", None, transport) == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_of_files_that_heals_leaves_no_trace(tmp_path: Path, fault: str) -> None:
    assert await lived(tmp_path / "home", FAULTS[fault], "folder") == []


@pytest.mark.parametrize("fault", CUTS)
async def test_a_connection_that_is_cut_leaves_no_trace(tmp_path: Path, fault: str) -> None:
    assert await lived(tmp_path / "home", CUTS[fault], "sftp") == []


async def test_a_bad_row_goes_to_the_desk_and_the_good_rows_count(tmp_path: Path) -> None:
    items = await lived(tmp_path / "home", {"kind": "bad_row", "times": 1}, "folder")
    assert {item.message.id for item in items} == {"batch-row-unreadable"}
    assert {fault.field for item in items for fault in item.faults} == {"发生时间"}

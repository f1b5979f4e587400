"""A city with one company served by spreadsheet: it settles, everything is recorded, and the ledger is equal."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest

from hub import cycle
from hub.bootstrap import Hub, open_hub
from hub.settings import read_settings
from hub.store import audit, desk, figures
from tests.durability.city import City, make_home, running_city
from tests.durability.claims import check_settled
from tests.durability.days import live

DISTRICTS = ["511702", "511703"]
COUNTERPARTS: list[dict[str, Any]] = [
    {"id": "province", "role": "province", "name": "省工改系统"},
    {
        "id": "water-a",
        "role": "utility",
        "kind": "water",
        "wire": "manual",
        "name": "宣汉供水",
        "districts": DISTRICTS,
    },
    {"id": "gas-a", "role": "utility", "kind": "gas", "name": "燃气公司", "districts": DISTRICTS},
]


def by_spreadsheet(home: Path, city: City) -> None:
    """Give the water company of a home the manual adapter and the folder that both sides see."""
    path = home / "liandong.toml"
    party = city.announcement["counterparts"]["water-a"]
    head, company, rest = path.read_text(encoding="utf-8").partition('id = "water-a"')
    rest = rest.replace('adapter = "gateway"', 'adapter = "manual"', 1)
    settings = f'base_url = {json.dumps(party["base_url"])}\ntoken = {{ file = "secrets/water-a" }}'
    assert settings in rest
    rest = rest.replace(settings, f"folder = {json.dumps(party['folder'])}", 1)
    path.write_text(head + company + rest, encoding="utf-8")


@pytest.fixture
async def played(tmp_path: Path) -> AsyncIterator[tuple[City, Hub]]:
    async with running_city(seed=21, projects=4, counterparts=COUNTERPARTS) as city:
        make_home(tmp_path / "home", city)
        by_spreadsheet(tmp_path / "home", city)
        async with open_hub(read_settings(tmp_path / "home")) as hub:
            yield city, hub


def root(city: City) -> Path:
    return Path(city.announcement["counterparts"]["water-a"]["folder"])


async def test_a_company_by_spreadsheet_settles_with_everything_recorded(played: tuple[City, Hub]) -> None:
    city, hub = played
    await live(hub, city)
    await check_settled(city, hub)
    ledger = await city.ledger()
    emitted = {key for (name, key) in ledger.effects("event_emitted") if name == "water-a"}
    assert emitted
    assert any(name == "water-a" for name, _ in ledger.effects("document_completed"))
    with hub.store.read() as tx:
        answers = [each for each in audit.records(tx, limit=10_000) if each.action == "manual.answer"]
        assert desk.open_items(tx) == ()
    assert len(answers) == len(emitted)
    assert all(each.detail["handler"] for each in answers)
    letters = [letter for each in answers for letter in each.detail["evidence"]]
    assert letters
    assert all(hub.folder.verify(letter["sha256"]) for letter in letters)


async def test_a_list_already_with_the_company_is_not_handed_over_again(played: tuple[City, Hub]) -> None:
    city, hub = played
    await city.post("/advance", {"days": 1})
    for _ in range(3):
        await cycle.run_cycle(hub)
    assert len(list((root(city) / "to-company").glob("*.xlsx"))) == 1
    await city.post("/advance", {"days": 1})
    assert list((root(city) / "to-company").glob("*.xlsx")) == []


async def filled(city: City, hub: Hub) -> Path:
    """The clerk's first filled list, before the hub has looked at it."""
    folder = root(city) / "from-company"
    for _ in range(8):
        await cycle.run_cycle(hub)
        await city.post("/advance", {"days": 1})
        if found := sorted(folder.glob("*.xlsx")):
            return found[0]
    raise LookupError(folder)


async def test_a_row_that_cannot_be_taken_is_an_item_on_the_desk_and_the_others_count(
    played: tuple[City, Hub],
) -> None:
    city, hub = played
    path = await filled(city, hub)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = next(cell.column for cell in sheet[1] if cell.value == "办理状态")
    sheet.cell(2, place).value = "差不多了"
    book.save(path)
    before = events(hub)
    report = await cycle.pull(hub, "water-a")
    assert report.unreadable == 1
    with hub.store.read() as tx:
        (item,) = desk.open_items(tx, kind="unreadable")
    assert (item.message.id, item.message.params["row"], item.faults[0].field) == (
        "manual-row-refused",
        2,
        "办理状态",
    )
    assert events(hub) == before + report.new
    assert not path.exists()
    assert (path.parent / "done" / path.name).exists()


def events(hub: Hub) -> int:
    with hub.store.read() as tx:
        return figures.events(tx)


async def test_a_file_that_is_not_whole_yet_is_left_alone_and_one_that_stays_so_is_shown(
    played: tuple[City, Hub],
) -> None:
    city, hub = played
    path = await filled(city, hub)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert (await cycle.pull(hub, "water-a")).unreadable == 0
    assert path.exists()
    os.utime(path, (0, 0))
    assert (await cycle.pull(hub, "water-a")).unreadable == 1
    path.write_bytes(whole)
    assert (await cycle.pull(hub, "water-a")).new > 0


async def test_a_folder_that_is_gone_is_an_item_until_it_is_there_again(played: tuple[City, Hub]) -> None:
    city, hub = played
    folder = root(city)
    away = folder.rename(folder.with_name(f"{folder.name}-away"))
    folder.write_text("not a folder")
    assert (await cycle.pull(hub, "water-a")).failed
    with hub.store.read() as tx:
        assert [item.message.id for item in desk.open_items(tx)] == ["manual-folder-shut"]
    folder.unlink()
    away.rename(folder)
    assert not (await cycle.pull(hub, "water-a")).failed
    with hub.store.read() as tx:
        assert desk.open_items(tx) == ()

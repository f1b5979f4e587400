"""A city whose water company has a history, and files of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from hub.backfill.history import History
from hub.backfill.known import known
from hub.backfill.reading import read_file
from hub.language import Language, field_name
from hub.store.clock import SettableClock
from hub.store.engine import Store
from tests.hub.fakes import MONDAY, World, company, world
from tests.hub.intake.conftest import ROW, write_csv

Write = Callable[..., Path]
EVENT: Final = {
    "scheme_id": "FA-511702-2026-0007",
    "stage": "审查",
    "status": "受理",
    "occurred_at": "2026-03-02 10:00",
}


def heading(path: str, language: Language = Language.ZH_CN) -> str:
    return field_name(path, language)


def event(status: str, occurred_at: str, **more: str) -> dict[str, str]:
    """A row of a known scheme."""
    return {**EVENT, "status": status, "occurred_at": occurred_at, **more}


def old(status: str, occurred_at: str, **more: str) -> dict[str, str]:
    """A row that also says everything of its scheme."""
    return {**ROW, **event(status, occurred_at, **more)}


@pytest.fixture
def city(store: Store, clock: SettableClock, tmp_path: Path) -> World:
    clock.advance((MONDAY + timedelta(days=90) - clock.now).total_seconds())
    return world(store, tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as a CSV file."""

    def made(*rows: Mapping[str, str], name: str = "历史.csv", encoding: str = "utf-8") -> Path:
        return write_csv(tmp_path / name, grid(rows), encoding)

    return made


def grid(
    rows: Sequence[Mapping[str, str]], language: Language = Language.ZH_CN, *, backwards: bool = False
) -> list[list[Any]]:
    """Headings and cells, with the columns that any row fills."""
    paths = list(dict.fromkeys(path for row in rows for path in row))
    paths = paths[::-1] if backwards else paths
    return [
        [heading(path, language) for path in paths],
        *([row.get(path, "") for path in paths] for row in rows),
    ]


def read(city: World, path: Path) -> History:
    with city.store.read() as tx:
        return read_file(path, known(tx, company()), Language.ZH_CN)
